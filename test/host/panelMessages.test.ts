import { describe, expect, it } from 'vitest';
import { parsePanelAction, parsePersisted } from '../../src/host/panel/messages.ts';
import { textUnit } from '../support/textUnit.ts';

describe('parsePanelAction', () => {
  it.each([
    { type: 'ready' },
    { type: 'point', unit: textUnit(3) },
    { type: 'pin', unit: null },
    { type: 'link', from: null, to: textUnit(2) },
    { type: 'link', from: textUnit(1), to: textUnit(2) },
    { type: 'unlink' },
    { type: 'cell', from: textUnit(1), to: textUnit(2) },
    { type: 'view', view: { kind: 'head', layer: 1, head: 2 } },
    { type: 'view', view: { kind: 'lens', id: 'reference' } },
    { type: 'direction', direction: 'by' },
    { type: 'level', level: 'pieces' },
    { type: 'hideSpecial', hide: true },
    { type: 'hideSink', hide: false },
    { type: 'command', command: 'exploreAgain' },
    { type: 'command', command: 'openWalkthrough' },
    { type: 'view', view: { kind: 'rollout', layer: 5 } },
    { type: 'terms', isOpen: true, asked: 'softmax' },
    { type: 'seek', place: 'about' },
    { type: 'seek', place: 'neighbours' },
    { type: 'tab', tab: 'vectors' },
    { type: 'section', section: 'neighbours', isOpen: true },
    { type: 'heat', heat: 'contextual' },
    { type: 'hiddenState', state: 0 },
    { type: 'compareFixed' },
    { type: 'influenceMode', mode: 'omit' },
    { type: 'occurrenceContext', context: 'sentence' },
    { type: 'pairPicture', picture: 'links' },
    { type: 'bySentence', isOn: true },
    { type: 'markSentence', of: 'answer', sentence: null },
    { type: 'occurrence', index: 2 },
    { type: 'group', index: 0, name: 'money' },
    { type: 'cancelPart', part: 'influence' },
    { type: 'retryPart', part: 'map' },
    { type: 'measureNearest', part: 'influence' },
    { type: 'closeWhatIf' },
  ])('passes %j', message => {
    expect(parsePanelAction(message)).toEqual(message);
  });
  it.each([
    null,
    'ready',
    {},
    { type: 'explode' },
    { type: 'point', unit: { stream: 'text', unit: -1 } },
    { type: 'point', unit: { stream: 'text', unit: 1.5 } },
    { type: 'point', unit: { stream: 'text', unit: '1' } },
    { type: 'point', unit: 1 },
    { type: 'pin', unit: { stream: 'mine', unit: 1 } },
    { type: 'pin', unit: { unit: 1 } },
    { type: 'link', from: null, to: null },
    { type: 'link', to: textUnit(1) },
    { type: 'link', from: null, to: [textUnit(1)] },
    { type: 'cell', from: 1 },
    { type: 'view', view: { kind: 'head', layer: 1 } },
    { type: 'view', view: { kind: 'lens', id: 'x'.repeat(300) } },
    { type: 'direction', direction: 'up' },
    { type: 'hideSpecial', hide: 1 },
    { type: 'hideSink', hide: null },
    { type: 'command', command: 'workbench.action.terminal.new' },
    { type: 'command', command: 'constructor' },
    { type: 'tab', tab: 'settings' },
    { type: 'tab', tab: 'input' },
    { type: 'seek', place: 'constructor' },
    { type: 'terms', isOpen: true, asked: 'x'.repeat(100) },
    { type: 'terms', isOpen: true },
    { type: 'section', section: 'toString', isOpen: true },
    { type: 'section', section: 'heads' },
    { type: 'heat', heat: 'toString' },
    { type: 'hiddenState', state: -1 },
    { type: 'influenceMode', mode: 'delete' },
    { type: 'occurrenceContext', context: null },
    { type: 'pairPicture', picture: 'words' },
    { type: 'bySentence', isOn: null },
    { type: 'markSentence', of: 'question', sentence: 1 },
    { type: 'occurrence', index: 1e300 },
    { type: 'group', index: 0, name: 'x'.repeat(41) },
    { type: 'group', index: 0, name: 1 },
    { type: 'toString' },
    { type: '__proto__' },
    { type: ['ready'] },
    { type: 'view', view: { kind: 'toString' } },
    { type: 'cancelPart', part: 'toString' },
    { type: 'cancelPart', part: '' },
    { type: 'retryPart', part: null },
  ])('drops %j', message => {
    expect(parsePanelAction(message)).toBeNull();
  });
  it('copies fields, so that nothing else crosses', () => {
    expect(parsePanelAction({ type: 'point', unit: { ...textUnit(1), extra: 'x' }, extra: 'x' })).toEqual({
      type: 'point',
      unit: textUnit(1),
    });
  });
});

describe('parsePersisted', () => {
  const good = {
    uri: 'file:///a.md',
    range: [1, 2, 3, 4],
    hash: 'a'.repeat(64),
    second: null,
    view: { kind: 'layer', layer: 5 },
    chat: true,
    folding: { heads: false },
    within: null,
  };
  it('passes what the panel keeps', () => {
    expect(parsePersisted({ ...good, text: 'secret' })).toEqual(good);
    const { uri, range, hash } = good;
    const pair = { ...good, second: { uri, range, hash } };
    expect(parsePersisted({ ...pair, second: { ...pair.second, text: 'secret' } })).toEqual(pair);
    for (const within of ['each', 'first', 'second']) expect(parsePersisted({ ...pair, within })).toEqual({ ...pair, within });
  });
  it.each([
    ['0.1.0', { kind: 'lens', id: 'related' }],
    ['0.1.0', { kind: 'head', layer: 2, head: 11 }],
    ['0.1.0', { kind: 'rollout', layer: 5 }],
  ])('reads what version %s kept, %j, and nothing of a run that stands beside it', (_, view) => {
    const run = { tokens: [], words: [], pieces: [], shownStart: 0, shownEnd: 3, totalTokens: 4 };
    const kept = { uri: 'untitled:Untitled-1', range: [0, 0, 7, 12], hash: '0123456789abcdef'.repeat(4), view };
    expect(parsePersisted({ ...kept, summary: run, sequences: 3 })).toEqual({
      ...kept,
      second: null,
      within: null,
      chat: false,
      folding: {},
    });
  });
  it('takes of what was folded what it knows', () => {
    const folding = { heads: true, path: 'open', sidebar: true, constructor: false };
    expect(parsePersisted({ ...good, folding })?.folding).toEqual({ heads: true });
    expect(parsePersisted({ ...good, folding: null })?.folding).toEqual({});
  });
  it('drops what names a view that this version does not have', () => {
    expect(parsePersisted({ ...good, view: { kind: 'cross', layer: 5 } })).toBeNull();
  });
  it.each([
    null,
    'x',
    { ...good, uri: 1 },
    { ...good, uri: 'file:///100%.md' },
    { ...good, uri: 'file:///%E0%A4%A' },
    { ...good, uri: 'no address' },
    { ...good, range: [1, 2, 3] },
    { ...good, range: [1, 2, 3, -4] },
    { ...good, hash: 'zz' },
    { ...good, view: {} },
    { ...good, second: { uri: good.uri, range: good.range, hash: 'zz' } },
    { ...good, second: [] },
    { ...good, within: 'both' },
  ])('drops %j', value => {
    expect(parsePersisted(value)).toBeNull();
  });
});
