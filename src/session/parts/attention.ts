import { sourceOf } from '../../core/state/viewState.ts';
import { base, isOpen, wordOf, type PartContext, type PartTasks } from './task.ts';

/** Largest side of a thumbnail in cells; the panel draws at most 36 pixels. */
const THUMBNAIL_SIDE = 36;

export type Shown = Pick<PartContext, 'exploration' | 'state'>;

export const directed = (shown: Shown, unit: number) => ({ ...wordOf(shown, unit), direction: shown.state.direction });
export const keyOf = (shown: Shown, unit: number | null) => (unit === null ? null : `${base(shown)} ${shown.state.direction} ${unit}`);

/** What the attention page shows beside the matrix: all heads small, the heads of the word, the layers of a pinned word. */
export const ATTENTION_PARTS: PartTasks<'thumbnails' | 'ranking' | 'layers'> = {
  thumbnails: {
    key: context => (isOpen(context, 'attention') ? `${base(context)} ${context.state.hideSpecial} ${THUMBNAIL_SIDE}` : null),
    fetch: ({ engine, exploration, state: { level, hideSpecial } }, signal) =>
      engine.call('thumbnails', { runId: exploration.summary.runId, level, hideSpecial, maxSide: THUMBNAIL_SIDE }, signal),
  },
  ranking: {
    // The lens menu of every page starts at the word's strongest head.
    key: context => (context.isPanelVisible ? keyOf(context, sourceOf(context.state)) : null),
    fetch: (context, signal) => context.engine.call('rankHeads', directed(context, sourceOf(context.state)!), signal),
  },
  layers: {
    key: context => (isOpen(context, 'attention') ? keyOf(context, context.state.pinned) : null),
    fetch: (context, signal) => context.engine.call('layers', directed(context, context.state.pinned!), signal),
  },
};
