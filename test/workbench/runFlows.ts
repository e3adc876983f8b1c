import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import type { Counts } from './runSuite.ts';

/** A flow starts a workbench of its own, which alone may take a minute. */
const TIMEOUT_MS = 5 * 60_000;

/** Looks at processes and caches of the whole machine, or at what takes how long: has it for itself. */
const ALONE = /(?:lifecycle|start|unpack|workbench)\.flow\.ts$/;

/** Runs the flows, each file in a process of its own, and prints their report: two files at a time, since a workbench mostly waits. */
export async function runFlows(files: readonly string[]): Promise<Counts> {
  const [alone, together] = [files.filter(file => ALONE.test(file)), files.filter(file => !ALONE.test(file))];
  const counts = [await runFiles(alone, 1), await runFiles(together, 2)];
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
  };
}

async function runFiles(files: readonly string[], concurrency: number): Promise<Counts> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  let passed = 0;
  let failed = 0;
  const events = run({ files: [...files], concurrency, timeout: TIMEOUT_MS });
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
