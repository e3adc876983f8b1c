import { expect, test } from 'vitest';
import { createAnchor } from '../../src/core/text/anchor.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import { comparedText, compareWord } from '../../src/session/comparison.ts';
import type { PartContext } from '../../src/session/parts/task.ts';
import { PARTS } from '../../src/session/parts/registry.ts';

const comparison = compareWord('bank', [comparedText('file:///a.md', 'a.md', 'a bank, a bank')]);
let calls = 0;

/** The page in which the model stands with its files in a state. */
const contextOf = (tab: 'compare' | 'vectors', fingerprint: string) =>
  ({
    engine: { call: async () => ({ found: [0, 1], asked: ++calls }) },
    exploration: {
      target: { uri: 'file:///a.md' },
      anchor: createAnchor({ line: 0, character: 0 }, 'a bank, a bank'),
      model: { directory: '/m', fingerprint },
    },
    state: { ...INITIAL_STATE, tab },
    comparison,
    inSight: { panel: true, compact: false },
  }) as unknown as PartContext;

test('a comparison is asked for once per state of the model files, and never keeps the numbers of an older one', async () => {
  const ask = async (files: string) =>
    (await PARTS.occurrences.fetch(contextOf('compare', files), new AbortController().signal, () => undefined)).slice;
  const [first, again, changed] = [await ask('one'), await ask('one'), await ask('two')];
  expect(again).toBe(first);
  expect(changed).not.toBe(first);
});

test('the keys of what belongs to the model alone name the state of its files', () => {
  for (const [name, tab] of [
    ['occurrences', 'compare'],
    ['positions', 'vectors'],
  ] as const)
    expect(PARTS[name].key(contextOf(tab, 'one'))).not.toBe(PARTS[name].key(contextOf(tab, 'two')));
});
