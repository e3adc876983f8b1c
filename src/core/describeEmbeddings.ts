import { formatSigned, plain, quoted, type SentencePart } from './describe.ts';
import { nameOfState } from './describeHeat.ts';
import type { Direction } from './lens.ts';
import { chanceBound } from './rankCorrelation.ts';

/** What the lead sentence of "Embeddings and attention" is about: one word, what it is near, and what it attends to. */
export interface EmbeddingComparison {
  readonly word: string;
  /** False while the likenesses are not here. */
  readonly compared: boolean;
  /** Nearest by word embedding; null when nothing can be compared. */
  readonly nearest: string | null;
  /** Whether their word embeddings are one and the same: the cosine is 1. */
  readonly equal: boolean;
  /** What gets (or gives) the largest weight; null when the weights are invalid. */
  readonly attended: string | null;
  /** Whether both are one place in the text, not only the same word. */
  readonly same: boolean;
  readonly direction: Direction;
  /** Weights of a rollout are followed through layers; they are no attention of one step. */
  readonly rollout: boolean;
  /** Words compared: those of the text but the word itself. */
  readonly count: number;
  /** Rank correlation of the two orders; NaN when they have none. */
  readonly correlation: number;
  readonly noun: 'words' | 'sub-words';
}

/** "By its embedding `it` is nearest to `I`; `it` attends most to `France`. Over all 10 words the two orders show no clear relation." */
export function embeddingStatement(comparison: EmbeddingComparison): SentencePart[] {
  const { word, nearest, attended, count, noun } = comparison;
  if (count === 0) return [quoted(word), plain(' stands alone: there is no other word to compare it with.')];
  const same = comparison.same && nearest !== null;
  const parts = likenessParts(comparison);
  if (parts.length > 0) parts.push(plain(same ? ', and ' : '; '));
  if (attended === null) return [...parts, quoted(word), plain(' has invalid weights under this lens.')];
  parts.push(quoted(word), plain(` ${verbOf(comparison)} `), quoted(attended), plain(same ? ' too.' : '.'));
  if (nearest === null) return parts;
  const all = count === 2 ? 'both' : `all ${count}`;
  parts.push(plain(` Over ${all} ${noun} the two orders ${relationOf(comparison.correlation, count)}.`));
  return parts;
}

function likenessParts({ compared, word, nearest, equal }: EmbeddingComparison): SentencePart[] {
  if (!compared) return [];
  if (nearest === null) return [quoted(word), plain(' has no word embedding to compare')];
  return [plain('By its embedding '), quoted(word), plain(equal ? ' is the same as the other ' : ' is nearest to '), quoted(nearest)];
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
export function chanceNote(count: number, noun: EmbeddingComparison['noun']): string {
  if (count < 3) return 'Too few words for a rank correlation.';
  const bound = chanceBound(count);
  const few = count < 30 ? 'With so few, anything' : 'Anything';
  return `ρ is the rank correlation over the ${count} other ${noun}. ${few} from ${formatSigned(-bound)} to ${formatSigned(bound)} can be chance.`;
}

/** `ρ 0.77`, or why there is none. */
export function correlationLabel(correlation: number): string {
  return Number.isNaN(correlation) ? 'no ρ' : `ρ ${formatSigned(correlation)}`;
}

/** A heading: "Vector after 3 of 6 layers". */
export function nameOfVector(state: number, layers: number): string {
  return `Vector ${nameOfState(state, layers)}`;
}
