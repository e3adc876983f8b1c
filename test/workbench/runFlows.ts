import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import type { Counts } from './runSuite.ts';

/** A flow starts a workbench of its own, which alone may take a minute. */
const TIMEOUT_MS = 5 * 60_000;

/** Runs the flows one after the other, each file in a process of its own, and prints their report. */
export async function runFlows(files: readonly string[]): Promise<Counts> {
  let passed = 0;
  let failed = 0;
  const events = run({ files: [...files], concurrency: 1, timeout: TIMEOUT_MS });
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
