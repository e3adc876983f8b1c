import { withShownWords } from '../shownModel.ts';
import type { RunlessTask } from './task.ts';

/** The chosen model, where it was asked about while no text is explored. */
export const model: RunlessTask<'model'> = {
  sections: ['input'],
  needsNoRun: true,
  key: ({ lookUps }) => lookUps.model && String(lookUps.model.id),
  fetch: async ({ engine, lookUps }, signal) => withShownWords(await engine.call('open', lookUps.model!.chosen, signal)),
};
