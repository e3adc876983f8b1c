import { headsIn } from '../model/stack.ts';
import type { HeadSelection, Lens, View } from './lens.ts';

/** The heads a view combines, for the engine. Unknown lens ids fall back to all heads. */
export function selectionOf(view: View, lenses: readonly Lens[]): { selection: HeadSelection; combine: Lens['combine'] } {
  switch (view.kind) {
    case 'head':
      return { selection: { kind: 'heads', heads: [[view.layer, view.head]] }, combine: 'mean' };
    case 'layer':
      return { selection: { kind: 'layer', layer: view.layer }, combine: 'mean' };
    case 'rollout':
      return { selection: { kind: 'rollout', layer: view.layer }, combine: 'mean' };
    case 'lens': {
      const lens = lenses.find(candidate => candidate.id === view.id);
      return lens ? { selection: lens.selection, combine: lens.combine } : { selection: { kind: 'all' }, combine: 'mean' };
    }
  }
}

/** A lens seen as a single head or a single layer, so that "next layer" has a place to start from. */
function concreteView(view: View, lenses: readonly Lens[]): View {
  if (view.kind !== 'lens') return view;
  const { selection } = selectionOf(view, lenses);
  if (selection.kind === 'layer' || selection.kind === 'rollout') return { kind: selection.kind, layer: selection.layer };
  if (selection.kind === 'all') return { kind: 'layer', layer: 0 };
  const [layer, head] = selection.heads[0]!;
  return { kind: 'head', layer, head };
}

const wrap = (value: number, count: number) => ((value % count) + count) % count;

/** The same of another layer: its last head where it has none of that number. @param heads of each layer */
export function inLayer(view: Exclude<View, { kind: 'lens' }>, layer: number, heads: readonly number[]): View {
  return view.kind === 'head' ? { ...view, layer, head: Math.min(view.head, headsIn(heads, layer) - 1) } : { ...view, layer };
}

/**
 * Next or previous layer, same head; round the end. From a lens over all heads it starts at the first or last layer.
 * @param heads of each layer
 */
export function stepLayer(view: View, lenses: readonly Lens[], delta: 1 | -1, heads: readonly number[]): View {
  const layers = heads.length;
  if (view.kind === 'lens' && selectionOf(view, lenses).selection.kind === 'all')
    return { kind: 'layer', layer: delta > 0 ? 0 : layers - 1 };
  const from = concreteView(view, lenses);
  return from.kind === 'lens' ? from : inLayer(from, wrap(from.layer + delta, layers), heads);
}

/** Next or previous head of the same layer; round the end. From a whole layer or a rollout it starts at the first or last head. */
export function stepHead(view: View, lenses: readonly Lens[], delta: 1 | -1, heads: readonly number[]): View {
  const from = concreteView(view, lenses);
  if (from.kind === 'lens') return from;
  const count = headsIn(heads, from.layer);
  if (from.kind !== 'head') return { kind: 'head', layer: from.layer, head: delta > 0 ? 0 : count - 1 };
  return { ...from, head: wrap(from.head + delta, count) };
}

/** True when the view exists in a model of this shape. @param heads of each layer */
export function isViewOf(view: View, lenses: readonly Lens[], heads: readonly number[]): boolean {
  const within = (value: number, count: number) => Number.isInteger(value) && value >= 0 && value < count;
  switch (view.kind) {
    case 'lens':
      return lenses.some(lens => lens.id === view.id);
    case 'head':
      return within(view.layer, heads.length) && within(view.head, headsIn(heads, view.layer));
    case 'layer':
    case 'rollout':
      return within(view.layer, heads.length);
  }
}
