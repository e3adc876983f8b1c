import type { Place } from '../core/text/anchor.ts';

/** What is to be explored: a piece of a document as it stood when it was asked for. */
export interface Target {
  /** Address of the document. */
  readonly uri: string;
  readonly label: string;
  readonly what: 'selection' | 'document';
  /** Where `text` starts in the document. */
  readonly start: Place;
  readonly text: string;
  /** UTF-16 units between the start of what was asked for and `text`. */
  readonly skipped: number;
  /** True when there was more text than one request may carry. */
  readonly tooLong: boolean;
  readonly fit: 'start' | 'around';
  /** UTF-16 offset of the caret in `text`. */
  readonly caret: number;
  /** It is read as a message to the model, see `RunRequest.chat`. */
  readonly chat?: boolean;
}
