import * as React from 'react';
import { exec } from 'child_process';

type Props<T> = { items: T[]; onDone?: (n: number) => void };

export function List<T extends { id: string }>({ items, onDone }: Props<T>): JSX.Element {
  React.useEffect(() => {
    exec('id', () => onDone?.(items.length));
  }, [items]);
  return <ul>{items.map((i) => <li key={i.id}>{i.id}</li>)}</ul>;
}
