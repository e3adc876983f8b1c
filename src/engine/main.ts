import { constants, setPriority } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import type { EngineApi } from '../protocol/engineMethods.ts';
import { RpcServer } from '../protocol/rpcServer.ts';
import { isBeside, pickNext } from './process/queue.ts';
import { Runner } from './runner.ts';
import { endProcess, keepWatch, startWatchdog } from './process/watchdog.ts';

/** Entry of the forked engine process: `engine.cjs <memory limit in bytes> <parent's number> <descriptor of last words>`. Talks over the fork's channel; stderr is free text for the log. */
function serve(): void {
  process.on('disconnect', endProcess);
  giveWay();
  const [, , memoryLimit, parent, lastWords] = process.argv;
  startWatchdog(__filename, Number(memoryLimit ?? Infinity), Number(parent ?? process.ppid), Number(lastWords ?? 2));
  const server = new RpcServer<EngineApi>(
    new Runner({ memory: Number(memoryLimit ?? Infinity) }),
    message => {
      // The parent may go away while we work; 'disconnect' ends this process then.
      process.send?.(message, undefined, undefined, () => undefined);
    },
    { pick: pickNext, isBeside, turn: () => new Promise(resolve => setImmediate(resolve)) },
  );
  process.on('message', message => {
    server.receive(message);
  });
}

/** The editor and its other processes go first: a long text keeps every core that it is given busy. */
function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Where that is not allowed it works as it is.
  }
}

if (isMainThread) serve();
else keepWatch();
