import { NEEDED_TO_COMPARE } from '../../core/model/capability.ts';
import { contextsOf, isOutside, occurrencePart } from '../comparison.ts';
import { modelKey, modelRequest, type PartTask } from './task.ts';

/** One word in several places. */
export const occurrences: PartTask<'occurrences'> = {
  sections: ['occurrences'],
  needs: () => NEEDED_TO_COMPARE,
  outlivesRun: true,
  key: ({ comparison, state, exploration }) =>
    comparison &&
    [
      comparison.id,
      comparison.revision,
      state.occurrenceContext,
      modelKey(exploration),
      exploration.target.uri,
      isOutside(comparison, exploration),
    ].join(' '),
  fetch: async ({ engine, exploration, state, comparison }, signal) => {
    const { occurrenceContext: context } = state;
    const { slices } = comparison!;
    const key = `${context} ${modelKey(exploration)}`;
    const known = slices.get(key);
    const slice = known ?? (await engine.call('compare', { ...modelRequest(exploration), ...contextsOf(comparison!, context) }, signal));
    slices.set(key, slice);
    return occurrencePart(comparison!, context, slice, exploration);
  },
};
