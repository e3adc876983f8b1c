import { basename } from 'node:path';
import { base, type PartTask } from './task.ts';

/** Cosine of every two words by the vectors of a file. */
export const wordVectors: PartTask<'wordVectors'> = {
  sections: ['strips'],
  needs: () => ['every-pair'],
  key: context => (context.vectorFile === null ? null : `${base(context)} ${context.vectorFile}`),
  fetch: async ({ engine, exploration, state, vectorFile }, signal) => {
    const file = vectorFile!;
    const slice = await engine.call('wordVectors', { file, runId: exploration.summary.runId, level: state.level }, signal);
    return { name: basename(file), slice };
  },
};
