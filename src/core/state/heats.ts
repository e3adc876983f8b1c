import { firstLack, type Capability, type Capable } from '../model/capability.ts';
import { HEATS, type Heat } from './viewState.ts';

const NEEDS: Readonly<Record<Heat, readonly Capability[]>> = {
  attention: [],
  fixed: ['word-vectors', 'every-pair'],
  contextual: ['hidden-states', 'every-pair'],
};

/** What the colour of a word can mean in a model. */
export function heatsOf(model: Capable): readonly Heat[] {
  return HEATS.filter(heat => firstLack(model, NEEDS[heat]) === null);
}
