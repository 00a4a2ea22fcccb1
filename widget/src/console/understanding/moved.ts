/** The list with the element at a place one place further up or down. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const out = [...list];
  const [item] = out.splice(from, 1);
  if (item !== undefined) out.splice(from + by, 0, item);
  return out;
}
