import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { INITIAL_STATE, type ViewState } from '../../src/core/state/viewState.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import type { Explorer } from '../../src/session/explorer.ts';
import { PartRequests } from '../../src/session/parts/requests.ts';
import { PartStore } from '../../src/session/parts/store.ts';
import type { Progress } from '../../src/session/parts/task.ts';
import type { PartName } from '../../src/protocol/panelParts.ts';
import type { FaultCode } from '../../src/core/fault.ts';

/** The key is what the page is about, null when nothing shows the part; each fetch ends when the test says so. */
const page = {
  key: null as string | null,
  /** Passes of the model. */
  passes: 0,
  passMilliseconds: 100,
  fetches: [] as {
    key: string;
    resolve: (value: unknown) => void;
    reject: (error: unknown) => void;
    progress: Progress<unknown>;
    stopped: unknown;
  }[],
};

const PARTS = {
  path: {
    pages: ['attention'],
    key: () => page.key,
    passMilliseconds: () => page.passMilliseconds,
    isNearestFirst: true,
    request: () => ({ method: 'shifts', parameters: { others: Array.from({ length: page.passes }) } }),
    fetch: (_: unknown, __: unknown, progress: Progress<unknown>, stopped: unknown) =>
      new Promise((resolve, reject) => {
        page.fetches.push({ key: page.key!, resolve, reject, progress, stopped });
      }),
  },
} as unknown as ConstructorParameters<typeof PartRequests>[5];

const NAME: PartName = 'path';

function start(runAgain: () => Promise<boolean> = () => Promise.resolve(false)) {
  page.key = null;
  page.passes = 0;
  page.passMilliseconds = 100;
  page.fetches.length = 0;
  let listener = (): void => undefined;
  const parts = new PartStore(() => {
    listener();
  });
  const exploration = { target: {}, summary: { runId: 1, runMilliseconds: 100 } };
  const explorer = {
    parts,
    state: INITIAL_STATE satisfies ViewState,
    exploration,
    phase: { kind: 'ready' },
    experiments: { comparison: null, variant: null },
    rerun: async () => {
      const isBack = await runAgain();
      if (isBack)
        explorer.exploration = { ...exploration, summary: { ...exploration.summary, runId: explorer.exploration.summary.runId + 1 } };
      return isBack;
    },
    onDidChange: (onChange: () => void) => {
      listener = onChange;
      return { dispose: () => undefined };
    },
  };
  const requests = new PartRequests(
    {} as EngineClient,
    explorer as unknown as Explorer,
    { fault: () => undefined },
    () => ({ panel: true, compact: false }),
    () => null,
    PARTS,
  );
  const show = (key: string | null): void => {
    page.key = key;
    requests.refresh();
  };
  return { parts, requests, show };
}

const settled = () => new Promise(resolve => setImmediate(resolve));
const failure = (code: FaultCode) => new FaultError({ code, title: 'a', cause: 'b', nextStep: 'c' });

describe('requests for the parts of a page', () => {
  test('a part is asked for once per key, also after its page was closed and opened', async () => {
    const { parts, show } = start();
    show('one');
    show('one');
    page.fetches[0]!.resolve('first');
    await settled();
    show(null);
    show('one');
    expect(page.fetches.map(({ key }) => key)).toEqual(['one']);
    expect(parts.valueOf(NAME, 'one')).toBe('first');
  });

  test('what was dropped is asked for again under the same key', async () => {
    const { parts, show } = start();
    show('one');
    page.fetches[0]!.resolve('first');
    await settled();
    page.key = null;
    parts.drop(NAME);
    show('one');
    expect(page.fetches.length).toBe(2);
  });

  test('cancelled before it was announced, it says that it was stopped, and is asked for again', async () => {
    const { parts, requests, show } = start();
    show('one');
    page.fetches[0]!.resolve('first');
    await settled();
    show('two');
    requests.cancel(NAME);
    expect(parts.statuses[NAME]).toMatchObject({ kind: 'failed', fault: { code: 'cancelled' } });
    requests.retry(NAME);
    page.fetches[2]!.resolve('second');
    await settled();
    expect(parts.valueOf(NAME, 'two')).toBe('second');
  });

  test('what is forgotten before it came never comes', async () => {
    const { parts, requests, show } = start();
    show('one');
    page.key = null;
    requests.forget(NAME);
    page.fetches[0]!.resolve('first');
    await settled();
    expect(parts.statuses[NAME]).toBeUndefined();
  });

  test('an answer that comes after something else was asked for is thrown away', async () => {
    const { parts, show } = start();
    show('one');
    show('two');
    page.fetches[1]!.resolve('second');
    page.fetches[0]!.resolve('first');
    await settled();
    expect(parts.statuses[NAME]).toEqual({ kind: 'ready', key: 'two' });
    expect(parts.latest(NAME)).toBe('second');
  });

  test('a failure that waited for the text to run again does not hide what was asked for meanwhile', async () => {
    let endRerun = (_isBack: boolean): void => undefined;
    const { parts, show } = start(() => new Promise(resolve => (endRerun = resolve)));
    show('one');
    page.fetches[0]!.reject(failure('engine-stopped'));
    await settled();
    show('two');
    page.fetches[1]!.resolve('second');
    await settled();
    endRerun(false);
    await settled();
    expect(parts.statuses[NAME]).toEqual({ kind: 'ready', key: 'two' });
  });

  test('after the text ran again the part is asked for once more, and then the failure is shown', async () => {
    const { parts, show } = start(() => Promise.resolve(true));
    show('one');
    page.fetches[0]!.reject(failure('stale-run'));
    await settled();
    expect(page.fetches.length).toBe(2);
    page.fetches[1]!.reject(failure('stale-run'));
    await settled();
    expect(page.fetches.length).toBe(2);
    expect(parts.statuses[NAME]).toMatchObject({ kind: 'failed', fault: { code: 'stale-run' } });
  });

  test('what takes long waits until a person starts it, once for each key', async () => {
    const { parts, requests, show } = start();
    page.passes = 150;
    show('quick');
    page.passes = 200;
    show('long');
    expect(page.fetches.map(({ key }) => key)).toEqual(['quick']);
    expect(parts.statuses[NAME]).toEqual({ kind: 'waiting', passes: 200, seconds: 20, nearest: null });
    page.fetches[0]!.resolve('of the page before');
    await settled();
    show('long');
    expect(parts.statuses[NAME]).toEqual({ kind: 'waiting', passes: 200, seconds: 20, nearest: null });
    requests.retry(NAME);
    expect(page.fetches.map(({ key }) => key)).toEqual(['quick', 'long']);
    page.fetches[1]!.resolve('at last');
    await settled();
    expect(parts.valueOf(NAME, 'long')).toBe('at last');
    show('longer');
    expect(parts.statuses[NAME]?.kind).toBe('waiting');
  });

  test('a pass that is of a part of the text takes less than reading all of it', () => {
    const { parts, show } = start();
    page.passes = 1000;
    page.passMilliseconds = 20;
    show('long');
    expect(parts.statuses[NAME]).toEqual({ kind: 'waiting', passes: 1000, seconds: 20, nearest: null });
  });

  test('cancelled: stays stopped until it is tried again', async () => {
    const { parts, requests, show } = start();
    show('one');
    parts.computing(NAME, 'one', 1, 4);
    requests.cancel(NAME);
    expect(parts.statuses[NAME]).toMatchObject({ kind: 'failed', fault: { code: 'cancelled' } });
    show('one');
    expect(page.fetches.length).toBe(1);
    requests.retry(NAME);
    expect(page.fetches.length).toBe(2);
    page.fetches[0]!.resolve('late');
    page.fetches[1]!.resolve('again');
    await settled();
    expect(parts.valueOf(NAME, 'one')).toBe('again');
  });

  describe('of which some is here before the rest', () => {
    beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
    afterEach(() => vi.useRealTimers());

    test('it is shown as it comes, with how far it is, and is no ready value until all is here', async () => {
      const { parts, show } = start();
      show('one');
      const [fetch] = page.fetches;
      fetch!.progress(0, 9);
      expect(parts.statuses[NAME]).toBeUndefined();
      vi.advanceTimersByTime(60);
      expect(parts.statuses[NAME]).toEqual({ kind: 'computing', done: 0, total: 9 });
      vi.advanceTimersByTime(1000);
      fetch!.progress(4, 9, () => 'four');
      expect(parts.statuses[NAME]).toEqual({ kind: 'partial', key: 'one', done: 4, total: 9, left: 0.5 });
      expect(parts.shown).toEqual([{ name: NAME, key: 'one', value: 'four' }]);
      expect([parts.valueOf(NAME, 'one'), parts.latest(NAME)]).toEqual([null, null]);
      fetch!.progress(5, 9, () => 'five');
      fetch!.resolve('all');
      await settled();
      vi.advanceTimersByTime(1000);
      expect(parts.statuses[NAME]).toEqual({ kind: 'ready', key: 'one' });
      expect(parts.shown).toEqual([{ name: NAME, key: 'one', value: 'all' }]);
    });

    test('of a hundred steps in a second few are made into a value', () => {
      const { show } = start();
      show('one');
      let made = 0;
      for (let step = 1; step <= 100; step++) {
        page.fetches[0]!.progress(step, 200, () => ++made);
        vi.advanceTimersByTime(10);
      }
      expect(made).toBe(4);
    });

    test('what comes of something else than is asked for now is not shown, in whatever order', () => {
      const { parts, show } = start();
      show('one');
      vi.advanceTimersByTime(100);
      page.fetches[0]!.progress(4, 9, () => 'of one');
      show('two');
      page.fetches[0]!.progress(8, 9, () => 'more of one');
      vi.advanceTimersByTime(1000);
      expect(parts.shown).toEqual([]);
      page.fetches[1]!.progress(1, 9, () => 'of two');
      page.fetches[0]!.progress(9, 9, () => 'late of one');
      vi.advanceTimersByTime(1000);
      expect(parts.shown).toEqual([{ name: NAME, key: 'two', value: 'of two' }]);
    });

    const half = (): void => {
      page.fetches.at(-1)!.progress(4, 9, () => 'four');
      vi.advanceTimersByTime(1000);
      page.fetches.at(-1)!.progress(5, 9, () => 'five');
      page.fetches.at(-1)!.progress(6, 9, () => 'six');
      page.fetches.at(-1)!.progress(7, 9, () => 'seven');
    };

    test('a cancel keeps all that was made, as no ready value, and trying again goes on from it', async () => {
      const { parts, requests, show } = start();
      show('one');
      half();
      requests.cancel(NAME);
      expect(parts.statuses[NAME]).toEqual({ kind: 'stopped', key: 'one', done: 7, total: 9, left: 0.2 });
      expect(parts.shown).toEqual([{ name: NAME, key: 'one', value: 'seven' }]);
      expect([parts.valueOf(NAME, 'one'), parts.latest(NAME)]).toEqual([null, null]);
      page.fetches[0]!.progress(8, 9, () => 'late');
      page.fetches[0]!.resolve('late');
      await settled();
      vi.advanceTimersByTime(1000);
      show('one');
      expect(page.fetches.length).toBe(1);
      expect(parts.shown).toEqual([{ name: NAME, key: 'one', value: 'seven' }]);
      requests.retry(NAME);
      expect(page.fetches.map(({ stopped }) => stopped)).toEqual([null, 'seven']);
      vi.advanceTimersByTime(1000);
      // Nothing flickers while it goes on.
      expect(parts.shown).toEqual([{ name: NAME, key: 'one', value: 'seven' }]);
      page.fetches[1]!.resolve('all');
      await settled();
      expect(parts.valueOf(NAME, 'one')).toBe('all');
    });

    test('of what takes very long the nearest can be measured alone; going on measures the rest', async () => {
      const { parts, requests, show } = start();
      [page.passes, page.passMilliseconds] = [3000, 9000];
      show('one');
      expect(parts.statuses[NAME]).toEqual({ kind: 'waiting', passes: 3000, seconds: 27_000, nearest: { passes: 6, seconds: 54 } });
      requests.retry(NAME, true);
      for (const done of [0, 1, 2, 3, 4, 5]) {
        page.fetches[0]!.progress(done, 3000, () => done);
        vi.advanceTimersByTime(9000);
      }
      expect(parts.statuses[NAME]).toMatchObject({ kind: 'partial', done: 5 });
      page.fetches[0]!.progress(6, 3000, () => 6);
      expect(parts.statuses[NAME]).toEqual({ kind: 'stopped', key: 'one', done: 6, total: 3000, left: 26_946 });
      show('one');
      expect([page.fetches.length, parts.shown]).toEqual([1, [{ name: NAME, key: 'one', value: 6 }]]);
      requests.retry(NAME);
      for (const done of [6, 7]) {
        page.fetches[1]!.progress(done, 3000, () => done);
        vi.advanceTimersByTime(9000);
      }
      expect(parts.statuses[NAME]).toMatchObject({ kind: 'partial', done: 7 });
      [page.passes, page.passMilliseconds] = [11, 10_000];
      show('short');
      expect(parts.statuses[NAME]).toMatchObject({ kind: 'waiting', nearest: null });
    });

    test('a page that is closed keeps it as well, and goes on when it opens; another word starts anew', () => {
      const { parts, show } = start();
      show('one');
      half();
      show(null);
      expect(parts.statuses[NAME]).toEqual({ kind: 'stopped', key: 'one', done: 7, total: 9, left: 0.2 });
      show('one');
      half();
      show(null);
      show('two');
      vi.advanceTimersByTime(1000);
      expect(page.fetches.map(({ key, stopped }) => [key, stopped])).toEqual([
        ['one', null],
        ['one', 'seven'],
        ['two', null],
      ]);
      expect(parts.statuses[NAME]).toEqual({ kind: 'computing', done: 0, total: 0 });
      expect(parts.shown).toEqual([]);
    });

    test('of what nothing is here yet a cancel keeps nothing, and a closed page leaves no word', () => {
      const { parts, requests, show } = start();
      show('one');
      vi.advanceTimersByTime(1000);
      requests.cancel(NAME);
      expect(parts.statuses[NAME]).toMatchObject({ kind: 'failed', fault: { code: 'cancelled' } });
      show('two');
      vi.advanceTimersByTime(1000);
      show(null);
      expect(parts.statuses[NAME]).toBeUndefined();
    });
  });
});
