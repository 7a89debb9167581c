const C = /x/.constructor;
C.constructor('return 1')();
