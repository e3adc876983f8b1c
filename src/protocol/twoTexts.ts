import type { WholeAttention } from '../core/attention/maps.ts';
import type { AttentionStack, StackName } from '../core/model/stack.ts';
import type { Told } from '../core/model/told.ts';
import type { TokenSequence } from '../core/text/tokenSequence.ts';

/** An encoder-decoder: one text is read, another is written beside it. */
export interface TwoTextSummary {
  readonly directory: string;
  /** The encoder's. */
  readonly variant: string;
  readonly variants: readonly string[];
  readonly fingerprint: string;
  readonly name: string;
  /** Names of both files. */
  readonly file: string;
  readonly stacks: Readonly<Record<StackName, AttentionStack>>;
  /** Tokens that are read of each text at most. */
  readonly contextLength: { readonly source: number; readonly target: number };
  /** Names of what it can be asked to do, each of which puts a text before the source. */
  readonly tasks: readonly string[];
  /** Codes of the languages that it tells apart. */
  readonly languages: readonly string[];
  /** It can write the target itself. */
  readonly writes: boolean;
  readonly warnings: readonly string[];
}

export interface TwoTextRequest extends Told {
  readonly directory: string;
  readonly variant?: string;
  readonly source: string;
  /** What was written; or how many tokens the model may write itself. */
  readonly target: { readonly text: string } | { readonly most: number };
  /** Of a longer source the first so many tokens are read. */
  readonly maxTokens?: number;
}

/** What a model wrote. */
export interface Written {
  /** It said itself that the text ends; false: it was stopped. */
  readonly ended: boolean;
  /** Tokens behind those that every target begins with at which it was, or would have been, stopped. */
  readonly most: number;
}

/** Both texts as they were read, and all attention between them. */
export interface TwoTextRun {
  readonly model: TwoTextSummary;
  readonly source: TokenSequence;
  /** From the token that every target begins with; row i is what token i, when it has been read, attends to. */
  readonly target: TokenSequence;
  readonly texts: { readonly source: string; readonly target: string };
  readonly attention: Readonly<Record<StackName, WholeAttention>>;
  /** Null for a target that was given. */
  readonly written: Written | null;
  readonly runMilliseconds: number;
}
