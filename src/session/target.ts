import { placeAfter, type Place } from '../core/text/anchor.ts';
import { joinTexts, type TextPair, type Within } from '../core/text/textPair.ts';

/** What is to be explored: a piece of a document as it stood when it was asked for, or two of them. */
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
  /** A second text is read with it: `text` is both then, this one behind the other. */
  readonly second?: SecondText;
}

/** The second of two texts, and where it stands. */
export interface SecondText {
  readonly uri: string;
  readonly label: string;
  readonly start: Place;
  /** UTF-16 offsets in `Target.text`: where the first text ends, and where this one begins. */
  readonly firstEnd: number;
  readonly from: number;
  /** What stays within the texts is looked at, and not what goes from one to the other. */
  readonly within?: Within;
}

/** Two texts as one target. @param first that is looked at @param second that looks at it @param within what is looked at instead */
export function pairTarget(first: Target, second: Target, within?: Within): Target {
  const { text, pair } = joinTexts(first.text, second.text);
  return {
    ...first,
    what: 'selection',
    text,
    skipped: 0,
    tooLong: first.tooLong || second.tooLong,
    fit: 'start',
    caret: 0,
    chat: false,
    second: {
      uri: second.uri,
      label: second.label,
      start: second.start,
      firstEnd: pair[0].end,
      from: pair[1].start,
      ...(within && { within }),
    },
  };
}

/** Without the white space at its ends, which is no part of one of two texts: a decoder would read it. */
export function trimmed(target: Target): Target {
  const text = target.text.trimStart();
  const start = placeAfter(target.start, target.text.slice(0, target.text.length - text.length));
  return { ...target, start, text: text.trimEnd() };
}

/** Where two texts stand in what is read; null for a single one. */
export function pairIn({ text, second }: Target): TextPair | null {
  return second
    ? [
        { start: 0, end: second.firstEnd },
        { start: second.from, end: text.length },
      ]
    : null;
}

/** The same two texts with another kind of attention looked at. @param within undefined: what goes from one to the other */
export function lookingWithin(target: Target, within: Within | undefined): Target {
  if (!target.second) return target;
  const { within: _, ...second } = target.second;
  return { ...target, second: { ...second, ...(within && { within }) } };
}

/** Whether two targets are the same two texts with another kind of attention looked at. */
export function isOtherLook(a: Target, b: Target): boolean {
  const [first, other] = [a.second, b.second];
  if (!first || !other || first.within === other.within) return false;
  return a.text === b.text && a.uri === b.uri && first.uri === other.uri && first.from === other.from;
}

/** Each text of a target by itself. */
export function textsIn(target: Target): readonly [Target] | readonly [Target, Target] {
  const { second, ...whole } = target;
  if (!second) return [target];
  const { uri, label, start } = second;
  return [
    { ...whole, text: target.text.slice(0, second.firstEnd) },
    { ...whole, uri, label, start, text: target.text.slice(second.from) },
  ];
}
