/**
 * Which of the waiting calls (oldest first) goes next: slices of runs that are there already, in order, since they take milliseconds and somebody
 * looks at them; then the newest run, since each run replaces the one before.
 */
export function pickNext(methods: readonly string[]): number {
  const quick = methods.findIndex(method => method !== 'run' && method !== 'open');
  if (quick >= 0) return quick;
  const open = methods.indexOf('open');
  return open >= 0 ? open : methods.length - 1;
}
