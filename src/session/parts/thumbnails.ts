import { lookingSide } from '../../core/state/facing.ts';
import { base, hidesSinkOf, type PartTask, type Shown } from './task.ts';

/** Largest side of a thumbnail in cells; the panel draws at most 36 pixels. */
const THUMBNAIL_SIDE = 36;

const looking = ({ exploration, state }: Shown) => lookingSide(state, exploration.matrix);

/** All heads, small; of two texts with the words of the one that looks as rows. */
export const thumbnails: PartTask<'thumbnails'> = {
  sections: ['heads'],
  key: context =>
    `${base(context)} ${context.state.hideSpecial} ${hidesSinkOf(context)} ${Object.values(context.state.scale).join()} ${THUMBNAIL_SIDE} ${looking(context)}`,
  fetch: (context, signal) => {
    const { engine, exploration, state } = context;
    const { level, hideSpecial, scale } = state;
    const hideSink = hidesSinkOf(context);
    return engine.call(
      'thumbnails',
      {
        runId: exploration.summary.runId,
        level,
        hideSpecial,
        hideSink,
        scale,
        ...(looking(context) === 0 && { looking: 0 }),
        maxSide: THUMBNAIL_SIDE,
      },
      signal,
    );
  },
};
