/** Many passes: what is on screen and what is asked for next go first. */
const LONG = new Set(['shifts', 'compare']);

/**
 * Which of the waiting calls (oldest first) goes next: slices of runs that are there already, in order, since they take milliseconds and somebody
 * looks at them; then opening a model; then the newest run, since each run replaces the one before; then what takes long, in order.
 */
export function pickNext(methods: readonly string[]): number {
  const isQuick = (method: string): boolean => method !== 'run' && method !== 'open' && !LONG.has(method);
  const order = [methods.findIndex(isQuick), methods.indexOf('open'), methods.lastIndexOf('run')];
  return order.find(index => index >= 0) ?? 0;
}

/** What mostly waits for the disk, and uses no model: it holds up nothing else. */
export function isBeside(method: string): boolean {
  return method === 'wordVectors';
}
