import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { Console } from '../../src/cli/console.ts';
import { main } from '../../src/cli/main.ts';
import { bundlePath } from './processes.ts';

export interface CommandResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A small model that loads in milliseconds, with random weights. */
export const TINY_MODEL = resolve('test/fixtures/models/bert-dynamo');

export function startCommand(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
  options: SpawnOptions = {},
): ChildProcess {
  return spawn(process.execPath, [bundlePath('cli.mjs'), ...args], { ...options, stdio: 'pipe', env: environment });
}

/** Runs the bundled command line to its end. */
export async function runCommandLine(
  args: readonly string[],
  input: string | Uint8Array = '',
  environment: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> {
  const child = startCommand(args, environment);
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout!.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => stderr.push(chunk));
  // The command may end without having read its input.
  child.stdin!.on('error', () => undefined);
  child.stdin!.end(input);
  const code = await new Promise<number | null>((done, fail) => child.once('close', done).once('error', fail));
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}

/** The same in this process: no bundle, no start, ONNX Runtime loaded once. For what the streams of a real process do not matter to. */
export async function runInProcess(args: readonly string[], input: string | Uint8Array = ''): Promise<CommandResult> {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  const writer = (into: Buffer[]): Writable =>
    new Writable({
      write(chunk: Uint8Array, _encoding, done) {
        into.push(Buffer.from(chunk));
        done();
      },
    });
  const stdin = Readable.from(input.length > 0 ? [Buffer.from(input)] : []);
  const installation = { version: 'test', builtInModel: resolve('models/minilm') };
  const code = await main(args, installation, new Console(stdin, writer(stdout), writer(stderr), {}));
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}
