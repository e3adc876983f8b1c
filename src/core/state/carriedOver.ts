import { nameOfView } from '../describe/attention.ts';
import { nameOfHeat } from '../describe/heat.ts';
import type { Lens } from '../attention/lens.ts';
import type { ViewState } from './viewState.ts';

/**
 * "As for the text before: Reference, attended by." All that a choice made for another text changes in this one's picture; null when every choice is
 * the one that a first text starts with.
 */
export function carriedOver(
  { view, direction, level, heat, hideSpecial, hiddenState }: ViewState,
  {
    lenses,
    layers,
    heads,
    defaultLens,
  }: { readonly lenses: readonly Lens[]; readonly layers: number; readonly heads: readonly number[]; readonly defaultLens: string },
): string | null {
  const isDefault = view.kind === 'lens' && view.id === defaultLens;
  const others = [
    level === 'pieces' ? 'sub-words' : '',
    heat === 'attention' ? '' : `colour: ${nameOfHeat(heat, hiddenState, layers).toLowerCase()}`,
    hideSpecial ? 'special tokens hidden' : '',
  ];
  const kept = [isDefault ? '' : nameOfView(view, lenses, heads), direction === 'by' ? 'attended by' : '', ...others].filter(
    name => name !== '',
  );
  return kept.length === 0 ? null : `As for the text before: ${kept.join(', ')}`;
}
