import { describe, expect, test, vi } from 'vitest';
import { FaultError, type FaultCode } from '../../src/core/errors.ts';
import { INITIAL_STATE, type ViewState } from '../../src/core/viewState.ts';
import type { EngineClient } from '../../src/host/engineClient.ts';
import type { Explorer } from '../../src/host/explorer.ts';
import type { Log } from '../../src/host/log.ts';
import { PartRequests } from '../../src/host/partRequests.ts';
import { PartStore } from '../../src/host/partStore.ts';
import type { PartTask } from '../../src/host/partTask.ts';
import type { PartName } from '../../src/protocol/panelParts.ts';

/** The key is what the page is about, null when nothing shows the part; each fetch ends when the test says so. */
const page = vi.hoisted(() => ({
  key: null as string | null,
  /** Passes of the model, of 100 ms each. */
  passes: 0,
  fetches: [] as { key: string; resolve: (value: unknown) => void; reject: (error: unknown) => void }[],
}));

vi.mock('../../src/host/partTasks.ts', () => ({
  PART_TASKS: {
    path: {
      key: () => page.key,
      passes: () => page.passes,
      fetch: () =>
        new Promise((resolve, reject) => {
          page.fetches.push({ key: page.key!, resolve, reject });
        }),
    } as unknown as PartTask<'path'>,
  },
}));

const NAME: PartName = 'path';

function start(runAgain: () => Promise<boolean> = () => Promise.resolve(false)) {
  page.key = null;
  page.passes = 0;
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
    { fault: () => undefined } as unknown as Log,
    () => true,
    () => null,
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
    expect(parts.statuses[NAME]).toEqual({ kind: 'waiting', passes: 200, seconds: 20 });
    page.fetches[0]!.resolve('of the page before');
    await settled();
    show('long');
    expect(parts.statuses[NAME]).toEqual({ kind: 'waiting', passes: 200, seconds: 20 });
    requests.retry(NAME);
    expect(page.fetches.map(({ key }) => key)).toEqual(['quick', 'long']);
    page.fetches[1]!.resolve('at last');
    await settled();
    expect(parts.valueOf(NAME, 'long')).toBe('at last');
    show('longer');
    expect(parts.statuses[NAME]?.kind).toBe('waiting');
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
});
