import { describe, expect, it } from 'vitest';
import { Latest } from '../../src/session/latest.ts';

describe('Latest', () => {
  it('lets only the newest of a hundred tasks through and aborts the others', async () => {
    const latest = new Latest();
    const signals: AbortSignal[] = [];
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        latest.run(async signal => {
          signals.push(signal);
          await new Promise(resolve => setTimeout(resolve, 1));
          return index;
        }),
      ),
    );
    expect(results.filter(result => result !== undefined)).toEqual([99]);
    expect(signals.filter(signal => signal.aborted)).toHaveLength(99);
    expect(latest.busy).toBe(false);
  });
  it('drops the error of a superseded task and passes on that of the current one', async () => {
    const latest = new Latest();
    const fail = () => Promise.reject(new Error('no'));
    const first = latest.run(async () => {
      await Promise.resolve();
      return fail();
    });
    const second = latest.run(fail);
    await expect(first).resolves.toBeUndefined();
    await expect(second).rejects.toThrow('no');
  });
  it('cancels', async () => {
    const latest = new Latest();
    const task = latest.run(() => new Promise(resolve => setTimeout(() => resolve(1), 5)));
    latest.cancel();
    await expect(task).resolves.toBeUndefined();
  });
});
