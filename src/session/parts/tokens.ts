import type { RunlessTask } from './task.ts';

/** Every token of the text that was asked about last, explored or not. */
export const tokens: RunlessTask<'tokens'> = {
  sections: ['input'],
  needsNoRun: true,
  key: ({ lookUps }) => lookUps.tokens && String(lookUps.tokens.id),
  fetch: ({ engine, lookUps }, signal) => engine.call('tokens', lookUps.tokens!.request, signal),
};
