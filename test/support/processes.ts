import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { resolve } from 'node:path';

/** A bundle of `npm run build`; tests of processes fork what ships. */
export function bundlePath(name: 'engine.cjs' | 'cli.mjs'): string {
  const path = resolve('dist', name);
  if (!existsSync(path)) throw new Error(`dist/${name} is missing: run "npm run build" first`);
  return path;
}

export const BUILT_IN_MODEL = resolve('models/minilm');

/** Waits until `condition` holds, asking every few milliseconds. */
export async function waitUntil(condition: () => boolean, what: string, milliseconds = 10_000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited ${milliseconds} ms in vain: ${what}`);
    await new Promise(done => setTimeout(done, 4));
  }
}

/** One letter of /proc: R running, S sleeping, T stopped, Z dead but not yet collected; null when there is no such process. */
export function processState(pid: number): string | null {
  return statFields(pid)?.[0] ?? null;
}

/** Numbers of the processes that a process has started and not yet outlived. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

export function isGone(pid: number): boolean {
  return [null, 'Z', 'X'].includes(processState(pid));
}

/** Processor time used by a process, in ticks of 10 ms. */
export function processTicks(pid: number): number {
  const fields = statFields(pid);
  return fields ? Number(fields[11]) + Number(fields[12]) : 0;
}

/** Fields of /proc/<pid>/stat behind the name, which may hold spaces and brackets itself. */
function statFields(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** Whether a process has mapped a file whose path contains this text. */
export function hasMapped(pid: number, part: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/maps`, 'utf8').includes(part);
  } catch {
    return false;
  }
}

/** Whether a process has this file open. */
export function hasOpen(pid: number, path: string): boolean {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).some(descriptor => {
    try {
      return readlinkSync(`${folder}/${descriptor}`) === path;
    } catch {
      // Closed since it was listed.
      return false;
    }
  });
}
