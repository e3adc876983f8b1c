import { describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import type { CallContext, Handlers } from '../../src/protocol/rpc.ts';
import { RpcClient, UntakenError } from '../../src/protocol/rpcClient.ts';
import { RpcServer } from '../../src/protocol/rpcServer.ts';
import { isBeside, pickNext } from '../../src/engine/process/queue.ts';
import type { Fault } from '../../src/core/fault.ts';

interface TestApi {
  run(request: { readonly text: string }): string;
  matrix(request: { readonly runId: number }): Float32Array;
  read(request: { readonly file: string }): string;
}

const GONE: Fault = { code: 'engine-stopped', title: 'Gone', cause: 'It ended.', nextStep: 'Again.' };

function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

/** A client and a server joined by structured clone; `lost` holds back what the server says. */
function connect(handlers: Partial<Handlers<TestApi>>) {
  const started: string[] = [];
  const client: RpcClient<TestApi> = new RpcClient(message => {
    server.receive(structuredClone(message));
  });
  const all: Handlers<TestApi> = {
    run: ({ text }) => {
      started.push(text);
      return text.toUpperCase();
    },
    matrix: ({ runId }) => Float32Array.of(runId),
    read: ({ file }) => file,
    ...handlers,
  };
  const server = new RpcServer<TestApi>(
    all,
    message => {
      client.receive(structuredClone(message));
    },
    { pick: pickNext, isBeside: method => method === 'read', turn: nextTurn },
  );
  return { client, server, started };
}

async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const error: unknown = await promise.then(
    () => 'it resolved',
    (reason: unknown) => reason,
  );
  if (!(error instanceof FaultError)) throw new Error(`no FaultError: ${String(error)}`);
  return error.fault;
}

describe('a call', () => {
  test('brings back the handler result, tensors included', async () => {
    const { client } = connect({});
    await expect(client.call('run', { text: 'a' })).resolves.toBe('A');
    await expect(client.call('matrix', { runId: 3 })).resolves.toEqual(Float32Array.of(3));
    expect([client.pending, client.unanswered]).toEqual([0, 0]);
  });

  test('rejects with the fault the handler threw', async () => {
    const { client } = connect({
      run: () => {
        throw new FaultError(GONE);
      },
    });
    expect(await faultOf(client.call('run', { text: 'a' }))).toEqual(GONE);
  });

  test('turns any other exception into a fault that keeps the message for the log only', async () => {
    const { client } = connect({ run: () => Promise.reject(new TypeError('secret path')) });
    const fault = await faultOf(client.call('run', { text: 'a' }));
    expect(fault.code).toBe('runtime');
    expect(fault.detail).toContain('secret path');
    expect(fault.title + fault.cause + fault.nextStep).not.toContain('secret');
  });

  test.each(['__proto__', 'constructor', 'toString', 'nothing'])('of the method %s is refused', async method => {
    const { client } = connect({});
    expect((await faultOf(client.call(method as 'run', { text: 'a' }))).code).toBe('runtime');
  });
});

describe('order', () => {
  test('slices first, then open, then the newest run', async () => {
    const order: string[] = [];
    const { client } = connect({
      run: ({ text }) => {
        order.push(text);
        return text;
      },
      matrix: ({ runId }) => {
        order.push(`slice ${runId}`);
        return new Float32Array(0);
      },
    });
    const calls: Promise<unknown>[] = [client.call('run', { text: 'old' }), client.call('run', { text: 'new' })];
    calls.push(client.call('matrix', { runId: 1 }), client.call('matrix', { runId: 2 }));
    await Promise.all(calls);
    expect(order).toEqual(['slice 1', 'slice 2', 'new', 'old']);
    expect(pickNext(['run', 'open', 'run'])).toBe(1);
    expect(pickNext(['shifts', 'run', 'run', 'compare'])).toBe(2);
    expect(pickNext(['compare', 'shifts'])).toBe(0);
    // The first path, like the first neighbours, runs the model: a hover's slice and a new text go before it.
    expect(pickNext(['shifts', 'run', 'path'])).toBe(1);
    expect(pickNext(['neighbours', 'shifts', 'path', 'matrix'])).toBe(3);
    expect(pickNext(['compare', 'neighbours', 'path'])).toBe(1);
    expect(pickNext(['compare', 'no such method'])).toBe(1);
    // Who wants another variant does not wait until a long text is read.
    expect(['wordVectors', 'modelVariants', 'matrix', 'run', 'open', 'compare'].map(name => isBeside(name, {}))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('tokens by the files of a folder wait for no long text; those of a model that is loaded, and unknown names, wait their turn', () => {
    const request = { directory: 'model', text: 'a cat' };
    expect(isBeside('tokens', request)).toBe(true);
    expect(isBeside('tokens', { ...request, fingerprint: '1 2 3' })).toBe(false);
    expect(isBeside('no such method', undefined)).toBe(false);
  });
});

describe('a call beside the others', () => {
  /** Readings that last until they are finished by name or cancelled. */
  function connectReader() {
    const finish = new Map<string, () => void>();
    const cancelled: string[] = [];
    const { client } = connect({
      read: async ({ file }, context) => {
        await new Promise<void>(resolve => finish.set(file, resolve));
        if (context.cancelled) cancelled.push(file);
        return file;
      },
    });
    return { client, finish, cancelled };
  }

  test('holds up nothing, while a second one waits for it', async () => {
    const { client, finish } = connectReader();
    const readings = [client.call('read', { file: 'a' }), client.call('read', { file: 'b' })];
    await expect(client.call('run', { text: 'x' })).resolves.toBe('X');
    await expect(client.call('matrix', { runId: 3 })).resolves.toEqual(Float32Array.of(3));
    expect([...finish.keys()]).toEqual(['a']);
    finish.get('a')!();
    await vi.waitUntil(() => finish.has('b'));
    finish.get('b')!();
    await expect(Promise.all(readings)).resolves.toEqual(['a', 'b']);
  });

  test('is cancelled by itself', async () => {
    const { client, finish, cancelled } = connectReader();
    const controller = new AbortController();
    const call = client.call('read', { file: 'a' }, controller.signal);
    await vi.waitUntil(() => finish.has('a'));
    const run = client.call('run', { text: 'x' });
    controller.abort();
    expect((await faultOf(call)).code).toBe('cancelled');
    await expect(run).resolves.toBe('X');
    expect(client.unanswered).toBe(1);
    finish.get('a')!();
    await vi.waitUntil(() => client.unanswered === 0);
    expect(cancelled).toEqual(['a']);
  });
});

describe('abort', () => {
  test('before the call sends nothing', async () => {
    const { client, started } = connect({});
    expect((await faultOf(client.call('run', { text: 'a' }, AbortSignal.abort()))).code).toBe('cancelled');
    await nextTurn();
    expect(started).toEqual([]);
  });

  test('while it waits rejects at once, and the server never starts it', async () => {
    const { client, started } = connect({});
    const controller = new AbortController();
    const call = client.call('run', { text: 'a' }, controller.signal);
    controller.abort();
    expect((await faultOf(call)).code).toBe('cancelled');
    expect([client.pending, client.unanswered]).toEqual([0, 1]);
    await expect(client.call('run', { text: 'b' })).resolves.toBe('B');
    expect(started).toEqual(['b']);
    expect(client.unanswered).toBe(0);
  });

  test('while it runs rejects at once, tells the handler, and the late answer is dropped', async () => {
    let finish: (value: string) => void = () => undefined;
    const seen: boolean[] = [];
    const { client } = connect({
      run: async (_, context) => {
        const text = await new Promise<string>(resolve => (finish = resolve));
        seen.push(context.cancelled);
        return text;
      },
    });
    const controller = new AbortController();
    const call = client.call('run', { text: 'a' }, controller.signal);
    await nextTurn();
    controller.abort();
    expect((await faultOf(call)).code).toBe('cancelled');
    finish('late');
    await nextTurn();
    expect(seen).toEqual([true]);
    expect(client.unanswered).toBe(0);
  });

  test('after the answer changes nothing, and no listener stays on the signal', async () => {
    const { client } = connect({});
    const controller = new AbortController();
    const remove = vi.spyOn(controller.signal, 'removeEventListener');
    await client.call('run', { text: 'a' }, controller.signal);
    expect(remove).toHaveBeenCalledOnce();
    controller.abort();
    expect([client.pending, client.unanswered]).toEqual([0, 0]);
  });
});

describe('close', () => {
  test('rejects everything pending exactly once, and every later call', async () => {
    const client = new RpcClient<TestApi>(() => undefined);
    const rejected = vi.fn();
    const calls = [client.call('run', { text: 'a' }), client.call('matrix', { runId: 1 })];
    for (const call of calls) call.catch(rejected);
    client.close(GONE);
    client.close({ ...GONE, title: 'Again' });
    client.receive({ kind: 'response', id: 1, ok: true, value: 'late' });
    expect(await Promise.all(calls.map(faultOf))).toEqual([GONE, GONE]);
    expect(rejected).toHaveBeenCalledTimes(2);
    expect(await faultOf(client.call('run', { text: 'b' }))).toEqual(GONE);
    expect(client.pending).toBe(0);
  });

  test('tells calls that the other side has taken from those that it never began', async () => {
    const client = new RpcClient<TestApi>(() => undefined);
    const calls = [client.call('run', { text: 'a' }), client.call('run', { text: 'b' })];
    expect(client.receive({ kind: 'progress', id: 1 })).toBe(true);
    expect(client.receive({ kind: 'progress', id: 7 })).toBe(false);
    client.close(GONE);
    const errors = await Promise.all(calls.map(call => call.catch((error: unknown) => error)));
    expect(errors.map(error => error instanceof UntakenError)).toEqual([false, true]);
  });
});

describe('what cannot be cloned', () => {
  test('fails alone when it is asked', async () => {
    const { client } = connect({});
    const good = client.call('run', { text: 'a' });
    const fault = await faultOf(client.call('run', { text: (() => 'x') as unknown as string }));
    expect(fault.detail).toContain('could not be cloned');
    await expect(good).resolves.toBe('A');
    await expect(client.call('run', { text: 'b' })).resolves.toBe('B');
    expect([client.pending, client.unanswered]).toEqual([0, 0]);
  });

  test('fails alone when it is the answer: once, and the queue goes on', async () => {
    const { client } = connect({ matrix: () => (() => 'x') as unknown as Float32Array });
    const settled = vi.fn();
    const calls = [client.call('matrix', { runId: 1 }), client.call('run', { text: 'a' }), client.call('matrix', { runId: 2 })];
    for (const call of calls) call.then(settled, settled);
    expect((await faultOf(calls[0]!)).detail).toContain('could not be cloned');
    await expect(calls[1]).resolves.toBe('A');
    expect((await faultOf(calls[2]!)).cause).toBe('The answer could not be sent.');
    await expect(client.call('run', { text: 'b' })).resolves.toBe('B');
    expect(settled).toHaveBeenCalledTimes(3);
    expect(client.unanswered).toBe(0);
  });
});

describe('progress', () => {
  test('is said when a call is taken and while it goes on, not more often than needed', async () => {
    const messages: unknown[] = [];
    const server = new RpcServer<TestApi>(
      {
        run: (_, context) => {
          for (let i = 0; i < 1000; i++) context.progress?.();
          return '';
        },
        matrix: () => new Float32Array(0),
        read: () => '',
      },
      message => messages.push(message),
      { pick: () => 0, isBeside: () => false, turn: nextTurn },
    );
    server.receive({ kind: 'request', id: 5, method: 'run', parameters: {} });
    await vi.waitUntil(() => messages.length > 1);
    expect(messages).toEqual([
      { kind: 'progress', id: 5 },
      { kind: 'response', id: 5, ok: true, value: '' },
    ]);
  });
});

test('how far a call is reaches who waits for it, and nobody else', async () => {
  const client = new RpcClient<TestApi>(() => undefined);
  const steps: unknown[] = [];
  const abort = new AbortController();
  const call = client.call('run', { text: 'a' }, abort.signal, step => steps.push(step)).catch(() => null);
  const step = (done: unknown) => client.receive({ kind: 'progress', id: 1, step: { done, total: 8 } });
  expect([step(2), step('many'), client.receive({ kind: 'progress', id: 1 }), step(4)]).toEqual([true, false, true, true]);
  abort.abort();
  await call;
  step(6);
  expect(steps).toEqual([
    { done: 2, total: 8 },
    { done: 4, total: 8 },
  ]);
});

test('a step that the server is told goes with its progress', async () => {
  const messages: unknown[] = [];
  const run = async (_: unknown, context: CallContext) => {
    vi.setSystemTime(Date.now() + 1000);
    context.progress?.({ done: 1, total: 2 });
    return '';
  };
  vi.useFakeTimers({ toFake: ['Date'] });
  const server = new RpcServer<TestApi>({ run, matrix: () => new Float32Array(0), read: () => '' }, message => messages.push(message), {
    pick: () => 0,
    isBeside: () => false,
    turn: nextTurn,
  });
  server.receive({ kind: 'request', id: 5, method: 'run', parameters: {} });
  await vi.waitUntil(() => messages.length > 2);
  vi.useRealTimers();
  expect(messages[1]).toEqual({ kind: 'progress', id: 5, step: { done: 1, total: 2 } });
});

describe('foreign messages', () => {
  const answer = { kind: 'response', id: 1, ok: true, value: 'A' };

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'response'],
    ['no id', { ...answer, id: undefined }],
    ['an unknown id', { ...answer, id: 99 }],
    ['an id that is text', { ...answer, id: '1' }],
    ['neither value nor fault', { kind: 'response', id: 1, ok: true }],
    ['half a fault', { kind: 'response', id: 1, ok: false, fault: { title: 'x' } }],
    ['a request', { kind: 'request', id: 1, method: 'run', parameters: {} }],
  ])('%s is dropped by the client', async (_, message) => {
    const client = new RpcClient<TestApi>(() => undefined);
    const call = client.call('run', { text: 'a' });
    expect(client.receive(message)).toBe(false);
    expect(client.pending).toBe(1);
    expect(client.receive(answer)).toBe(true);
    expect(client.receive({ ...answer, value: 'twice' })).toBe(false);
    await expect(call).resolves.toBe('A');
  });

  test.each([
    ['null', null],
    ['a response', answer],
    ['a method that is no text', { kind: 'request', id: 1, method: 7 }],
    ['an abort of nothing', { kind: 'abort', id: 12 }],
  ])('%s is dropped by the server', async (_, message) => {
    const send = vi.fn();
    const server = new RpcServer<TestApi>({ run: () => '', matrix: () => new Float32Array(0), read: () => '' }, send, {
      pick: () => 0,
      isBeside: () => false,
      turn: nextTurn,
    });
    server.receive(message);
    await nextTurn();
    await nextTurn();
    expect(send).not.toHaveBeenCalled();
  });
});
