import { nameOfView } from '../describe/views.ts';
import { nameOfHeat } from '../describe/heat.ts';
import type { Lens } from '../attention/lens.ts';
import type { AttentionStack } from '../model/stack.ts';
import { hidesSink, sameView, type ViewState } from './viewState.ts';

/** What a model offers to choose from. */
interface ChosenFrom {
  readonly lenses: readonly Lens[];
  readonly layers: number;
  readonly attention: AttentionStack;
}

/**
 * "As for the text before: Reference, attended by." All that a choice made for another text changes in this one's picture; null when every choice is
 * the one that a first text starts with.
 * @param usual what it starts with, where a setting may say so
 */
export function carriedOver(
  { view, direction, level, heat, hideSpecial, hideSink, hiddenState }: ViewState,
  { lenses, layers, attention }: ChosenFrom,
  usual: Pick<ViewState, 'view' | 'hideSpecial'>,
): string | null {
  const isDefault = sameView(view, usual.view);
  const others = [
    level === 'pieces' ? 'sub-words' : '',
    heat === 'attention' ? '' : `colour: ${nameOfHeat(heat, hiddenState, layers).toLowerCase()}`,
    hideSpecial === usual.hideSpecial ? '' : `special tokens ${hideSpecial ? 'hidden' : 'shown'}`,
    hideSink === null || hideSink === hidesSink({ hideSink: null }, attention) ? '' : `sinks ${hideSink ? 'hidden' : 'shown'}`,
  ];
  const kept = [isDefault ? '' : nameOfView(view, lenses, attention.heads), direction === 'by' ? 'attended by' : '', ...others].filter(
    name => name !== '',
  );
  return kept.length === 0 ? null : `As for the text before: ${kept.join(', ')}`;
}
