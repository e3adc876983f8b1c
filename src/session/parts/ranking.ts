import { TABS } from '../../core/state/pages.ts';
import { sourceOf } from '../../core/state/viewState.ts';
import { directed, keyOfDirected, type PartTask } from './task.ts';

/** The heads of the word. */
export const ranking: PartTask<'ranking'> = {
  // The lens menu of every page starts at the word's strongest head.
  pages: TABS,
  key: context => keyOfDirected(context, sourceOf(context.state)),
  fetch: (context, signal) => context.engine.call('rankHeads', directed(context, sourceOf(context.state)!), signal),
};
