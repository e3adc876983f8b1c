import type { PartTask } from './task.ts';

/** How far each head looks. */
export const distances: PartTask<'distances'> = {
  sections: ['distances'],
  needs: () => ['one-text'],
  key: ({ exploration }) => `${exploration.summary.runId}`,
  fetch: ({ engine, exploration }, signal) => engine.call('distances', { runId: exploration.summary.runId }, signal),
};
