import { equalHeads } from '../../src/core/model/stack.ts';
import { nameOfView } from '../../src/core/describe/views.ts';
import { headsOfALayer } from '../../src/core/describe/heads.ts';
import { describe, expect, it } from 'vitest';
import type { Lens, View } from '../../src/core/attention/lens.ts';
import { isViewOf, selectionOf, stepHead, stepLayer } from '../../src/core/attention/navigate.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { HEATS, INITIAL_STATE, sameView, sourceOf, type Heat, type ViewAction } from '../../src/core/state/viewState.ts';
import { reduce } from '../../src/core/state/reduce.ts';
import { textUnit } from '../support/textUnit.ts';

const unit = (tokens: number[]): Unit => ({
  label: '',
  start: 0,
  end: 0,
  tokens,
  special: false,
  unknown: 'none',
  punctuation: false,
  joins: false,
});

describe('reduce', () => {
  it('returns the same state when nothing changes', () => {
    expect(reduce(INITIAL_STATE, { type: 'hover', unit: null })).toBe(INITIAL_STATE);
    expect(reduce(INITIAL_STATE, { type: 'view', view: { kind: 'lens', id: '' } })).toBe(INITIAL_STATE);
    expect(reduce(INITIAL_STATE, { type: 'cell', cell: null })).toBe(INITIAL_STATE);
  });
  it('lets the latest gesture win between a resting mouse and a moving caret', () => {
    const hovered = reduce(reduce(INITIAL_STATE, { type: 'cursor', unit: textUnit(1) }), { type: 'hover', unit: textUnit(2) });
    expect(sourceOf(hovered)).toEqual(textUnit(2));
    expect(sourceOf(reduce(hovered, { type: 'cursor', unit: textUnit(1) }))).toEqual(textUnit(2));
    expect(sourceOf(reduce(hovered, { type: 'cursor', unit: textUnit(3) }))).toEqual(textUnit(3));
    expect(sourceOf(reduce(reduce(hovered, { type: 'pin', unit: textUnit(5) }), { type: 'cursor', unit: textUnit(3) }))).toEqual(
      textUnit(5),
    );
  });
  it('forgets what is pointed at with a new run, and keeps what was chosen', () => {
    const chosen = {
      ...INITIAL_STATE,
      direction: 'by',
      hideSpecial: true,
      pinned: textUnit(3),
      linked: [textUnit(4)],
      hovered: textUnit(2),
      cursor: textUnit(1),
      cell: [textUnit(1), textUnit(2)],
      terms: { asked: null },
    } as const;
    expect(reduce(chosen, { type: 'newRun', view: { kind: 'layer', layer: 2 }, layers: 6, heats: HEATS })).toEqual({
      ...chosen,
      view: { kind: 'layer', layer: 2 },
      pinned: null,
      linked: null,
      hovered: null,
      cursor: null,
      cell: null,
      terms: null,
      hiddenState: 3,
    });
  });
  it('counts what a person switched to in the text that is looked at, and in the next one what is set', () => {
    const set = reduce(INITIAL_STATE, { type: 'scale', scale: { unit: 'share', strength: 'strong' } });
    const switched = reduce(set, { type: 'scaleUnit', unit: 'evenShare' });
    expect([switched.scale, switched.usualScale]).toEqual([{ unit: 'evenShare', strength: 'strong' }, set.scale]);
    expect(reduce(switched, { type: 'scaleUnit', unit: 'evenShare' })).toBe(switched);
    expect(reduce(switched, { type: 'newRun', view: switched.view, layers: 6, heats: HEATS }).scale).toEqual(set.scale);
    expect(reduce(switched, { type: 'scale', scale: set.scale }).scale).toEqual(set.scale);
  });
  it('starts in the middle of the stack, keeps a chosen hidden state, and comes back from one the model does not have', () => {
    const next = (hiddenState: number, layers: number | null) =>
      reduce({ ...INITIAL_STATE, hiddenState }, { type: 'newRun', view: INITIAL_STATE.view, layers, heats: HEATS }).hiddenState;
    expect(next(-1, 6)).toBe(3);
    expect(next(-1, 5)).toBe(3);
    expect(next(6, 6)).toBe(6);
    expect(next(0, 6)).toBe(0);
    expect(next(12, 6)).toBe(3);
    expect(next(4, null)).toBe(4);
  });
  it('colours attention again where the colour cannot mean what it did', () => {
    const next = (heat: Heat, heats: readonly Heat[]) =>
      reduce({ ...INITIAL_STATE, heat }, { type: 'newRun', view: INITIAL_STATE.view, layers: 6, heats }).heat;
    expect(next('contextual', ['attention', 'fixed'])).toBe('attention');
    expect(next('contextual', HEATS)).toBe('contextual');
    expect(next('fixed', ['attention', 'fixed'])).toBe('fixed');
    expect(next('fixed', ['attention'])).toBe('attention');
  });
  it('colours attention again when a person chooses what attention to look at, also what was chosen already', () => {
    const views: View[] = [
      { kind: 'lens', id: 'a' },
      { kind: 'head', layer: 1, head: 2 },
      { kind: 'layer', layer: 1 },
      { kind: 'rollout', layer: 1 },
    ];
    for (const heat of ['fixed', 'contextual'] as const) {
      for (const view of views) {
        expect(reduce({ ...INITIAL_STATE, heat }, { type: 'view', view })).toMatchObject({ view, heat: 'attention' });
        expect(reduce({ ...INITIAL_STATE, view, heat }, { type: 'view', view })).toMatchObject({ view, heat: 'attention' });
      }
      for (const direction of ['to', 'by'] as const)
        expect(reduce({ ...INITIAL_STATE, heat }, { type: 'direction', direction })).toMatchObject({ direction, heat: 'attention' });
      expect(reduce({ ...INITIAL_STATE, heat }, { type: 'hideSpecial', hide: true }).heat).toBe(heat);
      expect(reduce({ ...INITIAL_STATE, heat }, { type: 'level', level: 'pieces', from: [], to: [] }).heat).toBe(heat);
    }
  });
  it('keeps pages and choices of pages, and says when nothing changed', () => {
    const opened = reduce(INITIAL_STATE, { type: 'tab', tab: 'effects' });
    expect(opened.tab).toBe('effects');
    expect(reduce(opened, { type: 'tab', tab: 'effects' })).toBe(opened);
    for (const action of [
      { type: 'section', section: 'heads', isOpen: false },
      { type: 'heat', heat: 'fixed' },
      { type: 'hiddenState', state: 2 },
      { type: 'influenceMode', mode: 'omit' },
      { type: 'occurrenceContext', context: 'sentence' },
      { type: 'pairPicture', picture: 'links' },
      { type: 'bySentence', isOn: false },
      { type: 'mark', span: { start: 1, end: 4 } },
      { type: 'compareFixed' },
    ] as const) {
      const changed = reduce(INITIAL_STATE, action);
      expect(changed).not.toBe(INITIAL_STATE);
      expect(reduce(changed, action)).toBe(changed);
      expect(reduce(changed, { type: 'hover', unit: textUnit(1) })).toEqual({ ...changed, hovered: textUnit(1) });
    }
  });
  it('places of a word are compared by the word embedding until a hidden state is chosen, the same one too', () => {
    const fixed = reduce({ ...INITIAL_STATE, hiddenState: 2 }, { type: 'compareFixed' });
    expect(reduce(fixed, { type: 'hiddenState', state: 2 })).toEqual({ ...INITIAL_STATE, hiddenState: 2 });
  });
  it('what is sought opens its page and its section, each time anew; a page that is opened, or a section that is folded, is read as it is', () => {
    const found = reduce(INITIAL_STATE, { type: 'seek', place: 'about' });
    expect(found).toMatchObject({ tab: 'vectors', folding: { input: true }, sought: { place: 'about', id: 1 } });
    expect(reduce(found, { type: 'seek', place: 'about' }).sought).toEqual({ place: 'about', id: 2 });
    expect(reduce(found, { type: 'tab', tab: 'compare' }).sought).toBeNull();
    expect(reduce(found, { type: 'section', section: 'map', isOpen: true }).sought).toBeNull();
  });
  it('the list of all terms leaves the page where it is, and any page that is opened closes it', () => {
    const listed = reduce({ ...INITIAL_STATE, tab: 'compare' }, { type: 'terms', isOpen: true, asked: 'softmax' });
    expect(listed).toMatchObject({ tab: 'compare', terms: { asked: 'softmax' } });
    expect(reduce(listed, { type: 'terms', isOpen: true, asked: 'softmax' })).toBe(listed);
    expect(reduce(listed, { type: 'terms', isOpen: false, asked: null })).toMatchObject({ tab: 'compare', terms: null });
    expect(reduce(listed, { type: 'tab', tab: 'compare' })).toMatchObject({ tab: 'compare', terms: null });
    expect(reduce(listed, { type: 'seek', place: 'path' })).toMatchObject({ tab: 'vectors', terms: null });
  });
  it('carries a word over to its first piece, and a piece to its word', () => {
    const words = [unit([0]), unit([1, 2]), unit([3])];
    const pieces = [0, 1, 2, 3].map(token => unit([token]));
    const down = reduce(
      { ...INITIAL_STATE, pinned: textUnit(1), cursor: textUnit(2) },
      { type: 'level', level: 'pieces', from: words, to: pieces },
    );
    expect(down).toMatchObject({ level: 'pieces', pinned: textUnit(1), cursor: textUnit(3), hovered: null });
    expect(reduce({ ...down, pinned: textUnit(2) }, { type: 'level', level: 'words', from: pieces, to: words })).toMatchObject({
      pinned: textUnit(1),
      cursor: textUnit(2),
    });
  });
});

describe('two words that are linked', () => {
  const link = (from: number | null, ...units: number[]): ViewAction => ({
    type: 'link',
    from: from === null ? null : textUnit(from),
    units: units.map(textUnit),
  });
  const pinned = { ...INITIAL_STATE, pinned: textUnit(3) };
  const pair = reduce(pinned, link(null, 5));

  it('are the pinned one and another, which a third replaces; a cell that was pointed at is none any more', () => {
    expect(pair).toEqual({ ...pinned, linked: [textUnit(5)] });
    expect(reduce({ ...pair, cell: [textUnit(3), textUnit(5)] }, link(null, 1))).toEqual({ ...pinned, linked: [textUnit(1)] });
    expect(reduce(pair, link(null, 5))).toBe(pair);
  });
  it('may begin at another word than the pinned one', () => {
    expect(reduce(pinned, link(4, 5))).toEqual({ ...pinned, pinned: textUnit(4), linked: [textUnit(5)] });
    expect(reduce(pair, link(4, 5))).toMatchObject({ pinned: textUnit(4), linked: [textUnit(5)] });
  });
  it('are not one word twice, nor none', () => {
    for (const action of [link(null, 3), link(null, 2, 3), link(4, 4), link(null)]) expect(reduce(pair, action)).toBe(pair);
  });
  it('may be several words at one end, each once, in the order of the text', () => {
    const several = reduce(pinned, link(null, 7, 5, 7));
    expect(several.linked).toEqual([textUnit(5), textUnit(7)]);
    expect(reduce(several, link(null, 5, 7))).toBe(several);
    expect(reduce(several, link(null, 5)).linked).toEqual([textUnit(5)]);
  });
  it('need a pinned one: a single word becomes that, several do not', () => {
    expect(reduce(INITIAL_STATE, link(null, 2))).toEqual({ ...INITIAL_STATE, pinned: textUnit(2) });
    expect(reduce(INITIAL_STATE, link(null, 2, 3))).toBe(INITIAL_STATE);
  });
  it('are let go one after the other, and by a word that is pinned', () => {
    expect(reduce(pair, { type: 'unlink' })).toEqual(pinned);
    expect(reduce(pinned, { type: 'unlink' })).toBe(pinned);
    for (const unit of [null, textUnit(3), textUnit(5)])
      expect(reduce(pair, { type: 'pin', unit })).toEqual({ ...INITIAL_STATE, pinned: unit });
    expect(reduce(pair, { type: 'hover', unit: textUnit(1) })).toEqual({ ...pair, hovered: textUnit(1) });
  });
  it('stay where they are in the text at the other level, and are none inside one word', () => {
    const words = [unit([0]), unit([1, 2]), unit([3])];
    const pieces = [0, 1, 2, 3].map(token => unit([token]));
    const up = (pinned: number, ...linked: number[]) =>
      reduce(
        { ...INITIAL_STATE, level: 'pieces', pinned: textUnit(pinned), linked: linked.map(textUnit) },
        { type: 'level', level: 'words', from: pieces, to: words },
      );
    expect(up(0, 1, 2, 3)).toMatchObject({ pinned: textUnit(0), linked: [textUnit(1), textUnit(2)] });
    expect(up(1, 2)).toMatchObject({ pinned: textUnit(1), linked: null });
    expect(up(1, 2, 3)).toMatchObject({ pinned: textUnit(1), linked: null });
    const down = reduce(
      { ...INITIAL_STATE, pinned: textUnit(0), linked: [textUnit(1), textUnit(2)] },
      { type: 'level', level: 'pieces', from: words, to: pieces },
    );
    expect(down).toMatchObject({ pinned: textUnit(0), linked: [textUnit(1), textUnit(3)] });
  });
});

const lenses: Lens[] = [
  { id: 'one', name: '', description: '', selection: { kind: 'heads', heads: [[3, 1]] }, combine: 'mean', evidence: [] },
  { id: 'last', name: '', description: '', selection: { kind: 'layer', layer: 5 }, combine: 'mean', evidence: [] },
  { id: 'all', name: '', description: '', selection: { kind: 'all' }, combine: 'max', evidence: [] },
];
const lens = (id: string): View => ({ kind: 'lens', id });

const EVEN = equalHeads(6, 12);

describe('stepping', () => {
  it('knows the heads of each layer where layers differ', () => {
    const uneven = [2, 4, 3];
    const head = (layer: number, head: number): View => ({ kind: 'head', layer, head });
    expect(stepLayer(head(1, 3), [], 1, uneven)).toEqual(head(2, 2));
    expect(stepLayer(head(2, 2), [], 1, uneven)).toEqual(head(0, 1));
    expect(stepHead(head(0, 1), [], 1, uneven)).toEqual(head(0, 0));
    expect(stepHead(head(2, 0), [], -1, uneven)).toEqual(head(2, 2));
    expect(stepHead({ kind: 'layer', layer: 1 }, [], -1, uneven)).toEqual(head(1, 3));
    expect([head(0, 1), head(0, 2), head(1, 3), head(2, 3)].map(view => isViewOf(view, [], uneven))).toEqual([true, false, true, false]);
    expect(uneven.map((_, layer) => nameOfView({ kind: 'layer', layer }, [], uneven))).toEqual([
      'Layer 0, mean of 2 heads',
      'Layer 1, mean of 4 heads',
      'Layer 2, mean of 3 heads',
    ]);
    expect([headsOfALayer(uneven), headsOfALayer(EVEN)]).toEqual(['2 to 4 heads', '12 heads']);
  });
  it('goes through layers round the end', () => {
    expect(stepLayer(lens('one'), lenses, 1, EVEN)).toEqual({ kind: 'head', layer: 4, head: 1 });
    expect(stepLayer({ kind: 'head', layer: 5, head: 2 }, lenses, 1, EVEN)).toEqual({ kind: 'head', layer: 0, head: 2 });
    expect(stepLayer({ kind: 'layer', layer: 0 }, lenses, -1, EVEN)).toEqual({ kind: 'layer', layer: 5 });
    expect(stepLayer(lens('last'), lenses, 1, EVEN)).toEqual({ kind: 'layer', layer: 0 });
    expect(stepLayer(lens('all'), lenses, 1, EVEN)).toEqual({ kind: 'layer', layer: 0 });
    expect(stepLayer(lens('all'), lenses, -1, EVEN)).toEqual({ kind: 'layer', layer: 5 });
  });
  it('goes through the heads of a layer round the end', () => {
    expect(stepHead(lens('one'), lenses, -1, EVEN)).toEqual({ kind: 'head', layer: 3, head: 0 });
    expect(stepHead({ kind: 'head', layer: 3, head: 0 }, lenses, -1, EVEN)).toEqual({ kind: 'head', layer: 3, head: 11 });
    expect(stepHead({ kind: 'layer', layer: 2 }, lenses, 1, EVEN)).toEqual({ kind: 'head', layer: 2, head: 0 });
    expect(stepHead(lens('last'), lenses, -1, EVEN)).toEqual({ kind: 'head', layer: 5, head: 11 });
  });
  it('knows which views a model has', () => {
    expect(isViewOf(lens('all'), lenses, EVEN)).toBe(true);
    expect(isViewOf(lens('nothing'), lenses, EVEN)).toBe(false);
    expect(isViewOf({ kind: 'head', layer: 6, head: 0 }, lenses, EVEN)).toBe(false);
    expect(isViewOf({ kind: 'head', layer: 0.5, head: 0 }, lenses, EVEN)).toBe(false);
    expect(isViewOf({ kind: 'layer', layer: 5 }, lenses, EVEN)).toBe(true);
  });
  it('resolves views to heads', () => {
    expect(selectionOf({ kind: 'head', layer: 1, head: 2 }, lenses)).toEqual({
      selection: { kind: 'heads', heads: [[1, 2]] },
      combine: 'mean',
    });
    expect(selectionOf(lens('all'), lenses)).toEqual({ selection: { kind: 'all' }, combine: 'max' });
    expect(sameView(lens('all'), { kind: 'layer', layer: 1 })).toBe(false);
  });
});
