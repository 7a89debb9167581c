const { Function: Make } = globalThis;
export const f = Make('return 1');
