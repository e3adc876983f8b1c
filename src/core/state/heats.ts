import { firstLack, type Capability, type Capable } from '../model/capability.ts';
import { HEATS, type Heat } from './viewState.ts';

/** What a model has to have for a meaning. */
export const HEAT_NEEDS: Readonly<Record<Heat, readonly Capability[]>> = {
  attention: [],
  fixed: ['word-vectors', 'every-pair', 'one-text'],
  contextual: ['hidden-states', 'every-pair', 'one-text'],
};

/** What the colour of a word can mean in a model. */
export function heatsOf(model: Capable): readonly Heat[] {
  return HEATS.filter(heat => firstLack(model, HEAT_NEEDS[heat]) === null);
}
