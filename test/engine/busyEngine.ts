import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { keepWatch, startWatchdog } from '../../src/engine/process/watchdog.ts';

// What native code does to the main thread when a model hangs: it never gives it back. With a file, it reads that first.
if (isMainThread) {
  setInterval(() => undefined, 1000); // lives until it is ended
  // Only once the watch runs: what was read before it first looked is not seen.
  process.once('worker', watch =>
    watch.once('online', () =>
      setTimeout(() => {
        if (process.argv[4]) readFileSync(process.argv[4]);
        for (;;);
      }, 200),
    ),
  );
  startWatchdog(__filename, Number(process.argv[2]), Number(process.argv[3]));
} else keepWatch();
