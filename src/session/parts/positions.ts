import { modelKey, modelRequest, type PartTask } from './task.ts';

/** How the model tells positions apart. */
export const positions: PartTask<'positions'> = {
  sections: ['input'],
  outlivesRun: true,
  key: ({ exploration }) => modelKey(exploration),
  fetch: ({ engine, exploration }, signal) => engine.call('positions', modelRequest(exploration), signal),
};
