import { theSink } from './sinks.ts';
import type { OutlierDimensions } from '../vectors/outlierDimensions.ts';
import { formatCount, formatSigned, percent } from './numbers.ts';
import { plain, quoted, type SentencePart } from './sentence.ts';
import type { UnitNoun } from './attention.ts';
import { nameOfState } from './heat.ts';
import { namedWord, type NamedWord } from './unknown.ts';
import type { Direction } from '../attention/lens.ts';
import { foldSpelling } from '../text/spelling.ts';
import { chanceBound } from '../vectors/rankCorrelation.ts';

/** The words that have a place in both orders: those of the text but the word itself, those that attention cannot link with it, and hidden sinks. */
export interface ComparedWords {
  readonly count: number;
  readonly noun: UnitNoun;
  readonly direction: Direction;
  /** Whether words are left out because causal attention cannot link them with it. */
  readonly leavesUnseen: boolean;
  /** Hidden sinks that are left out. */
  readonly sinks: number;
}

/** What the lead sentence of *Vectors* is about: one word, what it is near, and what it attends to. */
export interface EmbeddingComparison extends ComparedWords {
  readonly word: NamedWord;
  /** False while the likenesses are not here. */
  readonly compared: boolean;
  /** Nearest by word embedding; null when nothing can be compared. */
  readonly nearest: NamedWord | null;
  /** Whether their word embeddings are one and the same: the cosine is 1. */
  readonly equal: boolean;
  /** What gets (or gives) the largest weight; null when the weights are invalid. */
  readonly attended: string | null;
  /** Whether both are one place in the text, not only the same word. */
  readonly same: boolean;
  /** Weights of a rollout are followed through layers; they are no attention of one step. */
  readonly rollout: boolean;
  /** Rank correlation of the two orders; NaN when they have none. */
  readonly correlation: number;
}

/** "By its embedding `it` is nearest to `I`; `it` attends most to `France`. Over all 10 words and marks the two orders show no clear relation." */
export function embeddingStatement(comparison: EmbeddingComparison): SentencePart[] {
  const { nearest, attended } = comparison;
  const word = quoted(comparison.word.label);
  if (comparison.count === 0) return standsAlone(word, comparison);
  // Of a word that is near only because the model knows neither, nothing is true "too".
  const same = comparison.same && nearest !== null && !shareUnknown(comparison);
  const parts = likenessParts(comparison);
  if (parts.length > 0) parts.push(plain(same ? ', and ' : '; '));
  if (attended === null) return [...parts, word, plain(' has invalid weights under this lens.')];
  parts.push(word, plain(` ${verbOf(comparison)} `), quoted(attended), plain(same ? ' too.' : '.'));
  if (nearest === null) return parts;
  parts.push(plain(` ${ordersSentence(comparison)}`));
  return parts;
}

function standsAlone(word: SentencePart, { direction, leavesUnseen, sinks }: ComparedWords): SentencePart[] {
  const aside = sinks === 0 ? '' : ` but ${theSink(sinks)}`;
  if (!leavesUnseen) return [word, plain(` stands alone: there is no other word${aside} to compare it with.`)];
  if (direction === 'to') return [word, plain(` sees no other word${aside} that it could be compared with.`)];
  return [plain('No other word sees '), word, plain(': there is none to compare it with.')];
}

function ordersSentence({ count, noun, leavesUnseen, sinks, correlation }: EmbeddingComparison): string {
  if (count === 1) return 'One word has no order to compare.';
  const all = leavesUnseen ? `these ${formatCount(count)}` : count === 2 && !noun.endsWith('marks') ? 'both' : `all ${formatCount(count)}`;
  const aside = sinks === 0 ? '' : `, without ${theSink(sinks)},`;
  return `Over ${all} ${noun}${aside} the two orders ${relationOf(correlation, count)}.`;
}

/** `that it sees`: the words that causal attention links with the word. */
function linkedBy(direction: Direction): string {
  return direction === 'to' ? 'that it sees' : 'that see it';
}

/** Whether both words are read as the unknown token and nothing else. */
function shareUnknown({ equal, word, nearest }: EmbeddingComparison): boolean {
  return equal && word.unknown === 'all' && nearest?.unknown === 'all';
}

function likenessParts(comparison: EmbeddingComparison): SentencePart[] {
  const { compared, word, nearest, equal, leavesUnseen, noun, direction } = comparison;
  if (!compared) return [];
  const own = quoted(word.label);
  if (nearest === null) return [own, plain(' has no word embedding to compare')];
  const other = foldSpelling(word.label) === foldSpelling(nearest.label) ? 'the other ' : '';
  if (shareUnknown(comparison))
    return [own, plain(` and ${other}`), quoted(nearest.label), plain(' are both unknown to the model, so they share one embedding')];
  const among = leavesUnseen ? [plain(` among the ${noun} ${linkedBy(direction)}`)] : [];
  if (word.unknown === 'all')
    return [plain('The embedding of '), own, plain(' is that of the unknown token, nearest to '), ...namedWord(nearest), ...among];
  if (equal) return [plain('By its embedding '), ...namedWord(word), plain(` is the same as ${other}`), ...namedWord(nearest)];
  return [plain('By its embedding '), ...namedWord(word), plain(' is nearest to '), ...namedWord(nearest), ...among];
}

function verbOf({ direction, rollout }: EmbeddingComparison): string {
  if (rollout) return direction === 'to' ? 'draws most on' : 'is drawn on most by';
  return direction === 'to' ? 'attends most to' : 'is attended most by';
}

/** Beyond chance, but below this two orders have little in common: over hundreds of words even a small correlation is no chance. */
const STRONG = 0.5;

/** What may be said of two orders: nothing while their correlation lies within chance. */
export function relationOf(correlation: number, count: number): string {
  if (Number.isNaN(correlation)) return 'cannot be compared';
  if (Math.abs(correlation) <= chanceBound(count)) return 'show no clear relation';
  if (Math.abs(correlation) < STRONG) return correlation > 0 ? 'agree weakly' : 'run weakly against each other';
  return correlation > 0 ? 'agree' : 'run against each other';
}

/** How far ρ may stray by chance. */
export function chanceNote({ count, noun, direction, leavesUnseen, sinks }: ComparedWords): string {
  if (count < 3) return 'Too few words for a rank correlation.';
  const bound = chanceBound(count);
  const few = count < 30 ? 'With so few, anything' : 'Anything';
  const words = leavesUnseen ? `${formatCount(count)} ${noun} ${linkedBy(direction)}` : `${formatCount(count)} other ${noun}`;
  const aside = sinks === 0 ? '' : `, without ${theSink(sinks)}`;
  return `ρ is the rank correlation over the ${words}${aside}. ${few} from ${formatSigned(-bound)} to ${formatSigned(bound)} can be chance.`;
}

/** `ρ 0.77`, or why there is none. */
export function correlationLabel(correlation: number): string {
  return Number.isNaN(correlation) ? 'no ρ' : `ρ ${formatSigned(correlation)}`;
}

/** A heading: "Vector after 3 of 6 layers". */
export function nameOfVector(state: number, layers: number): string {
  return `Vector ${nameOfState(state, layers)}`;
}

/**
 * "2 of its dimensions (507, 247) hold 58 % of the squared length of the vectors here, and make them alike: the mean cosine of two words is 0.64 with them, 0.13
 * without."
 */
export function outlierNote({ dimensions, share, meanCosine, meanWithout }: OutlierDimensions, leavesOut: boolean): string {
  const isOne = dimensions.length === 1;
  const them = isOne ? 'it' : 'them';
  const which = `${isOne ? 'One dimension' : `${dimensions.length} dimensions`} (${dimensions.join(', ')})`;
  const holds = `${isOne ? 'holds' : 'hold'} ${percent(share)} of the squared length of the vectors here, and ${isOne ? 'makes' : 'make'} them alike`;
  const cosines = `the mean cosine of two words is ${formatSigned(meanCosine)} with ${them}, ${formatSigned(meanWithout)} without`;
  return `${which} ${holds}: ${cosines}.${leavesOut ? ` The words are compared without ${them}.` : ''}`;
}
