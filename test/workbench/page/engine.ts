import { readdirSync, readFileSync } from 'node:fs';
import { until } from './until.ts';

/** Process ids of the engines that run below a process, found in /proc by their command line. */
export function enginePids(root: number): number[] {
  const parents = new Map<number, number>();
  const engines: number[] = [];
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    try {
      const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
      parents.set(pid, Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]));
      if (
        readFileSync(`/proc/${pid}/cmdline`, 'utf8')
          .split('\0')
          .some(part => part.endsWith('/dist/engine.cjs'))
      )
        engines.push(pid);
    } catch {
      // the process ended while we looked
    }
  }
  const isBelow = (pid: number | undefined): boolean => pid !== undefined && pid > 1 && (pid === root || isBelow(parents.get(pid)));
  return engines.filter(isBelow);
}

/** The one engine below a process, once it runs. */
export async function untilEngine(root: number): Promise<number> {
  return until('the engine process', () => enginePids(root)[0] ?? 0, { timeout: 30_000 });
}

/** Waits until a process is gone. */
export async function untilGone(pid: number): Promise<void> {
  await until(`process ${pid} to be gone`, () => {
    try {
      // A zombie is gone, too: only its parent has not looked yet.
      return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return true;
    }
  });
}
