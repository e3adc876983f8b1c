import { createHash } from 'node:crypto';
import { hashOfText } from '../core/export/identity.ts';
import type { Anchor, Place, PlaceRange } from '../core/text/anchor.ts';
import type { View } from '../core/attention/lens.ts';
import type { Span } from '../core/text/span.ts';
import { standsInText, type Unit } from '../core/text/token.ts';
import type { ViewState } from '../core/state/viewState.ts';
import { TEXT, unitRef, type UnitRef } from '../core/text/unitRef.ts';
import { wordAt } from '../core/text/words.ts';
import { sequenceOf } from '../core/text/tokenSequence.ts';
import type { Cut } from '../protocol/panelApi.ts';
import type { MatrixSlice, ModelSummary, RunSummary } from '../protocol/engineApi.ts';
import { derived } from './derived.ts';
import { mapOf, placesIn, type Addressed, type StandingPlace, type StandingText } from './standing.ts';
import { isOtherLook, type Target } from './target.ts';

/** What a model made of a target: a finished run, and the matrix that the text is coloured by. */
export interface TextRun {
  readonly target: Target;
  readonly model: ModelSummary;
  readonly summary: RunSummary;
  readonly matrix: MatrixSlice;
  /** The lens, layer or head that the matrix is of. */
  readonly view: View;
}

/** One explored text: what was run, and where the part of it that the model read stands now. */
export interface Exploration extends TextRun, StandingText {}

export function unitsOf(exploration: Pick<Exploration, 'summary'>, level: ViewState['level']): readonly Unit[] {
  return sequenceOf(exploration.summary)[level];
}

/** Names run and view: the matrix is sent again only when this changes. */
export function dataKeyOf({ summary, matrix, view }: Pick<TextRun, 'summary' | 'matrix' | 'view'>): string {
  const name = view.kind === 'lens' ? view.id : `${view.layer}.${view.kind === 'head' ? view.head : view.kind}`;
  return [summary.runId, matrix.level, view.kind, name].join('|');
}

/** Whether a run is of other attention of the same words: the same two texts, by the same model, each token where it was. */
export function isReadAlike(before: TextRun | null, { target, model }: TextRun): boolean {
  if (!before || !isOtherLook(before.target, target)) return false;
  return before.model.fingerprint === model.fingerprint && before.model.twoTexts === model.twoTexts;
}

/** Whether a run has the unit at a level. */
export function hasUnit(exploration: Pick<Exploration, 'summary'>, level: ViewState['level'], { stream, unit }: UnitRef): boolean {
  return stream === TEXT && unit < unitsOf(exploration, level).length;
}

/** The unit at an offset of the target's text. */
export function unitAtOffset(exploration: Pick<Exploration, 'summary'>, level: ViewState['level'], offset: number): UnitRef | null {
  const unit = wordAt(unitsOf(exploration, level), offset);
  return unit < 0 ? null : unitRef(TEXT, unit);
}

/** The unit at the caret, or the one it stands right behind; a line break is none, though a token may stand for it. @param caret UTF-16 offset in the target's text */
export function caretUnit(exploration: Pick<Exploration, 'summary' | 'target'>, level: ViewState['level'], caret: number): UnitRef | null {
  const { text } = exploration.target;
  const seen = (offset: number): UnitRef | null => {
    const found = unitAtOffset(exploration, level, offset);
    if (!found) return null;
    const { start, end } = unitsOf(exploration, level)[found.unit]!;
    return text.slice(start, end).trim() === '' ? null : found;
  };
  return seen(caret) ?? (caret === 0 ? null : seen(caret - 1));
}

/** What is shown, and whether it stands there unedited. */
interface Standing {
  readonly exploration: Exploration | null;
  readonly isLive: boolean;
  readonly state: Pick<ViewState, 'level'>;
}

/** The unit at a place of a document; null: not explored, edited, or between words. */
export function unitAt(shown: Standing, document: Addressed, place: Place): UnitRef | null {
  return unitBy(unitAtOffset, shown, document, place);
}

/** The unit at the caret, or the one it stands right behind. */
export function unitAtCaret(shown: Standing, document: Addressed, place: Place): UnitRef | null {
  return unitBy(caretUnit, shown, document, place);
}

function unitBy(find: typeof caretUnit, { exploration, isLive, state }: Standing, document: Addressed, place: Place): UnitRef | null {
  if (!exploration || !isLive) return null;
  const uri = document.uri.toString();
  for (const { uri: own, anchor, from } of placesOf(exploration)) {
    const offset = own === uri && anchor.live ? mapOf(anchor).offsetAt(place) : -1;
    if (offset >= 0) return find(exploration, state.level, offset + from);
  }
  return null;
}

/** The texts that were read, each where it stands now. */
export function placesOf(exploration: Exploration): readonly StandingPlace[] {
  return placesIn(exploration, sequenceOf(exploration.summary).shownStart);
}

/** The text that an offset in the target's text is in. */
export function placeWith(exploration: Exploration, offset: number): StandingPlace {
  const places = placesOf(exploration);
  return places.findLast(({ from }) => from <= offset) ?? places[0]!;
}

/** Whether it stands where it was read: of two texts one may be edited. */
export function standsUnedited(exploration: Exploration, { start }: Span): boolean {
  return placeWith(exploration, start).anchor.live;
}

/** Where a span of the target's text stands in its document, one range per line so that no mark covers a line break. */
export function rangesOf(exploration: Exploration, span: Span): PlaceRange[] {
  const { anchor, from } = placeWith(exploration, span.start);
  return mapOf(anchor).rangesOf(span.start - from, span.end - from);
}

/** Where the pinned word stands, or what it is linked with; nowhere without one, or where it is no word of the text. */
export function rangesOfSubject(exploration: Exploration, state: Subject, end: End = 'first'): PlaceRange[] {
  const unit = unitOfSubject(exploration, state, end);
  return unit ? rangesOf(exploration, unit) : [];
}

/** The text that it stands in; the first one, where it is nowhere. */
export function placeOfPinned(exploration: Exploration, state: Subject, end: End = 'first'): StandingPlace {
  return placeWith(exploration, unitOfSubject(exploration, state, end)?.start ?? 0);
}

type Subject = Pick<ViewState, 'pinned' | 'linked' | 'level'>;
type End = 'first' | 'second';

function unitOfSubject(exploration: Exploration, { pinned, linked, level }: Subject, end: End): Unit | null {
  const ref = end === 'first' ? pinned : linked?.[0];
  const unit = ref && unitsOf(exploration, level)[ref.unit];
  return unit && standsInText(unit) ? unit : null;
}

/** @param offset UTF-16 offset in the target's text */
export function placeOf(exploration: Exploration, offset: number): Place {
  const { anchor, from } = placeWith(exploration, offset);
  return mapOf(anchor).placeAt(offset - from);
}

/** What was left out because the model reads fewer tokens; null when nothing was. */
export function cutOf({ target, summary, model, anchor }: Exploration): Cut | null {
  const { tokens, totalTokens, words, shownStart } = sequenceOf(summary);
  if (target.second || (!target.tooLong && totalTokens <= tokens.length)) return null;
  const last = words.findLast(standsInText);
  const isStart = target.skipped === 0 && !/\S/.test(target.text.slice(0, shownStart));
  return {
    shownTokens: tokens.length,
    totalTokens: target.tooLong ? -1 : totalTokens,
    contextLength: model.contextLength,
    ownContext: model.ownContext,
    lastWord: last?.label ?? '',
    line: anchor.range.end.line + 1,
    fit: isStart ? 'start' : 'around',
  };
}

export const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

export function hashOf(text: string): string {
  return hashOfText(text, sha256);
}

const hashOfAnchor = derived(({ text }: Anchor) => hashOf(text));

/** Of the part that the model read, as it was run. */
export function hashOfExplored(exploration: Exploration): string {
  const [first, second] = hashesOfExplored(exploration);
  // Of both hashes, which are kept: every snapshot carries it, also while words are pointed at.
  return second === undefined ? first : sha256(`${first} ${second}`);
}

/** The same of each text. */
export function hashesOfExplored({
  anchor,
  second,
}: Pick<Exploration, 'anchor' | 'second'>): readonly [string] | readonly [string, string] {
  return second ? [hashOfAnchor(anchor), hashOfAnchor(second)] : [hashOfAnchor(anchor)];
}
