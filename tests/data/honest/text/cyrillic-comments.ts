/** Считает сумму элементов. */
export function sum(items: readonly number[]): number {
  // пустой список даёт ноль
  return items.reduce((a, b) => a + b, 0);
}
export const сообщение: string = 'готово';
