import { FaultError } from '../../core/faults.ts';

/** A well-formed tokenizer of a kind this version does not read. */
export function unsupported(cause: string): FaultError {
  return new FaultError({
    code: 'unsupported-tokenizer',
    title: 'This tokenizer is not supported yet',
    cause,
    nextStep: 'Choose a model with another tokenizer, or use the built-in model.',
  });
}

/** A tokenizer.json that is not JSON, or contradicts itself. */
export function corrupt(cause: string): FaultError {
  return new FaultError({
    code: 'file-corrupt',
    title: 'The tokenizer file is damaged',
    cause,
    nextStep: 'Copy tokenizer.json again from where the model came from, or use the built-in model.',
  });
}
