import { encoderStack } from '../../src/core/model/stack.ts';
import { expect, it } from 'vitest';
import { carriedOver } from '../../src/core/state/carriedOver.ts';
import { INITIAL_STATE, type ViewState } from '../../src/core/state/viewState.ts';

const MODEL = { lenses: [], layers: 6, attention: encoderStack(6, 12) };
const USUAL = { view: { kind: 'lens', id: 'related' }, hideSpecial: false } as const;
const said = (changed: Partial<ViewState>) =>
  carriedOver({ ...INITIAL_STATE, view: { kind: 'lens', id: 'related' }, hiddenState: 3, ...changed }, MODEL, USUAL);

it('says nothing when every choice is the one a first text starts with', () => {
  expect(said({})).toBeNull();
});

it.each<[Partial<ViewState>, string]>([
  [{ direction: 'by' }, 'attended by'],
  [{ view: { kind: 'head', layer: 5, head: 3 }, direction: 'by' }, 'Layer 5, head 3, attended by'],
  [{ level: 'pieces' }, 'sub-words'],
  [{ heat: 'fixed' }, 'colour: word embedding'],
  [{ heat: 'contextual' }, 'colour: vector after 3 of 6 layers'],
  [{ hideSpecial: true }, 'special tokens hidden'],
  [{ hideSink: true }, 'sinks hidden'],
])('%o', (changed, name) => {
  expect(said(changed)).toBe(`As for the text before: ${name}`);
});

it('a sink that is hidden from the start is no choice, one that is shown is', () => {
  const decoder = { ...MODEL, attention: { ...MODEL.attention, causal: true } };
  const of = (hideSink: boolean | null) =>
    carriedOver({ ...INITIAL_STATE, view: { kind: 'lens', id: 'related' }, hideSink }, decoder, USUAL);
  expect([of(null), of(true), of(false)]).toEqual([null, null, 'As for the text before: sinks shown']);
});

it('what a setting says is no choice of the text before', () => {
  const usual = { view: { kind: 'head', layer: 3, head: 1 }, hideSpecial: true } as const;
  expect(carriedOver({ ...INITIAL_STATE, ...usual }, MODEL, usual)).toBeNull();
  expect(carriedOver({ ...INITIAL_STATE, ...USUAL }, { ...MODEL, lenses: [] }, usual)).toBe(
    'As for the text before: related, special tokens shown',
  );
});
