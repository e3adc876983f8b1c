import type { PlaceChange, PlaceRange } from '../core/text/anchor.ts';
import type { Event } from './emitter.ts';

/** A document as the session sees it: an address, and text at places. */
export interface SessionDocument {
  readonly uri: string;
  readonly whole: PlaceRange;
  readonly read: (range: PlaceRange) => string;
}

/** One edit, all its parts at once; `document` is as it stands after it. */
export interface DocumentEdit {
  readonly document: SessionDocument;
  readonly changes: readonly PlaceChange[];
}

/** The editor's documents. */
export interface Documents {
  /** Those that are open now. */
  readonly open: readonly SessionDocument[];
  readonly onEdit: Event<DocumentEdit>;
  /** Opened, also after a change of language, which closes and opens a document, and after it was changed on disk while closed. */
  readonly onOpen: Event<SessionDocument>;
}
