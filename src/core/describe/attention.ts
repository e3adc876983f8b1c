import { counted } from './counted.ts';
import { formatCount, formatSigned, formatWeight } from './numbers.ts';
import { fromSample, NOT_READ, sampleNote } from './sample.ts';
import { plain, plainSentence, quoted, type SentencePart } from './sentence.ts';
import { theSink, whichOf } from './sinks.ts';
import { weightOf } from './strongest.ts';
import { namesOf, specialsGiven, specialShare } from './specials.ts';
import { statementAcross } from './across.ts';
import type { Combine, Direction, HeadRef, HeadSelection, Lens, View } from '../attention/lens.ts';
import { knownAs } from './views.ts';
import type { Level, Unit } from '../text/token.ts';
import { hasRow, valueIn, type UnitMatrix } from '../state/unitMatrix.ts';
import { strongestInText, strongestWord, type WordView } from '../state/viewModel.ts';
import { visibleText } from '../text/visibleText.ts';

/** How a text is looked through: as a person chose it, or the heads that this is. */
type LookKind = View['kind'] | HeadSelection['kind'];

/** What a view says of a word and another: a rollout is of what the word holds after layers, not of one look. */
export function verbOf(kind: LookKind, direction: Direction): string {
  if (kind === 'rollout') return direction === 'to' ? 'holds' : 'is held by';
  return direction === 'to' ? 'attends to' : 'is attended by';
}

/**
 * What a word attends to, or holds by rollout, so that the parts add up to 1: the strongest three that have a colour, the word itself, the rest,
 * when special tokens or a sink are hidden, their share, and, behind a sink, what went to no token. Weights received ('by') have no fixed sum, so only the strongest are named.
 * Where each word is seen through a head of its own, that head is named. @param lenses that heads are known by
 */
export function statementOf(
  units: readonly Unit[],
  view: WordView,
  direction: Direction,
  hideSpecial: boolean,
  kind: LookKind,
  lenses: readonly Lens[],
): SentencePart[] {
  const { source, weights, strongest, shown, order, unseen, hidden: sinks } = view;
  const verb = verbOf(kind, direction);
  if (source === null) {
    const what = direction === 'to' ? `it ${verb}` : `${verbOf(kind, 'to')} it`;
    return [plain(`Point at a word to see what ${what}, or move the cursor to one.`)];
  }
  if (weights === null) return [plain('Reading what '), quoted(units[source]!.label), plain(` ${verb} \u2026`)];
  const parts: SentencePart[] = [quoted(units[source]!.label)];
  const known = view.sample === null ? shown : [...order, ...sinks];
  if (known.some(index => !Number.isFinite(weights[index]!)))
    return [...parts, plain(' has invalid values here: the model gave numbers that are not weights. Nothing is coloured.')];
  if (direction === 'by' && sinks.size > 0 && order.length === 0)
    return [
      ...parts,
      plain(` is a sink, and hidden: what it is given has no colour.${unseenNote(unseen.size, direction)}${sampleNote(view.sample)}`),
    ];
  if (view.across !== undefined) {
    const seenIn = view.head ? `, in layer ${view.head[0]}, head ${view.head[1]}${knownAs(view.head, lenses)}` : '';
    return statementAcross(units, view, verb, direction, seenIn, unseenNote(unseen.size, direction));
  }
  if (strongest.length === 0) {
    parts.push(plain(` ${verb} no word enough for a colour`));
  } else {
    parts.push(plain(` ${verb} `));
    strongest.forEach((index, place) => {
      if (place > 0) parts.push(plain(', '));
      parts.push(quoted(units[index]!.label), plain(weightOf(view, place)));
    });
  }
  if (direction === 'by') return [...parts, plain(`.${unseenNote(unseen.size, direction)}${sampleNote(view.sample)}`)];
  if (view.head) parts.push(plain(` in layer ${view.head[0]}, head ${view.head[1]}${knownAs(view.head, lenses)}`));
  const hidden = hideSpecial ? specialShare(units, weights) : 0;
  const named = strongest.reduce((sum, index) => sum + weights[index]!, 0);
  const total = weights.reduce((sum, value) => sum + value, 0);
  const self = shown.includes(source) ? weights[source]! : 0;
  const toSinks = [...sinks].reduce((sum, index) => sum + weights[index]!, 0);
  const rest = Math.max(0, total - named - self - hidden - toSinks);
  const others = order.length - strongest.length;
  const shared =
    others > 0 || unseen.size === 0 ? `; the other ${others === 1 ? 'one has' : `${formatCount(others)} share`} ${formatWeight(rest)}` : '';
  parts.push(plain(`; itself ${formatWeight(self)}${shared}.${unseenNote(unseen.size, direction)}`));
  if (hideSpecial || sinks.size > 0) {
    const special = hideSpecial ? [plain(`${namesOf(specialsGiven(units, weights))}, ${formatWeight(hidden)}`)] : [];
    const labels = units.map(({ label }) => label);
    const names = [...sinks].flatMap((index, place) => [
      plain(place > 0 ? ' and ' : ''),
      quoted(labels[index]!),
      plain(whichOf(labels, index)),
    ]);
    const sink = sinks.size > 0 ? [plain(`${theSink(sinks.size)} `), ...names, plain(`, ${formatWeight(toSinks)}`)] : [];
    const between = special.length > 0 && sink.length > 0 ? [plain('; ')] : [];
    parts.push(plain(' Hidden and not rescaled: '), ...special, ...between, ...sink, plain('.'));
  }
  if (view.toNoToken !== undefined) parts.push(plain(` To no token, a sink of the model: ${formatWeight(view.toNoToken)}.`));
  return parts.filter(({ text }) => text !== '');
}

/** What causal attention leaves out of a sentence's numbers; '' where every word sees every other. */
function unseenNote(count: number, direction: Direction): string {
  if (count === 0) return '';
  if (direction === 'to') return ` It does not see the ${formatCount(count)} that ${count === 1 ? 'comes' : 'come'} later.`;
  return ` The ${formatCount(count)} before it ${count === 1 ? 'does' : 'do'} not see it.`;
}

const WHERE: { readonly [combine in Combine]: (headCount: number) => string } = {
  mean: headCount => `as the mean of ${counted(headCount, 'head')}`,
  max: headCount => `in the strongest of ${formatCount(headCount)} heads`,
  strongest: headCount => `in the one of ${formatCount(headCount)} heads that gives most of it to one other word`,
};

/** What the number is, in one line, and what it is not. */
export function explanationOf(direction: Direction, headCount: number, combine: Combine): string {
  const where = headCount === 1 ? 'in this head' : WHERE[combine](headCount);
  return direction === 'to'
    ? `How much of this word\u2019s update, ${where}, is drawn from each word. It is not likeness of meaning.`
    : `How much of each word\u2019s update, ${where}, is drawn from this word. It is not likeness of meaning.`;
}

/**
 * The same for a rollout, which is no mean of heads.
 * @param when as the place that it stands in counts: "after layer 5" beside heads, "after 3 of 6 layers" beside vectors
 */
export function explanationOfRollout(direction: Direction, when: string): string {
  const what =
    direction === 'to'
      ? `How much of each word that entered the model is in this word ${when}`
      : `How much of this word, as it entered the model, is in each word ${when}`;
  return `${what}, if attention and the residual connection count half each (Abnar and Zuidema 2020). It is an estimate from attention alone.`;
}

const LINK_SIGNS = { to: '\u2192', by: '\u2190', like: '\u2248' } as const;

/**
 * `it \u2192 France 0.59`, `it \u2190 because 0.21`, `king \u2248 queen 0.63`, for the word pointed at, else the one that it is linked with, else the strongest one;
 * empty when there is no word to name.
 */
export function linkOf(units: readonly Unit[], view: WordView, relation: keyof typeof LINK_SIGNS, linked: number | null = null): string {
  const { source, weights } = view;
  if (source === null) return '';
  if (weights === null) return relation === 'like' ? '' : `${visibleText(units[source]!.label)} \u2026`;
  const target = view.focus ?? linked ?? strongestWord(units, view);
  const name = view.together ? `${formatCount(view.together.length)} words` : visibleText(units[source]!.label);
  if (target === null) return name;
  const format = relation === 'like' ? formatSigned : formatWeight;
  const value = view.unseen.has(target) ? 'not seen' : view.unread.has(target) ? NOT_READ : format(weights[target]!);
  const sample = view.sample === null ? '' : ` (${fromSample(view.sample)})`;
  return `${name} ${LINK_SIGNS[relation]} ${visibleText(units[target]!.label)} ${value}${sample}`;
}

/** For screen readers and the Describe command: the statement, the lens, the share of special tokens. */
export function spokenDescription(
  units: readonly Unit[],
  view: WordView,
  direction: Direction,
  hideSpecial: boolean,
  kind: LookKind,
  lenses: readonly Lens[],
  lensName: string,
): string {
  const sentence = plainSentence(statementOf(units, view, direction, hideSpecial, kind, lenses));
  if (view.source === null || view.weights === null) return sentence;
  const share = specialShare(units, view.weights);
  const specials = specialsGiven(units, view.weights);
  const take = specials.length === 1 ? 'takes' : 'take';
  const isSaid = hideSpecial || view.across !== undefined;
  const special = direction === 'to' && !isSaid && share > 0 ? ` ${namesOf(specials)} ${take} ${formatWeight(share)}.` : '';
  const inText = strongestInText(units, view).length;
  return `${lensName}: ${sentence}${special}${inText === 0 ? ' No word of the text stands out.' : ''}`;
}

/** The weight of a word of a view in a table; '' without weights. */
export function weightIn({ weights, unseen, unread }: WordView, unit: number): string {
  if (weights === null) return '';
  if (unread.has(unit)) return NOT_READ;
  return unseen.has(unit) ? 'not seen' : formatWeight(weights[unit]!);
}

/** What is said of a cell in which causal attention has no weight. */
export const NOT_SEEN = 'not seen: it comes later';

/** Readout under the matrix: the value beside the range of heads it stands for, or how many times the even share of its row it is. */
export function cellNote(matrix: UnitMatrix, row: number, column: number, share: number): string {
  if (share === 0) return NOT_SEEN;
  if (!hasRow(matrix, row)) return 'its row is not among those read';
  if (matrix.headCount > 1 && matrix.low.length > 0)
    return rangeNote(matrix.headCount, valueIn(matrix, row, column, 'low'), valueIn(matrix, row, column, 'high'));
  return `${(valueIn(matrix, row, column) / share).toFixed(1)} \u00d7 even share`;
}

/** What a mean of heads stands for. @param heads that it is of: invalid ones are left out */
export function rangeNote(heads: number, low: number, high: number): string {
  if (heads === 0) return 'no head has valid weights here';
  return heads === 1 ? 'of a single head' : `the ${formatCount(heads)} heads range from ${formatWeight(low)} to ${formatWeight(high)}`;
}

/** How many heads of a layer have weights. */
export function validHeadsIn(layer: number, heads: number, invalid: readonly HeadRef[]): number {
  return heads - invalid.filter(head => head[0] === layer).length;
}

/** What units are called that a sentence counts: a punctuation mark is a unit, and no word. */
export type UnitNoun = `${'words' | 'sub-words'}${'' | ' and marks'}`;

export function nounOf(level: Level, counted: readonly Unit[]): UnitNoun {
  const hasMarks = counted.some(({ punctuation }) => punctuation);
  return `${level === 'words' ? 'words' : 'sub-words'}${hasMarks ? ' and marks' : ''}`;
}
