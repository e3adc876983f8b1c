import { sourceOf } from '../../core/state/viewState.ts';
import { unitKey } from '../../core/text/unitRef.ts';
import { base, wordOf, type PartTask } from './task.ts';

/** The word through the hidden states. */
export const path: PartTask<'path'> = {
  sections: ['path'],
  needs: () => ['hidden-states'],
  key: context => {
    const source = sourceOf(context.state);
    return source === null ? null : `${base(context)} ${unitKey(source)}`;
  },
  fetch: (context, signal) => context.engine.call('path', wordOf(context, sourceOf(context.state)!), signal),
};
