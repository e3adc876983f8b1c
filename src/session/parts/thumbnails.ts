import { base, hidesSinkOf, type PartTask } from './task.ts';

/** Largest side of a thumbnail in cells; the panel draws at most 36 pixels. */
const THUMBNAIL_SIDE = 36;

/** All heads, small. */
export const thumbnails: PartTask<'thumbnails'> = {
  sections: ['heads'],
  key: context =>
    `${base(context)} ${context.state.hideSpecial} ${hidesSinkOf(context)} ${Object.values(context.state.scale).join()} ${THUMBNAIL_SIDE}`,
  fetch: (context, signal) => {
    const { engine, exploration, state } = context;
    const { level, hideSpecial, scale } = state;
    const hideSink = hidesSinkOf(context);
    return engine.call(
      'thumbnails',
      { runId: exploration.summary.runId, level, hideSpecial, hideSink, scale, maxSide: THUMBNAIL_SIDE },
      signal,
    );
  },
};
