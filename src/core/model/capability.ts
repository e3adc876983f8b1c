import { FaultError } from '../faults.ts';

/** What a model may lack although the rest of it works. */
export type Capability =
  /** The vectors between the layers were found in its graph. */
  | 'hidden-states'
  /** A token stands for a hidden word. */
  | 'mask-token';

interface Lack {
  /** A few words, no full stop. */
  readonly title: string;
  /** Why, one sentence. */
  readonly cause: string;
  /** What works instead, one sentence. */
  readonly nextStep: string;
}

const LACKS: Readonly<Record<Capability, Lack>> = {
  'hidden-states': {
    title: 'The vectors between the layers were not found in this model',
    cause: 'Its graph adds up in a way that is not recognised, so there is no vector of a word in its sentence.',
    nextStep: 'Word embeddings and attention work; the built-in model has everything.',
  },
  'mask-token': {
    title: 'This model cannot hide a word',
    cause: 'Its tokenizer has no mask token to put in the place of a word.',
    nextStep: 'Use "leave out" instead, or replace the word by another one.',
  },
};

/** The one place that says what a model lacks. @param nextStep what works in this place instead of what works anywhere */
export function lackOf(capability: Capability, nextStep = LACKS[capability].nextStep): FaultError {
  return new FaultError({ ...LACKS[capability], code: 'unavailable', nextStep });
}

export function has(model: { readonly capabilities: readonly Capability[] }, capability: Capability): boolean {
  return model.capabilities.includes(capability);
}
