import { runVariant } from '../whatIf.ts';
import { base, type PartTask } from './task.ts';

/** The text beside the same text with one word replaced or masked. */
export const whatIf: PartTask<'whatIf'> = {
  sections: ['whatIf'],
  needs: () => ['every-pair'],
  key: context => {
    const { variant, state } = context;
    if (!variant) return null;
    const { start, end } = variant.unit;
    return [base(context), start, end, variant.replacement, JSON.stringify(state.view), state.hiddenState].join(' ');
  },
  fetch: ({ engine, exploration, state, variant }, signal) => runVariant(engine, exploration, state, variant!, signal),
};
