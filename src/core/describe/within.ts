import type { StackName } from '../model/stack.ts';
import type { Within } from '../text/textPair.ts';

/** Attention that two texts can be looked at by. */
export interface LookOption {
  /** Null: what goes from one to the other. */
  readonly within: Within | null;
  readonly name: string;
  readonly title: string;
}

const IN_ONE_MODEL: readonly LookOption[] = [
  { within: null, name: 'across', title: 'What the words of one text give those of the other' },
  { within: 'each', name: 'within', title: 'What the words of each text give those of their own text' },
];

/** Of an encoder-decoder the heads are others each time. */
const IN_ENCODER_DECODER: readonly LookOption[] = [
  { within: null, name: 'across', title: 'Cross-attention: what the target gives the source' },
  { within: 'first', name: 'source', title: 'Self-attention of the encoder: what the words of the source give each other' },
  { within: 'second', name: 'target', title: 'Self-attention of the decoder: what the words of the target give those before them' },
];

/** @param stack of an encoder-decoder; left out: a model that reads both texts as one */
export function lookOptions(stack: StackName | undefined): readonly LookOption[] {
  return stack === undefined ? IN_ONE_MODEL : IN_ENCODER_DECODER;
}

/** `across`, `within`, `source` */
export function nameOfLook(stack: StackName | undefined, within: Within | null): string {
  return lookOptions(stack).find(option => option.within === within)?.name ?? '';
}
