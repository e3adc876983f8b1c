import { afterEach, describe, expect, test } from 'vitest';
import { FaultError, type Fault } from '../../src/core/errors.ts';
import { EngineProcess, type EngineProcessOptions } from '../../src/host/engine/process.ts';
import { BUILT_IN_MODEL, bundlePath, hasMapped, isGone, processState, processTicks, waitUntil } from '../support/processes.ts';

const NOWHERE = { directory: '/nowhere/at/all' };
const MODEL = { directory: BUILT_IN_MODEL };
const LONG_TEXT = 'The cat sat on the mat because it was tired. '.repeat(60);

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
    expect([model.layers, model.heads, model.width, model.contextLength]).toEqual([6, 12, 384, 512]);
    const summary = await run(engine, 'I visited France last summer because it has wonderful food.');
    const matrix = await engine.call('matrix', {
      runId: summary.runId,
      level: 'words',
      selection: { kind: 'heads', heads: [[3, 1]] },
      combine: 'mean',
    });
    const word = (label: string): number => summary.words.findIndex(unit => unit.label === label);
    expect(matrix.values[word('it') * matrix.size + word('France')]).toBeGreaterThan(0.5);
    expect(engine.pid).not.toBe(process.pid);
    expect(engine.pending).toBe(0);
  });

  test('a slice never starts a process: the run it belongs to is gone', async () => {
    const engine = createEngine();
    expect((await faultOf(engine.call('layers', { runId: 1, level: 'words', unit: 0, direction: 'to' }))).code).toBe('stale-run');
    expect(engine.pid).toBeUndefined();
  });

  test('idle stop, then a start on demand; the old run is gone', async () => {
    const { engine, pid } = await startEngine({ idleMilliseconds: 60 });
    await waitUntil(() => engine.pid === undefined && isGone(pid), 'the idle engine is gone');
    expect((await faultOf(engine.call('open', NOWHERE))).code).toBe('model-missing');
    expect(engine.pid).not.toBe(pid);
  });

  test('stop rejects what is pending, and the next call works', async () => {
    const { engine, pid } = await startEngine();
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
    expect((await run(engine, 'It works again.')).tokens.length).toBe(6);
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
    expect((await run(engine, 'It works again.')).tokens.length).toBe(6);
  });

  test('three times within five minutes: the message says so, and asking again starts again within about a second', async () => {
    const engine = createEngine();
    const faults: Fault[] = [];
    for (let death = 0; death < 3; death++) {
      await faultOf(engine.call('open', NOWHERE));
      await hold(engine.pid!);
      const call = watch(engine.call('open', MODEL));
      await waitUntil(() => engine.pending === 1, 'the request is sent');
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

describe('limits', () => {
  test('no answer within the limit: the engine is killed and the fault says why', async () => {
    const { engine, pid } = await startEngine({ answerLimitMilliseconds: 2500 });
    await hold(pid);
    const fault = await faultOf(engine.call('open', MODEL));
    expect(fault.title).toBe('The model took too long');
    expect(isGone(pid)).toBe(true);
  });

  test('more memory than allowed: the engine ends itself and the fault says why', async () => {
    // Node alone is larger than that, but the watchdog looks only now and then: the first calls may be quicker than it.
    const engine = createEngine({ memoryLimit: 20 * 2 ** 20 });
    const end = performance.now() + 10_000;
    let first: Fault | undefined;
    while (!first && performance.now() < end) {
      const call = watch(engine.call('open', MODEL));
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
    expect(summary.words.map(unit => unit.label)).toContain('newest');
    await Promise.all(calls.map(call => call.settled));
    expect(calls.every(call => call.rejections[0]?.code === 'cancelled')).toBe(true);
    // One run of 512 tokens takes about 0.2 s; a hundred would take 20.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
