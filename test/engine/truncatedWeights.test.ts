import { cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { EngineProcess } from '../../src/host/process/process.ts';
import { INT64 } from '../../src/onnx/format/elementTypes.ts';
import { GraphBuilder } from '../onnx/support/graphBuilder.ts';
import { oneLayer } from '../onnx/support/oneLayer.ts';
import { startCommand } from '../support/commandLine.ts';
import { bundlePath, childrenOf, hasMapped, isGone, processState, processTicks, waitUntil } from '../support/processes.ts';
import type { Fault } from '../../src/core/fault.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';

const WEIGHTS = 'weights.data';
const TEXT = 'the cat sat';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-truncated-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let engine: EngineProcess | null = null;
let log: string[] = [];
afterEach(() => {
  engine?.dispose();
  engine = null;
  log = [];
});

/** Rows of the table that is read last: so many that ONNX Runtime maps them, and the system has not read them all. */
const ROWS = 40_000;

/** Of the matrices whose product a run takes before it reads that table: tenths of a second. */
const SIDE = 2500;

/** A model folder whose weights lie beside the model. */
function writeModel(): { readonly directory: string; readonly file: string; readonly weights: Uint8Array } {
  const directory = mkdtempSync(join(folder, 'model-'));
  const builder = new GraphBuilder(WEIGHTS);
  // A file of zeros would be called empty.
  builder.floats([3], [1, 2, 3]);
  const model = oneLayer(
    {
      embedding: (_, ids) => builder.node('Gather', [builder.weight(200, 32), ids]),
      scores: (_, scores) => {
        const top = builder.node('ReduceMax', [scores], { keepdims: 0 });
        const square = builder.node('Expand', [top, builder.integers(SIDE, SIDE)]);
        const product = builder.node('ReduceMax', [builder.node('MatMul', [square, square])], { keepdims: 0 });
        const row = builder.node('Add', [builder.node('Cast', [product], { to: INT64 }), builder.integers(ROWS - 1)]);
        const late = builder.node('Gather', [builder.weight(ROWS, 32), row]);
        return builder.node('Add', [scores, builder.node('ReduceMax', [late], { keepdims: 0 })]);
      },
    },
    builder,
  );
  cpSync('test/fixtures/models/bert-external', directory, { recursive: true });
  const [file, weights] = [join(directory, 'onnx', WEIGHTS), builder.weights()];
  writeFileSync(join(directory, 'onnx/model.onnx'), model);
  writeFileSync(file, weights);
  return { directory, file, weights };
}

/** Cuts the file while the process computes and has it mapped, and not a moment later. */
async function cutUnder(pid: number, file: string, before: number): Promise<void> {
  await waitUntil(() => hasMapped(pid, WEIGHTS) && processTicks(pid) >= before + 4, 'the model computes');
  process.kill(pid, 'SIGSTOP');
  await waitUntil(() => processState(pid) === 'T', 'the process is held');
  truncateSync(file, 0);
  process.kill(pid, 'SIGCONT');
}

async function faultOf(call: Promise<unknown>): Promise<Fault> {
  const error = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(error instanceof FaultError)) throw new Error('no fault', { cause: error });
  return error.fault;
}

const CHANGED = { code: 'engine-stopped', title: "The model's files changed", cause: expect.stringContaining('became shorter') as string };

describe('weights that are cut while ONNX Runtime has them mapped', () => {
  test('end the engine with a message; the next request says what is wrong with the file, and one with sound files works', async () => {
    const { directory, file, weights } = writeModel();
    engine = new EngineProcess({ modulePath: bundlePath('engine.cjs'), log: line => log.push(line) });
    const run = () => engine!.call('run', { directory, text: TEXT, fit: 'start', caret: 0 });
    await engine.call('open', { directory });
    const pid = engine.pid!;
    const before = processTicks(pid);
    const [call, waiting] = [faultOf(run()), faultOf(engine.call('positions', { directory }))];
    await cutUnder(pid, file, before);
    for (const fault of await Promise.all([call, waiting]))
      expect(fault).toMatchObject({ ...CHANGED, nextStep: expect.stringContaining('explore again') as string });
    expect(log.at(-1)).toContain('SIGBUS');
    expect(isGone(pid)).toBe(true);
    expect(await faultOf(run())).toMatchObject({ code: 'file-empty', cause: expect.stringContaining(WEIGHTS) as string });
    writeFileSync(file, weights.subarray(0, weights.length / 2));
    expect(await faultOf(run())).toMatchObject({ code: 'file-truncated', cause: expect.stringContaining(WEIGHTS) as string });
    writeFileSync(file, weights);
    expect(sequenceOf(await run()).tokens.length).toBe(5);
    // Cut while it is idle: it is looked at before it is used.
    const second = engine.pid!;
    truncateSync(file, 4096);
    expect((await faultOf(run())).code).toBe('file-truncated');
    expect(engine.pid).toBe(second);
  });

  test('end the command with the same message and its exit code', async () => {
    const { directory, file } = writeModel();
    const child = startCommand(['run', '--model', directory, '--text', TEXT]);
    let stderr = '';
    child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise<number | null>(resolve => child.once('close', resolve));
    await waitUntil(() => childrenOf(child.pid!).some(pid => hasMapped(pid, WEIGHTS)), 'the weights are mapped');
    const pid = childrenOf(child.pid!).find(child => hasMapped(child, WEIGHTS))!;
    await cutUnder(pid, file, processTicks(pid));
    expect(await ended).toBe(1);
    expect(stderr).toContain("The model's files changed");
    expect(stderr).toContain('run the command again');
  });
});
