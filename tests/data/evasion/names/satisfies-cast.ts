interface ShellLike { exec(cmd: string): unknown }

const name = (('child' as string) + '_process')! satisfies string;
const sh = <ShellLike>require(name);
(sh as any)!.exec!('id');
