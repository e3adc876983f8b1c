import { formatSigned, formatWeight } from '../describe/numbers.ts';
import { nameOfState } from '../describe/heat.ts';
import type { WordView } from '../state/viewModel.ts';
import type { EntryKind } from '../text/vocabularyEntry.ts';
import { visibleText } from '../text/visibleText.ts';
import { answerLine, type AnswerSource } from './provenance.ts';
import { numbers, words, type Cell, type ExportTable } from './tables.ts';

const orNull = (value: number | undefined): Cell => (value !== undefined && Number.isFinite(value) ? value : null);
const length = (value: number) => value.toFixed(2);

/** What a column of {@link likenessTable} is made of. */
export interface WordColumn {
  readonly name: string;
  readonly view: WordView;
  readonly isCosine: boolean;
}

/** A word and every other one: how like it is, and what it attends to. A view without weights is left out. */
export function likenessTable(labels: readonly string[], source: number, columns: readonly WordColumn[], from: AnswerSource): ExportTable {
  const here = columns.filter(({ view }) => view.weights !== null);
  const [first] = here;
  const others = (first?.view.shown ?? []).filter(unit => unit !== source);
  return {
    caption: `“${labels[source]!}” and every other word: ${here.map(({ name }) => name.toLowerCase()).join(', ')}`,
    columns: [words('Word'), ...here.map(({ name, isCosine }) => numbers(name, isCosine ? formatSigned : formatWeight))],
    rows: others.map((unit): Cell[] => [
      labels[unit]!,
      ...here.map(({ view: { weights, unseen, unread } }) => (unseen.has(unit) || unread.has(unit) ? null : orNull(weights![unit]))),
    ]),
    source: answerLine(from, [['word', labels[source]!]]),
  };
}

/** What one word comes to in each hidden state. */
export interface PathOfWord {
  readonly toFixed: Float32Array;
  readonly toPrevious: Float32Array;
  readonly norms: Float32Array;
  readonly attentionNorms: Float32Array;
  readonly feedForwardNorms: Float32Array;
  /** Of attention in what the layer added. */
  readonly shares: Float32Array;
}

export function pathTable(label: string, path: PathOfWord, layers: number, source: AnswerSource): ExportTable {
  const { toFixed, toPrevious, norms, attentionNorms, feedForwardNorms, shares } = path;
  return {
    caption: `The way of “${label}” through the layers`,
    columns: [
      words('Vector'),
      numbers('Cosine to its embedding', formatSigned),
      numbers('Cosine to the layer before', formatSigned),
      numbers('Length', length),
      numbers('Attention adds', length),
      numbers('Feed-forward adds', length),
      numbers('Share of attention'),
    ],
    rows: Array.from(norms.keys(), (state): Cell[] => [
      nameOfState(state, layers),
      ...[toFixed[state], toPrevious[state], norms[state], attentionNorms[state - 1], feedForwardNorms[state - 1], shares[state]].map(
        orNull,
      ),
    ]),
    source: answerLine(source, [['word', label]]),
  };
}

/** What is nearest to a word in the vocabulary, by one of its vectors. */
export interface NearestEntries {
  /** `word embedding`, or which vector. */
  readonly by: string;
  readonly entries: readonly { readonly token: string; readonly kind: EntryKind; readonly cosine: number }[];
}

export function neighbourTable(label: string, lists: readonly NearestEntries[], source: AnswerSource): ExportTable {
  return {
    caption: `Nearest to “${label}” in the vocabulary`,
    columns: [words('By'), words('Entry'), words('Kind'), numbers('Cosine', formatSigned)],
    rows: lists.flatMap(({ by, entries }) =>
      entries.map(({ token, kind, cosine }): Cell[] => [by, visibleText(token), kind, orNull(Math.fround(cosine))]),
    ),
    source: answerLine(source, [['word', label]]),
  };
}

export interface MapOfWords {
  readonly state: number;
  readonly units: readonly number[];
  readonly points: Float32Array;
  readonly origins: Float32Array;
}

export function mapTable(
  labels: readonly string[],
  { state, units, points, origins }: MapOfWords,
  layers: number,
  source: AnswerSource,
): ExportTable {
  const hasOrigins = origins.length > 0;
  const names = ['First', 'Second', ...(hasOrigins ? ['Word embedding, first', 'Word embedding, second'] : [])];
  return {
    caption: `Map of the words, vectors ${nameOfState(state, layers)}: coordinates on the first two principal axes`,
    columns: [words('Word'), ...names.map(name => numbers(name, formatSigned))],
    rows: units.map((unit, place): Cell[] => [
      labels[unit]!,
      ...[points, ...(hasOrigins ? [origins] : [])].flatMap(values => [orNull(values[2 * place]), orNull(values[2 * place + 1])]),
    ]),
    source: answerLine(source, [['vector', nameOfState(state, layers)]]),
  };
}

/** Cosine of every two places of a word. */
export interface PlacesOfWord {
  readonly word: string;
  /** The text of each place, on one line. */
  readonly places: readonly string[];
  /** Row-major. */
  readonly cosines: Float32Array;
  /** `word embedding`, or which vector. */
  readonly by: string;
  /** What each place is read in. */
  readonly readIn: string;
}

export function placesTable({ word, places, cosines, by, readIn }: PlacesOfWord, source: AnswerSource): ExportTable {
  return {
    caption: `“${visibleText(word)}” in ${places.length} places: cosine of every two, ${by}`,
    columns: [words('Place'), words('Text'), ...places.map((_, place) => numbers(String(place + 1), formatSigned))],
    rows: places.map((text, row): Cell[] => [
      String(row + 1),
      visibleText(text),
      ...places.map((_, column) => orNull(cosines[row * places.length + column])),
    ]),
    source: answerLine(source, [
      ['vector', by],
      ['read in', readIn],
    ]),
  };
}
