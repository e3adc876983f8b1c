import { nameOfView } from '../describe/attention.ts';
import type { Lens } from '../attention/lens.ts';
import type { ViewState } from './viewState.ts';

/** "As for the text before: Reference, attended by." Null when direction and lens are those that a first text starts with. */
export function carriedOver(
  { view, direction }: Pick<ViewState, 'view' | 'direction'>,
  { lenses, heads, defaultLens }: { readonly lenses: readonly Lens[]; readonly heads: number; readonly defaultLens: string },
): string | null {
  const isDefault = view.kind === 'lens' && view.id === defaultLens;
  const kept = [isDefault ? '' : nameOfView(view, lenses, heads), direction === 'by' ? 'attended by' : ''].filter(name => name !== '');
  return kept.length === 0 ? null : `As for the text before: ${kept.join(', ')}`;
}
