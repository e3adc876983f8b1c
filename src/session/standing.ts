import {
  comparePlaces,
  createAnchor,
  followChanges,
  placeAfter,
  PlaceMap,
  reattach,
  type Anchor,
  type PlaceRange,
} from '../core/text/anchor.ts';
import type { Span } from '../core/text/span.ts';
import { sequenceOf, type TokenSequence } from '../core/text/tokenSequence.ts';
import type { RunSummary } from '../protocol/engineApi.ts';
import { derived } from './derived.ts';
import type { DocumentEdit, SessionDocument } from './documents.ts';
import { textsIn, type Target } from './target.ts';

/** A text of a document, or two, where they stand now. */
export interface StandingText extends Anchors {
  readonly target: Target;
}

export interface Anchors {
  readonly anchor: Anchor;
  /** Of the second of two texts. */
  readonly second?: Anchor;
}

/** One text of a target, where it stands now. */
export interface StandingPlace {
  readonly uri: string;
  readonly label: string;
  readonly anchor: Anchor;
  /** UTF-16 offset in the target's text at which what is anchored begins. */
  readonly from: number;
}

/** The texts of a target, each by itself. @param from where what is anchored of a single one begins: a model may have read a part of it */
export function placesIn({ target, anchor, second }: StandingText, from = 0): readonly StandingPlace[] {
  const { uri, label } = target;
  if (!target.second || !second) return [{ uri, label, anchor, from }];
  return [
    { uri, label, anchor, from: 0 },
    { uri: target.second.uri, label: target.second.label, anchor: second, from: target.second.from },
  ];
}

export function anchorsOf({ anchor, second }: Anchors): Anchors {
  return { anchor, ...(second && { second }) };
}

/** Whether anything of it stands unedited: of two texts the one goes on where the other was changed. */
export function isLiveAnywhere({ anchor, second }: Anchors): boolean {
  return anchor.live || second?.live === true;
}

/** The same with what stands in a document moved. */
export function moved<Text extends StandingText>(text: Text, document: Addressed, move: (anchor: Anchor) => Anchor): Text {
  const uri = document.uri.toString();
  const { target, anchor, second } = text;
  return {
    ...text,
    ...(uri === target.uri && { anchor: move(anchor) }),
    ...(second && uri === target.second?.uri && { second: move(second) }),
  };
}

/** A document by its address, as a string or as what becomes one. */
export interface Addressed {
  readonly uri: { toString(): string };
}

/** Is it a text of this document, or one of two? */
export function isOf({ target }: Pick<StandingText, 'target'>, { uri }: Addressed): boolean {
  const address = uri.toString();
  return address === target.uri || address === target.second?.uri;
}

/** Where a target stands when it is asked for; it may have been made of a document that reads differently by now. From here on it is followed. */
export function standingOf(target: Target, documents: readonly SessionDocument[]): Anchors {
  const [anchor, second] = textsIn(target).map(({ uri, start, text }) => {
    const created = createAnchor(start, text);
    const document = documents.find(candidate => candidate.uri === uri);
    return document ? findAgain(created, document) : created;
  });
  return { anchor: anchor!, ...(second && { second }) };
}

/** The part of a target that the model read, once its run is taken over; two texts are read whole. */
export function standingPart(
  { target, anchor, second }: StandingText,
  read: Pick<TokenSequence, 'shownStart' | 'shownEnd'>,
  documents: readonly SessionDocument[],
): Anchors {
  return second ? { anchor, second } : { anchor: partOf({ target, anchor }, read, documents) };
}

function partOf(
  { target, anchor }: StandingText,
  { shownStart, shownEnd }: Pick<TokenSequence, 'shownStart' | 'shownEnd'>,
  documents: readonly SessionDocument[],
): Anchor {
  const text = target.text.slice(shownStart, shownEnd);
  const { within } = anchor;
  const at = placeAfter(anchor.range.start, target.text.slice(0, shownStart));
  if (anchor.live) return { ...createAnchor(at, text), ...(within && { within }) };
  // Edited while the model ran, perhaps beside the part that it read. Wherever that is, it is in what the whole became, and no copy of it elsewhere.
  const somewhere: Anchor = { range: anchor.range, text, live: false };
  const document = documents.find(candidate => isOf({ target }, candidate));
  return document ? followChanges(somewhere, [], document.read) : somewhere;
}

/** Where it stands after an edit of its document. */
export function followEdit(anchor: Anchor, { document, changes }: DocumentEdit): Anchor {
  return followChanges(anchor, changes, document.read);
}

/** Where it stands in a document that may have changed unseen, while it was closed. */
export function findAgain(anchor: Anchor, document: SessionDocument): Anchor {
  return reattach(anchor, document.whole, document.read);
}

/** Lines and characters of what is anchored. */
export const mapOf = derived((anchor: Anchor) => new PlaceMap(anchor));

/** Where a span of an anchored text stands, one range per line; a line break by itself is the range from the end of its line to the next one. */
export function rangesIn(anchor: Anchor, { start, end }: Span): readonly PlaceRange[] {
  if (start < 0 || end <= start) return [];
  const map = mapOf(anchor);
  const ranges = map.rangesOf(start, end);
  if (ranges.length > 0) return ranges;
  const from = map.placeAt(start);
  const to = map.placeAt(end);
  // The first half of a line break of two characters ends nowhere that an editor knows.
  return [{ start: from, end: comparePlaces(from, to) === 0 ? map.placeAt(end + 1) : to }];
}

/** Where the part of a run stands that the model read. @param exploration of the same text, perhaps of the same part */
export function anchorAgain(
  { target, summary }: { readonly target: Target; readonly summary: RunSummary },
  exploration: (Anchors & { readonly summary: RunSummary }) | null,
  open: readonly SessionDocument[],
): Anchors {
  const { shownStart, shownEnd } = sequenceOf(summary);
  const shown = exploration && sequenceOf(exploration.summary);
  if (exploration && (target.second || (shown?.shownStart === shownStart && shown.shownEnd === shownEnd))) return anchorsOf(exploration);
  return standingPart({ target, ...standingOf(target, open) }, sequenceOf(summary), open);
}
