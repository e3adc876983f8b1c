import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { EngineProcess, type EngineProcessOptions } from '../../src/host/process/process.ts';
import { READING_LINE } from '../../src/protocol/engineProcess.ts';
import { writeEndlessModel } from '../support/endlessModel.ts';
import { BUILT_IN_MODEL, bundlePath, hasMapped, isGone, processState, processTicks, waitUntil } from '../support/processes.ts';
import type { Fault } from '../../src/core/fault.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { textUnit } from '../support/textUnit.ts';

const NOWHERE = { directory: '/nowhere/at/all' };
const MODEL = { directory: BUILT_IN_MODEL };
const LONG_TEXT = 'The cat sat on the mat because it was tired. '.repeat(60);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-process-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let engines: EngineProcess[] = [];
let log: string[] = [];

afterEach(() => {
  for (const engine of engines) engine.dispose();
  engines = [];
  log = [];
});

function createEngine(options: Partial<EngineProcessOptions> = {}): EngineProcess {
  const engine = new EngineProcess({ modulePath: bundlePath('engine.cjs'), log: line => log.push(line), ...options });
  engines.push(engine);
  return engine;
}

function run(engine: EngineProcess, text: string, signal?: AbortSignal) {
  return engine.call('run', { ...MODEL, text, fit: 'start', caret: 0 }, signal);
}

/** The fault of a call, and how often it was rejected: settling twice would show here. */
function watch(call: Promise<unknown>): { rejections: Fault[]; settled: Promise<void> } {
  const rejections: Fault[] = [];
  const settled = call.then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof FaultError)) throw error;
      rejections.push(error.fault);
    },
  );
  return { rejections, settled };
}

async function faultOf(call: Promise<unknown>): Promise<Fault> {
  const { rejections, settled } = watch(call);
  await settled;
  const [fault] = rejections;
  if (!fault) throw new Error('the call succeeded');
  return fault;
}

/** A started engine without a model: the folder it was asked for does not exist. */
async function startEngine(options: Partial<EngineProcessOptions> = {}): Promise<{ engine: EngineProcess; pid: number }> {
  const engine = createEngine(options);
  expect((await faultOf(engine.call('open', NOWHERE))).code).toBe('model-missing');
  return { engine, pid: engine.pid! };
}

async function hold(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  await waitUntil(() => processState(pid) === 'T', 'the engine is held');
}

describe('a life', () => {
  test('starts lazily, answers, and is a process of its own', async () => {
    const engine = createEngine();
    expect(engine.pid).toBeUndefined();
    const model = await engine.call('open', MODEL);
    expect([model.layers, model.attention.heads, model.contextLength]).toEqual([6, [12, 12, 12, 12, 12, 12], 512]);
    const summary = await run(engine, 'I visited France last summer because it has wonderful food.');
    const matrix = await engine.call('matrix', {
      runId: summary.runId,
      level: 'words',
      selection: { kind: 'heads', heads: [[3, 1]] },
      combine: 'mean',
    });
    const word = (label: string): number => sequenceOf(summary).words.findIndex(unit => unit.label === label);
    expect(matrix.values[word('it') * matrix.columns + word('France')]).toBeGreaterThan(0.5);
    expect(engine.pid).not.toBe(process.pid);
    expect(engine.pending).toBe(0);
  });

  test('a slice never starts a process: the run it belongs to is gone', async () => {
    const engine = createEngine();
    expect((await faultOf(engine.call('layers', { runId: 1, level: 'words', ...textUnit(0), direction: 'to' }))).code).toBe('stale-run');
    expect(engine.pid).toBeUndefined();
  });

  test('idle stop, then a start on demand; the old run is gone', async () => {
    const { engine, pid } = await startEngine({ idleMilliseconds: () => 60 });
    await waitUntil(() => engine.pid === undefined && isGone(pid), 'the idle engine is gone');
    expect((await faultOf(engine.call('open', NOWHERE))).code).toBe('model-missing');
    expect(engine.pid).not.toBe(pid);
  });

  test('it gives way to the editor; stop rejects what is pending, and the next call works', async () => {
    const { engine, pid } = await startEngine();
    expect(getPriority(pid)).toBeGreaterThan(getPriority());
    await hold(pid);
    const call = watch(engine.call('open', MODEL));
    engine.stop();
    await call.settled;
    expect(call.rejections.map(fault => fault.code)).toEqual(['cancelled']);
    expect((await faultOf(engine.call('open', NOWHERE))).code).toBe('model-missing');
    engine.dispose();
    expect((await faultOf(engine.call('open', NOWHERE))).code).toBe('cancelled');
  });

  test('a bundle that is not there is a fault, not a crash', async () => {
    const engine = createEngine({ modulePath: '/nowhere/engine.cjs' });
    const fault = await faultOf(engine.call('open', MODEL));
    expect(fault.code).toBe('engine-stopped');
    expect(fault.title + fault.cause + fault.nextStep).not.toContain('nowhere');
    expect(log.join('\n')).toContain('nowhere');
  });
});

describe('SIGKILL', () => {
  test('inside load: everything pending rejects once, and the next request works', async () => {
    const { engine, pid } = await startEngine();
    const calls = [watch(engine.call('open', MODEL)), watch(run(engine, LONG_TEXT))];
    // From here on the library is there and the session is being made.
    await waitUntil(() => hasMapped(pid, 'libonnxruntime'), 'ONNX Runtime is mapped');
    await hold(pid);
    expect(engine.pending).toBe(2);
    process.kill(pid, 'SIGKILL');
    await Promise.all(calls.map(call => call.settled));
    expect(calls.map(call => call.rejections.map(fault => fault.code))).toEqual([['engine-stopped'], ['engine-stopped']]);
    expect(calls[0]!.rejections[0]!.cause).toContain('SIGKILL');
    expect(sequenceOf(await run(engine, 'It works again.')).tokens.length).toBe(6);
  });

  test('inside run: rejects once, and the next request works', async () => {
    const engine = createEngine();
    await engine.call('open', MODEL);
    const pid = engine.pid!;
    const before = processTicks(pid);
    const call = watch(run(engine, LONG_TEXT));
    // 40 ms of processor time: past the tokenizer, inside the session.
    await waitUntil(() => processTicks(pid) >= before + 4, 'the engine is at work');
    await hold(pid);
    expect(engine.pending).toBe(1);
    process.kill(pid, 'SIGKILL');
    await call.settled;
    expect(call.rejections.map(fault => fault.code)).toEqual(['engine-stopped']);
    expect(sequenceOf(await run(engine, 'It works again.')).tokens.length).toBe(6);
  });

  test('three times within five minutes: the message says so, and asking again starts again within about a second', async () => {
    const engine = createEngine();
    const faults: Fault[] = [];
    for (let death = 0; death < 3; death++) {
      await faultOf(engine.call('open', NOWHERE));
      const call = watch(engine.call('open', MODEL));
      await waitUntil(() => hasMapped(engine.pid!, 'libonnxruntime'), 'the request is taken');
      await hold(engine.pid!);
      process.kill(engine.pid!, 'SIGKILL');
      await call.settled;
      faults.push(...call.rejections);
    }
    expect(faults.map(fault => fault.title)).toEqual([
      'The model process stopped',
      'The model process stopped',
      'The model process keeps stopping',
    ]);
    expect(engine.pid).toBeUndefined();
    const started = performance.now();
    expect((await faultOf(engine.call('open', NOWHERE))).code).toBe('model-missing');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('a message that cannot be cloned', () => {
  test('fails alone: what is under way goes on, and the next request works', async () => {
    const { engine, pid } = await startEngine();
    const open = engine.call('open', MODEL);
    const fault = await faultOf(engine.call('open', { directory: (() => 'a function') as unknown as string }));
    expect([fault.code, fault.title]).toEqual(['runtime', 'Something went wrong']);
    expect((await open).layers).toBe(6);
    expect(sequenceOf(await run(engine, 'It works.')).tokens.length).toBe(5);
    expect(engine.pid).toBe(pid);
  });
});

describe('an engine that died while it was idle', () => {
  test('is replaced when it is asked for something, before or after its end is known', async () => {
    for (const isHeld of [true, false]) {
      const { engine, pid } = await startEngine();
      if (isHeld) await hold(pid);
      // Without a turn of the event loop in between nobody here knows of the end.
      process.kill(pid, 'SIGKILL');
      const call = run(engine, 'It works.');
      expect(sequenceOf(await call).tokens.length).toBe(5);
      expect(engine.pid).not.toBe(pid);
      engine.dispose();
    }
  });

  test('has lost its runs: a slice of one is stale, which leads to a new run', async () => {
    const { engine, pid } = await startEngine();
    process.kill(pid, 'SIGKILL');
    const call = engine.call('layers', { runId: 1, level: 'words', ...textUnit(0), direction: 'to' });
    expect((await faultOf(call)).code).toBe('stale-run');
  });
});

describe('limits', () => {
  test('a model whose run never ends: the engine is killed, the fault says why and what to do, and the next request works', async () => {
    const directory = join(folder, 'without-end');
    writeEndlessModel(directory);
    const { engine, pid } = await startEngine({ answerLimitMilliseconds: 2500 });
    const call = watch(engine.call('open', { directory }));
    await call.settled;
    expect(call.rejections).toEqual([
      expect.objectContaining({
        title: 'The model took too long',
        cause: 'There was no answer for 3 seconds, so the engine was stopped.',
        nextStep: 'Try a shorter text or another model; exploring again starts the engine afresh.',
      }),
    ]);
    expect(isGone(pid)).toBe(true);
    expect((await faultOf(engine.call('open', NOWHERE))).code).toBe('model-missing');
  });

  test('signs of progress are life, however long the answer takes', async () => {
    const answers = ["process.send({ kind: 'progress', id })", `console.error('${READING_LINE}')`].map(async (say, index) => {
      // An engine whose answer takes twice the limit.
      const modulePath = join(folder, `slow${index}.cjs`);
      writeFileSync(
        modulePath,
        `process.on('message', ({ id }) => {
          setInterval(() => ${say}, 100);
          setTimeout(() => process.send({ kind: 'response', id, ok: true, value: null }), 4000);
        });`,
      );
      return createEngine({ modulePath, answerLimitMilliseconds: 2000 }).call('open', NOWHERE);
    });
    expect(await Promise.all(answers)).toEqual([null, null]);
    expect(log.join('\n')).not.toContain(READING_LINE);
  });

  test('more memory than allowed: the engine ends itself and the fault says why', async () => {
    // Node alone is larger than that, but the watchdog looks only now and then: the first calls may be quicker than it.
    const engine = createEngine({ memoryLimit: 20 * 2 ** 20 });
    const end = performance.now() + 10_000;
    let first: Fault | undefined;
    while (!first && performance.now() < end) {
      // What loads nothing: a model would be refused for want of memory before the watchdog looks.
      const call = watch(engine.call('modelVariants', MODEL));
      await call.settled;
      first = call.rejections[0];
    }
    expect(first?.code).toBe('out-of-memory');
  });
});

describe('abort', () => {
  test('rejects at once; a hung engine is stopped after the grace, and is no failure', async () => {
    const { engine, pid } = await startEngine({ cancelGraceMilliseconds: 2000 });
    await hold(pid);
    const controller = new AbortController();
    const call = watch(engine.call('open', MODEL, controller.signal));
    await waitUntil(() => engine.pending === 1, 'the request is sent');
    controller.abort();
    const started = performance.now();
    await call.settled;
    expect(performance.now() - started).toBeLessThan(1000);
    expect(call.rejections.map(fault => fault.code)).toEqual(['cancelled']);
    await waitUntil(() => isGone(pid), 'the hung engine is gone');
    expect((await faultOf(engine.call('open', NOWHERE))).code).toBe('model-missing');
  });

  test('inside native code frees the processor within a second, also when something is still to be tidied up', async () => {
    const directory = join(folder, 'endless');
    writeEndlessModel(directory);
    const { engine, pid } = await startEngine();
    const controller = new AbortController();
    const call = watch(engine.call('open', { directory }, controller.signal));
    const before = processTicks(pid);
    await waitUntil(() => hasMapped(pid, 'libonnxruntime') && processTicks(pid) > before + 50, 'the model computes');
    controller.abort();
    const release = watch(engine.call('release', { runId: 1 }));
    const started = performance.now();
    await call.settled;
    await waitUntil(() => isGone(pid), 'the processor is free');
    expect(performance.now() - started).toBeLessThan(1000);
    await release.settled;
    expect([...call.rejections, ...release.rejections].map(fault => fault.code)).toEqual(['cancelled', 'cancelled']);
  });

  test('of a hundred selections in a row only the newest runs', async () => {
    const engine = createEngine();
    await engine.call('open', MODEL);
    const calls: ReturnType<typeof watch>[] = [];
    for (let i = 0; i < 100; i++) {
      const controller = new AbortController();
      calls.push(watch(run(engine, LONG_TEXT, controller.signal)));
      controller.abort();
    }
    const started = performance.now();
    const summary = await run(engine, 'It was the newest.');
    expect(sequenceOf(summary).words.map(unit => unit.label)).toContain('newest');
    await Promise.all(calls.map(call => call.settled));
    expect(calls.every(call => call.rejections[0]?.code === 'cancelled')).toBe(true);
    // One run of 512 tokens takes about 0.2 s; a hundred would take 20.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
