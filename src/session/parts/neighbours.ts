import { firstLack } from '../../core/model/capability.ts';
import { sourceOf } from '../../core/state/viewState.ts';
import { unitKey } from '../../core/text/unitRef.ts';
import { base, wordOf, type PartTask } from './task.ts';

/** Neighbours listed for each of the two vectors. */
const NEIGHBOURS = 12;

/** For the neighbours of the vector among the word embeddings. */
const COMPARED = ['hidden-states', 'shared-width'] as const;

/** The vocabulary entries nearest to the word, by its word embedding and by its vector. */
export const neighbours: PartTask<'neighbours'> = {
  sections: ['neighbours'],
  needs: () => ['word-vectors'],
  key: context => {
    const source = sourceOf(context.state);
    return source === null ? null : `${base(context)} ${unitKey(source)} ${context.state.hiddenState}`;
  },
  fetch: async (context, signal) => {
    const { engine, state } = context;
    const word = wordOf(context, sourceOf(state)!);
    const request = { ...word, top: NEIGHBOURS };
    const fixed = await engine.call('neighbours', { ...request, state: null }, signal);
    const isComparable = firstLack(context.exploration.model, COMPARED) === null;
    const contextual = isComparable ? await engine.call('neighbours', { ...request, state: state.hiddenState }, signal) : null;
    return { ...word, fixed, contextual };
  },
};
