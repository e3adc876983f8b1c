import { directed, keyOfDirected, type PartTask } from './task.ts';

/** The layers of a pinned word. */
export const layers: PartTask<'layers'> = {
  sections: ['layers'],
  key: context => keyOfDirected(context, context.state.pinned),
  fetch: (context, signal) => context.engine.call('layers', directed(context, context.state.pinned!), signal),
};
