import { rolloutInto } from '../../core/attention/influence.ts';
import { weightsOf } from '../../core/state/unitMatrix.ts';
import { unitKey } from '../../core/text/unitRef.ts';
import { base, type PartTask } from './task.ts';

/** The attention rollout into the pinned word's vector. */
export const rollout: PartTask<'rollout'> = {
  sections: ['influence', 'ranked'],
  needs: () => ['every-pair'],
  key: context => {
    const { pinned, hiddenState } = context.state;
    return pinned !== null && hiddenState > 0 ? `${base(context)} ${unitKey(pinned)} ${hiddenState}` : null;
  },
  fetch: async ({ engine, exploration, state }, signal) => {
    const pinned = state.pinned!;
    const selection = rolloutInto(state.hiddenState);
    const { runId } = exploration.summary;
    const matrix = await engine.call('matrix', { runId, level: state.level, selection, combine: 'mean' }, signal);
    return { ...pinned, state: state.hiddenState, weights: weightsOf(matrix, pinned.unit, 'to')! };
  },
};
