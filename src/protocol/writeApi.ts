import type { ModelRequest } from './engineApi.ts';
import type { Tellable, Told } from '../core/model/told.ts';

/** Asks a model to write the second of two texts. */
export interface WriteRequest extends Pick<ModelRequest, 'directory' | 'variant'> {
  /** The first. */
  readonly text: string;
  readonly told?: Told;
  /** Tokens that it may write. */
  readonly most: number;
}

/** A text as a model wrote it. */
export interface WrittenByModel {
  readonly text: string;
  /** How many it wrote. */
  readonly tokens: number;
  /** It said itself that the text ends; false: it was stopped. */
  readonly ended: boolean;
  /** Tokens at which it was, or would have been, stopped: no more than there is room for beside the first text. */
  readonly most: number;
  /** Read beside the first text it has the tokens that it was written in. */
  readonly isReadAlike: boolean;
}

/** What a folder's files offer where two texts are chosen, nothing being loaded. */
export interface WritingOffer extends Tellable {
  /** The model can write the second text itself: a `target` of the first, or what goes on behind it. */
  readonly writes: 'target' | 'continuation' | null;
  /** It is one that translates: a Marian, one with languages, or with a task that is called so. */
  readonly translates: boolean;
}
