import { writeSync } from 'node:fs';
import { Worker, workerData } from 'node:worker_threads';
import { OUT_OF_MEMORY_LINE, READING_LINE, WATCH_INTERVAL_MILLISECONDS } from '../../protocol/engineProcess.ts';

/**
 * A second thread that ends this process when its parent is gone or its memory passes the limit, and says when it reads. The main thread cannot do
 * that: loading and running a model block it in native code, for as long as a hostile model likes.
 */
interface Watch {
  readonly parent: number;
  /** Resident bytes. */
  readonly memoryLimit: number;
  /** The descriptor itself that its parent is told on: in a worker `process.stderr` only asks the main thread to write. */
  readonly lastWords: number;
}

/**
 * Starts the thread; `file` is this very bundle, which calls {@link keepWatch} when it finds itself in a worker. The parent says its own
 * number: one that died while this process started has been replaced by now in `process.ppid`.
 */
export function startWatchdog(file: string | URL, memoryLimit: number, parent: number, lastWords = 2): void {
  const watch: Watch = { parent, memoryLimit, lastWords };
  const worker = new Worker(file, { workerData: watch, resourceLimits: { maxOldGenerationSizeMb: 16 } });
  worker.on('error', error => {
    process.stderr.write(`the watchdog stopped: ${error instanceof Error ? error.message : String(error)}\n`);
  });
  worker.unref();
}

export function keepWatch(): void {
  const watch = workerData as Watch;
  const tell = (line: string): void => {
    try {
      writeSync(watch.lastWords, `${line}\n`);
    } catch {
      // Nobody hears it, or not now: what is thrown in a worker ends it, and with it the watch.
    }
  };
  let reads = process.resourceUsage().fsRead;
  setInterval(() => {
    const { fsRead } = process.resourceUsage();
    if (fsRead > reads) tell(READING_LINE);
    reads = fsRead;
  }, READING_INTERVAL_MILLISECONDS);
  setInterval(() => {
    if (process.memoryUsage.rss() > watch.memoryLimit) {
      tell(OUT_OF_MEMORY_LINE);
      endProcess();
    }
    if (isParentGone(watch.parent)) endProcess();
  }, WATCH_INTERVAL_MILLISECONDS);
}

const READING_INTERVAL_MILLISECONDS = 1000;

/** Ends the whole process at once, from any thread: nothing here needs tidying up, and native destructors may hang. */
export function endProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}

function isParentGone(parent: number): boolean {
  // An orphan is adopted by another process, except on Windows, where the number of the dead parent stays.
  if (process.ppid !== parent) return true;
  try {
    process.kill(parent, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
