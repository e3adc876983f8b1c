import { base, type PartTask } from './task.ts';

/** Largest side of a thumbnail in cells; the panel draws at most 36 pixels. */
const THUMBNAIL_SIDE = 36;

/** All heads, small. */
export const thumbnails: PartTask<'thumbnails'> = {
  pages: ['attention'],
  key: context => `${base(context)} ${context.state.hideSpecial} ${THUMBNAIL_SIDE}`,
  fetch: ({ engine, exploration, state: { level, hideSpecial } }, signal) =>
    engine.call('thumbnails', { runId: exploration.summary.runId, level, hideSpecial, maxSide: THUMBNAIL_SIDE }, signal),
};
