import { likenessKey } from './likeness.ts';
import type { PartTask } from './task.ts';

/** The words in the plane of their first two principal components. */
export const map: PartTask<'map'> = {
  sections: ['map'],
  needs: () => ['hidden-states'],
  key: ({ exploration, state }) => likenessKey(exploration, state),
  fetch: ({ engine, exploration, state }, signal, progress) =>
    engine.call('map', { runId: exploration.summary.runId, level: state.level, state: state.hiddenState }, signal, ({ done, total }) =>
      progress(done, total),
    ),
};
