import { readPlace } from './headQuery.ts';
import type { Lens, View } from './lens.ts';

/**
 * What a person wrote to look through, in a model of these lenses and heads: a lens by its id or name, `L3 H1`, or `L3` for the mean of a layer.
 * Null where the model has no such thing, and for ''.
 * @param heads of each layer
 */
export function preferredView(written: string, lenses: readonly Lens[], heads: readonly number[]): View | null {
  const wanted = fold(written);
  if (wanted === '') return null;
  const lens = lenses.find(({ id, name }) => fold(id) === wanted || fold(name) === wanted);
  if (lens) return { kind: 'lens', id: lens.id };
  const place = readPlace(written, heads);
  if (place?.kind === 'head') return { kind: 'head', layer: place.head[0], head: place.head[1] };
  return place?.kind === 'layer' ? { kind: 'layer', layer: place.layer } : null;
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
