import { describe, expect, test } from 'vitest';
import { TABS, type Tab } from '../../src/core/state/pages.ts';
import { INITIAL_STATE, type ViewState } from '../../src/core/state/viewState.ts';
import type { TextPair } from '../../src/core/text/textPair.ts';
import type { PartName } from '../../src/protocol/panelParts.ts';
import { PARTS } from '../../src/session/parts/registry.ts';
import { isShown, type InSight, type PartContext, type PartTask } from '../../src/session/parts/task.ts';
import { textUnit } from '../support/textUnit.ts';
import { PartStore } from '../../src/session/parts/store.ts';

const NAMES = Object.keys(PARTS) as PartName[];

let pair: TextPair | undefined;

function shownParts(state: Partial<ViewState>, ...views: readonly (keyof InSight)[]): PartName[] {
  const context = {
    state: { ...INITIAL_STATE, ...state },
    inSight: { panel: views.includes('panel'), compact: views.includes('compact') },
    exploration: { summary: pair ? { pair } : {} },
  } as unknown as PartContext;
  return NAMES.filter(name => isShown(PARTS[name] as PartTask<PartName>, context));
}

describe('the parts of the pages', () => {
  test('each page asks for its own and no other, a hidden panel for none', () => {
    const expected: Record<Tab, PartName[]> = {
      attention: ['thumbnails', 'ranking', 'link', 'layers', 'ground', 'removals'],
      vectors: ['ranking', 'likeness', 'path', 'wordVectors'],
      compare: ['ranking', 'likeness', 'occurrences', 'whatIf'],
      effects: ['ranking', 'influence', 'rollout'],
    };
    for (const tab of TABS) {
      expect(shownParts({ tab }, 'panel'), tab).toEqual(expected[tab]);
      expect(shownParts({ tab }), tab).toEqual([]);
    }
  });

  test('of two texts only what goes from one to the other is asked for', () => {
    pair = [
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ];
    expect(shownParts({ tab: 'attention' }, 'panel')).toEqual(['thumbnails', 'ranking', 'link', 'layers', 'ground', 'removals']);
    for (const tab of TABS.slice(1)) expect(shownParts({ tab }, 'panel'), tab).toEqual(['ranking']);
    pair = undefined;
  });

  test('what is folded is not asked for', () => {
    const folding = { heads: false, strongest: false, distances: true };
    expect(shownParts({ tab: 'attention', folding }, 'panel')).toEqual(['ranking', 'link', 'layers', 'ground', 'removals', 'distances']);
    expect(shownParts({ tab: 'effects', folding }, 'panel')).toEqual(shownParts({ tab: 'effects' }, 'panel'));
    expect(shownParts({ tab: 'vectors', folding: { input: true, path: false } }, 'panel')).toEqual([
      'tokens',
      'model',
      'ranking',
      'likeness',
      'input',
      'positions',
      'wordVectors',
    ]);
  });

  test('the list of all terms takes the place of the page', () => {
    for (const tab of TABS) expect(shownParts({ tab, terms: { asked: null } }, 'panel')).toEqual(['ranking']);
  });

  test('the compact view asks for what answers at a glance, whichever page the panel is on, and adds to what the panel asks for', () => {
    for (const tab of TABS) expect(shownParts({ tab, terms: { asked: null } }, 'compact'), tab).toEqual(['ranking', 'link']);
    expect(shownParts({ folding: { links: false, strongest: false } }, 'compact')).toEqual(['ranking', 'link']);
    expect(shownParts({ tab: 'effects' }, 'compact', 'panel')).toEqual(['ranking', 'link', 'influence', 'rollout']);
  });

  test('the likeness that colours the text is asked for whether the panel is seen or not', () => {
    for (const heat of ['fixed', 'contextual'] as const) expect(shownParts({ heat })).toEqual(['likeness']);
  });

  test('heads that link two words are those of the pair, of several words at one end too, and of none without one', () => {
    const keyOf = (state: Partial<ViewState>) =>
      PARTS.link.key({ state: { ...INITIAL_STATE, ...state }, exploration: { summary: { runId: 1 } } } as PartContext);
    expect([keyOf({}), keyOf({ pinned: textUnit(1) })]).toEqual([null, null]);
    const pairs = [[2], [3], [2, 3]].map(linked => keyOf({ pinned: textUnit(1), linked: linked.map(textUnit) }));
    const others = [
      { pinned: textUnit(4), linked: [textUnit(2)] },
      { pinned: textUnit(1), linked: [textUnit(2)], level: 'pieces' as const },
    ];
    expect(new Set([...pairs, ...others.map(keyOf)]).size).toBe(5);
  });

  test('another run leaves what is of the model, or of texts of its own', () => {
    const store = new PartStore(() => undefined);
    store.startRun('model');
    for (const name of NAMES) store.computing(name, 'key');
    for (const model of ['model', null, 'model']) {
      store.startRun(model);
      expect(Object.keys(store.statuses).sort()).toEqual(['occurrences', 'positions']);
    }
    store.startRun('another model');
    expect(store.statuses).toEqual({});
  });
});
