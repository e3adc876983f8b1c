import { nullIfUnavailable } from '../../core/faults.ts';
import { sourceOf } from '../../core/state/viewState.ts';
import { base, wordOf, type PartTask } from './task.ts';

/** Neighbours listed for each of the two vectors. */
const NEIGHBOURS = 12;

/** The vocabulary entries nearest to the word, by its word embedding and by its vector. */
export const neighbours: PartTask<'neighbours'> = {
  pages: ['embeddings'],
  key: context => {
    const source = sourceOf(context.state);
    return source === null ? null : `${base(context)} ${source} ${context.state.hiddenState}`;
  },
  fetch: async (context, signal) => {
    const { engine, state } = context;
    const request = { ...wordOf(context, sourceOf(state)!), top: NEIGHBOURS };
    const fixed = await engine.call('neighbours', { ...request, state: null }, signal);
    const contextual = await nullIfUnavailable(engine.call('neighbours', { ...request, state: state.hiddenState }, signal));
    return { ...wordOf(context, request.unit), fixed, contextual };
  },
};
