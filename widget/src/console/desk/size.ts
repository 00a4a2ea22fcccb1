/** A number of bytes as people read it: 812 B, 3.4 KB, 10 MB. */
export function size(bytes: number): string {
  const units = ["B", "KB", "MB"];
  let unit = 0;
  for (; bytes >= 1024 && unit < units.length - 1; unit++) bytes /= 1024;
  return `${unit === 0 ? bytes : Number(bytes.toFixed(1))} ${units[unit]}`;
}
