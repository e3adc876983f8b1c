/** `3.1 MB`, `12 kB`, `425 bytes`: powers of 1000, as file managers and the Hub count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = -1;
  while (unit < units.length - 1 && Number(value.toPrecision(3)) >= 1_000) {
    value /= 1_000;
    unit++;
  }
  return `${value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
