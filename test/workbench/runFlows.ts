import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import type { Counts } from './runSuite.ts';

/** A flow starts a workbench of its own, which alone may take a minute. */
const TIMEOUT_MS = 5 * 60_000;

/** A workbench mostly waits: for its start, for a paint, for the delay of a hover. More of them would wait for each other. */
const AT_ONCE = 2;

/** Runs the flows, each file in a process and a workbench of its own, and prints their report. */
export async function runFlows(files: readonly string[]): Promise<Counts> {
  let passed = 0;
  let failed = 0;
  const events = run({ files: [...files], concurrency: AT_ONCE, timeout: TIMEOUT_MS });
  events.on('test:pass', ({ name, details, skip, todo }) => {
    const isTest = details.type !== 'suite' && !files.includes(name); // a file without tests passes under its own name
    if (isTest && skip === undefined && todo === undefined) passed++;
  });
  events.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') failed++;
  });
  const ended = new Promise(resolve => events.once('end', resolve));
  events.pipe(new spec()).pipe(process.stdout, { end: false });
  await ended;
  return { passed, failed };
}
