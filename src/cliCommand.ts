import { isMainThread } from 'node:worker_threads';
import { Console } from './cli/console.ts';
import { installationOf } from './cli/process/installation.ts';
import { holdLifeline } from './cli/process/lifeline.ts';
import { main } from './cli/main.ts';
import { endProcess, keepWatch, startWatchdog } from './engine/process/watchdog.ts';

/** Entry of the process that does what a command line asks for: all native code of the command line runs here. `cli.ts` forks it. */
async function work(): Promise<void> {
  // A terminal tells both processes; the parent decides what becomes of this one.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('disconnect', endProcess);
  // The channel is no reason to go on.
  process.channel?.unref();
  const [, , memoryLimit, parent, lastWords, ...args] = process.argv;
  startWatchdog(new URL(import.meta.url), Number(memoryLimit), Number(parent), Number(lastWords));
  const lifeline = holdLifeline();
  process.on('exit', code => {
    lifeline.tell({ kind: 'done', code });
  });
  const console = new Console(process.stdin, process.stdout, process.stderr, process.env, lifeline);
  // Not process.exit: what was written to a pipe still has to arrive.
  process.exitCode = await main(args, installationOf(import.meta.url), console);
}

if (isMainThread) await work();
else keepWatch();
