import type { Anchor, Place } from '../core/text/anchor.ts';
import { countWords } from '../core/text/textCheck.ts';
import { sequenceOf } from '../core/text/tokenSequence.ts';
import type { Step } from '../protocol/rpc.ts';
import type { Documents } from './documents.ts';
import type { TextRun } from './exploration.ts';
import { isOf, moved, standingOf, standingPart, type Addressed, type Anchors, type StandingText } from './standing.ts';
import type { Target } from './target.ts';

/** The text that was asked for last, while it is read and once it is shown. */
export interface AskedText extends StandingText {
  readonly words: number;
  /** How far the model is with it, where it says so. */
  readonly step: Step | null;
  /** Where the caret was put since it was asked for. */
  readonly caret?: Place;
  /** And in which document. */
  readonly caretUri?: string;
}

/** Keeps that text, and follows it and the caret in it while the model runs. */
export class Asked {
  private readonly documents: Documents;
  private readonly isRunning: () => boolean;
  private last: AskedText | null = null;

  constructor(documents: Documents, isRunning: () => boolean) {
    this.documents = documents;
    this.isRunning = isRunning;
  }

  get text(): AskedText | null {
    return this.last;
  }
  /** The same while it is read. */
  get running(): AskedText | null {
    return this.isRunning() ? this.last : null;
  }

  /** @param anchors where it stands, where that is known */
  ask(target: Target, anchors: Anchors = standingOf(target, this.documents.open)): void {
    this.last = { target, ...anchors, words: countWords(target.text), step: null };
  }

  /** True when it is of the text that is read. */
  goOn(target: Target, step: Step): boolean {
    if (this.running?.target !== target) return false;
    this.last = { ...this.running, step };
    return true;
  }

  putCaret(document: Addressed, caret: Place): void {
    if (this.running && isOf(this.running, document)) this.last = { ...this.running, caret, caretUri: document.uri.toString() };
  }

  follow(document: Addressed, move: (anchor: Anchor) => Anchor): void {
    if (this.running) this.last = moved(this.running, document, move);
  }

  /** Where the part of it stands that a run of it has read. */
  partOf({ summary }: TextRun): Anchors | null {
    return this.last && standingPart(this.last, sequenceOf(summary), this.documents.open);
  }
}
