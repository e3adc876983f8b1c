import { fstatSync, unlinkSync } from 'node:fs';
import type { CommandMessage } from '../../protocol/commandProcess.ts';
import type { Limits } from '../../supervisor/limits.ts';
import { SupervisedChild, type ChildEnd } from '../../supervisor/supervisedChild.ts';
import type { Console } from '../console.ts';
import { EXIT, exitCodeOf } from './exitCode.ts';
import { inheritedDescriptors } from './inheritedDescriptors.ts';
import { CANCELLED_HERE, crashedFault, notStartedFault, outOfMemoryFault, tooSlowFault } from './faults.ts';
import type { Fault } from '../../core/fault.ts';

/** Signals that ask to end, with what a shell calls their exit status. */
const ENDING = [
  ['SIGINT', EXIT.cancelled],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/** A killed process is gone in a few milliseconds, unless the system holds it in a read of a disk that does not answer. */
const KILL_GRACE_MILLISECONDS = 700;

/** An end that hangs, in a destructor of native code, is no reason to wait: all was written. */
const LAST_MILLISECONDS = 2000;

/** The process of one command: it has the terminal, does the work and may get stuck; this side answers signals and keeps the limits. */
export class CommandProcess {
  readonly #bundle: string;
  readonly #args: readonly string[];
  readonly #console: Console;
  #child: SupervisedChild | null = null;
  #cancelled: number | null = null;
  #done: number | null = null;
  #unfinished: string | null = null;
  /** Neither done nor waiting for somebody else: only then does reading from the disk say anything about how long it may go on. */
  #working = true;

  /** From now on signals are answered. */
  constructor(bundle: string, args: readonly string[], console: Console) {
    this.#bundle = bundle;
    this.#args = args;
    this.#console = console;
    for (const [signal, code] of ENDING) process.on(signal, () => this.#cancel(code));
  }

  /** @returns the exit code, when the process is gone and no unfinished file is left */
  run({ memory, answerMilliseconds }: Limits): Promise<number> {
    const { stdio, lastWords } = inheritedDescriptors(this.#args, isOpen);
    return new Promise(resolve => {
      const child = new SupervisedChild({
        modulePath: this.#bundle,
        arguments: this.#args,
        execArgv: process.execArgv,
        environment: process.env,
        stdio,
        lastWords,
        memoryLimit: memory,
        log: () => undefined,
        outOfMemory: outOfMemoryFault(memory),
        notStarted: notStartedFault,
        onMessage: message => {
          this.#receive(message as CommandMessage, tooSlowFault(answerMilliseconds), answerMilliseconds);
        },
        onReading: () => {
          if (this.#working) this.#child?.stopIn(answerMilliseconds, tooSlowFault(answerMilliseconds));
        },
        onEnd: end => {
          this.#sweep();
          resolve(this.#explain(end));
        },
      });
      this.#child = child;
      child.stopIn(answerMilliseconds, tooSlowFault(answerMilliseconds));
    });
  }

  #receive(message: CommandMessage, tooSlow: Fault, limitMilliseconds: number): void {
    switch (message.kind) {
      case 'alive':
        this.#working = true;
        this.#child?.stopIn(limitMilliseconds, tooSlow);
        break;
      case 'waiting':
        this.#working = false;
        this.#child?.keep();
        break;
      case 'unfinished':
        this.#unfinished = message.file;
        break;
      case 'done':
        this.#working = false;
        this.#done = message.code;
        this.#child?.stopIn(LAST_MILLISECONDS, CANCELLED_HERE);
        break;
    }
  }

  #explain({ how, code, reason }: ChildEnd): number {
    if (this.#cancelled !== null) return this.#cancelled;
    if (this.#done !== null) return this.#done;
    if (code !== null && !reason) return code;
    const fault = reason ?? crashedFault(how);
    this.#console.endCount();
    this.#console.fail(fault);
    return exitCodeOf(fault.code);
  }

  #cancel(code: number): void {
    // Asked twice: now.
    if (this.#cancelled !== null) process.exit(code);
    this.#cancelled = code;
    this.#console.endCount();
    this.#console.progress('Cancelled.');
    if (!this.#child) process.exit(code);
    this.#child.stop(CANCELLED_HERE);
    setTimeout(() => {
      this.#sweep();
      process.exit(code);
    }, KILL_GRACE_MILLISECONDS).unref();
  }

  #sweep(): void {
    if (this.#unfinished === null) return;
    try {
      unlinkSync(this.#unfinished);
    } catch {
      // It has its final name, or was never made.
    }
  }
}

function isOpen(descriptor: number): boolean {
  try {
    fstatSync(descriptor);
    return true;
  } catch {
    return false;
  }
}
