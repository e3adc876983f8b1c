import type { PartTask } from './task.ts';

/** The input of every token taken apart. */
export const input: PartTask<'input'> = {
  sections: ['input'],
  needs: () => ['word-vectors'],
  key: ({ exploration }) => `${exploration.summary.runId}`,
  fetch: ({ engine, exploration }, signal) => engine.call('inputs', { runId: exploration.summary.runId }, signal),
};
