import { formatCount } from '../../core/describe/numbers.ts';
import { isIndex } from '../../core/checks.ts';
import { FaultError } from '../../core/faults.ts';
import type { Token } from '../../core/text/token.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';

/** ONNX Runtime would stop with a message about a Gather node; this one says what is wrong. @throws FaultError `vocabulary-mismatch` */
export function checkIds(tokens: readonly Token[], { vocabularySize }: Pick<ModelSummary, 'vocabularySize'>): void {
  const outside = tokens.find(token => !isIndex(token.id, vocabularySize));
  if (!outside) return;
  throw new FaultError({
    code: 'vocabulary-mismatch',
    title: 'Tokenizer and model do not belong together',
    cause: `The tokenizer gives the token number ${outside.id}, and the model's word table has ${formatCount(vocabularySize)} rows.`,
    nextStep: 'Take tokenizer.json from the same place as the model, or use the built-in model.',
  });
}

/** @throws FaultError `empty-text` when no token stands for any text */
export function checkContent(tokens: readonly Token[]): void {
  if (tokens.some(token => token.start >= 0)) return;
  throw new FaultError({
    code: 'empty-text',
    title: 'The text holds nothing the model can read',
    cause: 'The tokenizer drops all of its characters.',
    nextStep: 'Choose a text with at least one word.',
  });
}
