import { describe, expect, test, vi } from 'vitest';
import { FaultError, type Fault } from '../../src/core/errors.ts';
import type { Handlers } from '../../src/protocol/rpc.ts';
import { RpcClient } from '../../src/protocol/rpcClient.ts';
import { RpcServer } from '../../src/protocol/rpcServer.ts';
import { isBeside, pickNext } from '../../src/engine/queue.ts';

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
    expect(pickNext(['shifts', 'run', 'path'])).toBe(2);
    expect(['wordVectors', 'matrix', 'run', 'open', 'compare'].map(isBeside)).toEqual([true, false, false, false, false]);
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

  test('happens by itself when the carrier refuses a message', async () => {
    const client = new RpcClient<TestApi>(() => {
      throw new Error('channel closed');
    });
    expect((await faultOf(client.call('run', { text: 'a' }))).detail).toContain('channel closed');
    expect(client.pending).toBe(0);
  });
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
