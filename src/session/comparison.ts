import { formatCount } from '../core/describe/numbers.ts';
import { comparePlaces, createAnchor, followChanges, placeAfter, reattach, standsAt, type Anchor } from '../core/text/anchor.ts';
import { FaultError } from '../core/faults.ts';
import { inContext, placesOfWord } from '../core/text/occurrences.ts';
import { PLACE_AROUND, surroundingsOf } from '../core/text/surroundings.ts';
import { visibleText } from '../core/text/visibleText.ts';
import { cutText } from '../core/text/textCheck.ts';
import type { OccurrenceContext } from '../core/state/viewState.ts';
import type { CompareSlice, Occurrence } from '../protocol/embeddingApi.ts';
import { MAX_RUN_CHARACTERS } from '../protocol/engineApi.ts';
import type { OccurrenceItem, OccurrencePart } from '../protocol/panelParts.ts';
import type { StandingText } from './standing.ts';
import type { DocumentEdit, SessionDocument } from './documents.ts';

/** A text that occurrences are looked for in: a document as it stood, or a typed sentence (no uri). */
export interface ComparedText {
  readonly uri: string | null;
  readonly name: string;
  /** Its first {@link MAX_RUN_CHARACTERS}. */
  readonly text: string;
  readonly isCut: boolean;
  /** Its document reads differently now: the numbers are of the text as it was. */
  readonly isEdited: boolean;
}

export function comparedText(uri: string | null, name: string, whole: string): ComparedText {
  const text = cutText(whole, MAX_RUN_CHARACTERS);
  return { uri, name, text, isCut: text.length < whole.length, isEdited: false };
}

/** One occurrence with its place in its document, which is followed through edits. */
export interface ComparedPlace {
  readonly text: number;
  readonly start: number;
  readonly end: number;
  readonly anchor: Anchor;
}

/** Occurrences of one word, as they stood when they were asked for, and the names a person gave to their senses. */
export interface Comparison {
  /** Given by who keeps it; 0: not kept yet. */
  readonly id: number;
  /** Counts what changed beside the numbers: names of groups, places. */
  readonly revision: number;
  /** What the engine said, by context and model, so that naming a group computes nothing again. */
  readonly slices: Map<string, CompareSlice>;
  readonly word: string;
  readonly texts: readonly ComparedText[];
  readonly places: readonly ComparedPlace[];
  readonly groups: readonly string[];
  /** Occurrences beyond the limit. */
  readonly beyond: number;
}

/** See {@link placesOfWord}. */
export function compareWord(word: string, texts: readonly ComparedText[]): Comparison {
  const found = placesOfWord(
    texts.map(({ text }) => text),
    word,
  );
  const places = found.places.map(({ text: index, start, end }): ComparedPlace => {
    const { text } = texts[index]!;
    const at = placeAfter({ line: 0, character: 0 }, text.slice(0, start));
    return { text: index, start, end, anchor: createAnchor(at, text.slice(start, end)) };
  });
  return { id: 0, revision: 0, slices: new Map(), word, texts, places, groups: places.map(() => ''), beyond: found.beyond };
}

/** Why a comparison of fewer than two places is none. */
export function nothingToCompare({ word, places, texts }: Comparison): FaultError {
  const cause = `\u201c${visibleText(word)}\u201d ${places.length === 0 ? 'does not stand in the text that was looked through' : 'stands there only once'}.`;
  const limit = `Only the first ${formatCount(MAX_RUN_CHARACTERS)} characters of a document are looked through.`;
  return new FaultError({
    code: 'empty-text',
    title: 'Nothing to compare',
    cause: texts.some(({ isCut }) => isCut) ? `${cause} ${limit}` : cause,
    nextStep: 'Choose another word, look through all open documents, or type a second sentence.',
  });
}

/** What the engine is asked: each occurrence in its whole text, or in its own sentence. */
export function contextsOf({ texts, places }: Comparison, context: OccurrenceContext): { texts: string[]; occurrences: Occurrence[] } {
  return inContext(
    texts.map(({ text }) => text),
    places,
    context,
  );
}

/** The text that is explored, where it stands in its document. */
type Explored = Pick<StandingText, 'anchor'> & { readonly target: Pick<StandingText['target'], 'uri'> };

/** Its document was looked through, but none of the places stands in the explored text. */
export function isOutside({ texts, places }: Comparison, { target: { uri }, anchor: { range } }: Explored): boolean {
  const isInside = ({ text, anchor }: ComparedPlace) =>
    texts[text]!.uri === uri && comparePlaces(range.start, anchor.range.start) <= 0 && comparePlaces(anchor.range.end, range.end) <= 0;
  return texts.some(text => text.uri === uri) && !places.some(isInside);
}

/** What the panel shows of a comparison that the engine made, beside what is explored. */
export function occurrencePart(
  comparison: Comparison,
  context: OccurrenceContext,
  slice: CompareSlice,
  explored: Explored,
): OccurrencePart {
  const { word, texts, places, beyond } = comparison;
  return {
    word,
    context,
    items: slice.found.map(index => itemOf(comparison, index)),
    slice,
    beyond,
    unread: places.length - slice.found.length,
    cut: texts.filter(({ isCut }) => isCut).map(({ name }) => name),
    edited: texts.filter(({ isEdited }) => isEdited).map(({ name }) => name),
    outside: isOutside(comparison, explored),
    elsewhere: texts.some(({ uri }) => uri === explored.target.uri) ? [] : texts.filter(({ uri }) => uri !== null).map(({ name }) => name),
  };
}

function itemOf({ texts, places, groups }: Comparison, index: number): OccurrenceItem {
  const { anchor, text, ...span } = places[index]!;
  const { text: whole, name, uri } = texts[text]!;
  return {
    document: uri === null ? '' : name,
    line: uri === null ? 0 : anchor.range.start.line + 1,
    ...surroundingsOf(whole, span, PLACE_AROUND),
    group: groups[index]!,
    live: anchor.live,
  };
}

/** Follows an edit of one of the documents; the same object when it is none of them. */
export function followComparison(comparison: Comparison, { document, changes }: DocumentEdit): Comparison {
  return movedPlaces(comparison, document, anchor => followChanges(anchor, changes, document.read));
}

/** A document came back (closed and opened, another language): its occurrences are looked for where they were. */
export function reattachComparison(comparison: Comparison, document: SessionDocument): Comparison {
  return movedPlaces(comparison, document, anchor => reattach(anchor, document.whole, document.read));
}

function movedPlaces(comparison: Comparison, { uri, whole, read }: SessionDocument, move: (anchor: Anchor) => Anchor): Comparison {
  const isIn = ({ text }: ComparedPlace) => comparison.texts[text]!.uri === uri;
  if (!comparison.places.some(isIn)) return comparison;
  const places = comparison.places.map(place => (isIn(place) ? { ...place, anchor: move(place.anchor) } : place));
  // Most keys move a word within its line, which the panel does not show: the cosines are not sent again for them.
  const isEdited = ({ text, isCut }: ComparedText): boolean =>
    !standsAt(whole.start, text, read) || (!isCut && comparePlaces(placeAfter(whole.start, text), whole.end) !== 0);
  const texts = comparison.texts.map(text => (text.uri === uri ? { ...text, isEdited: isEdited(text) } : text));
  const looksAlike =
    places.every(({ anchor }, at) => isShownAlike(anchor, comparison.places[at]!.anchor)) &&
    texts.every(({ isEdited }, at) => isEdited === comparison.texts[at]!.isEdited);
  return { ...comparison, revision: comparison.revision + (looksAlike ? 0 : 1), texts, places };
}

const isShownAlike = (a: Anchor, b: Anchor): boolean => a.live === b.live && a.range.start.line === b.range.start.line;

export function nameGroup(comparison: Comparison, index: number, name: string): Comparison {
  const groups = comparison.groups.map((group, at) => (at === index ? name : group));
  return { ...comparison, revision: comparison.revision + 1, groups };
}
