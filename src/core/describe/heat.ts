import { formatShort, formatSigned } from './numbers.ts';
import { plain, quoted, type SentencePart } from './sentence.ts';
import { explanationOfRollout } from './attention.ts';
import { namedWord } from './unknown.ts';
import type { Direction } from '../attention/lens.ts';
import { BUCKETS } from '../scale.ts';
import type { Heat, ViewState } from '../state/viewState.ts';
import type { Unit } from '../text/token.ts';
import type { WordView } from '../state/viewModel.ts';

/** A hidden state in words: `before any layer`, `after 3 of 6 layers`. */
export function nameOfState(state: number, layers: number): string {
  return state === 0 ? 'before any layer' : `after ${state} of ${layers} layers`;
}

/** What the colour in the editor means, in a few words. */
export function nameOfHeat(heat: Heat, state: number, layers: number): string {
  switch (heat) {
    case 'attention':
      return 'Attention';
    case 'fixed':
      return 'Word embedding';
    case 'contextual':
      return `Vector ${nameOfState(state, layers)}`;
  }
}

/**
 * The same as one line of explanation: what is compared, and what it is not.
 * @param seen the view and the direction that attention is shown through; left out: some head or lens, looking from the word
 */
export function explanationOfHeat(heat: Heat, state: number, layers: number, seen?: Pick<ViewState, 'view' | 'direction'>): string {
  switch (heat) {
    case 'attention':
      if (seen?.view.kind === 'rollout') return explanationOfRollout(seen.direction, `after layer ${seen.view.layer}`);
      return seen?.direction === 'by'
        ? 'How much of each word\u2019s update is drawn from this word. It is not likeness of meaning.'
        : 'How much of this word\u2019s update is drawn from each word. It is not likeness of meaning.';
    case 'fixed':
      return 'Cosine of the two word embeddings. The same two words have the same number in every text; the sentence plays no part.';
    case 'contextual':
      return `Cosine of the two words\u2019 vectors ${nameOfState(state, layers)}, in this text. It is not how much one draws from the other.`;
  }
}

/** What is coloured, without what it is not: for the status bar, which cuts a long line off. The panel has all of it. */
export function shortExplanationOfHeat(heat: Heat, state: number, layers: number, seen?: Pick<ViewState, 'view' | 'direction'>): string {
  if (heat === 'attention' && seen?.view.kind === 'rollout') return `Colour: rollout up to layer ${seen.view.layer}.`;
  const explanation = explanationOfHeat(heat, state, layers, seen);
  return `Colour: ${explanation.charAt(0).toLowerCase()}${explanation.slice(1, explanation.indexOf('.') + 1)}`;
}

/** What the number behind a colour is, in a few words. */
export function quantityOfHeat(heat: Heat, direction: Direction): string {
  switch (heat) {
    case 'attention':
      return direction === 'to' ? 'weight the word gives' : 'weight the word gets';
    case 'fixed':
      return 'cosine before any layer';
    case 'contextual':
      return 'cosine in this text';
  }
}

/** What each step 1..8 of a likeness starts from, as the legend writes it. */
export const LIKENESS_LIMITS: readonly string[] = Array.from({ length: BUCKETS }, (_, step) => formatShort((step + 0.5) / BUCKETS));

/** "`king` is most like `queen` 0.63, ..." for the word pointed at. */
export function likenessStatement(units: readonly Unit[], view: WordView, heat: Exclude<Heat, 'attention'>): SentencePart[] {
  if (view.source === null) return [plain('Point at a word to see which words are like it, or move the cursor to one.')];
  const word = quoted(units[view.source]!.label);
  if (view.weights === null) return [word, plain(' is being compared.')];
  if (heat === 'fixed' && units[view.source]!.unknown === 'all')
    return [word, plain(' is unknown to the model: its word embedding is that of every unknown word, and says nothing about this one.')];
  const by = heat === 'fixed' ? 'By its word embedding, ' : 'By its vector here, ';
  if (view.strongest.length === 0) return [plain(by), word, plain(' is like no other word of this text.')];
  const named = view.strongest.flatMap((unit, place) => [
    plain(place === 0 ? ' is most like ' : ', '),
    ...namedWord(units[unit]!),
    plain(` ${formatSigned(view.weights![unit]!)}`),
  ]);
  return [plain(by), word, ...named, plain('.')];
}
