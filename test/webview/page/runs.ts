import { attentionOf, type WholeAttention } from '../../../src/core/attention/maps.ts';
import { encoderStack } from '../../../src/core/model/stack.ts';
import type { Token } from '../../../src/core/text/token.ts';
import { groupWords, pieceUnits } from '../../../src/core/text/words.ts';
import type { RunSummary } from '../../../src/protocol/engineApi.ts';
import france from '../../fixtures/panel/france.json';
import { createRandom } from '../../support/random.ts';
import { franceVectors, syntheticVectors, type FixtureVectors } from './vectors.ts';

/** A run as the engine would hold it: tokens, units, the attention of all heads, vectors. */
export interface FixtureRun {
  readonly summary: RunSummary;
  readonly attention: WholeAttention;
  readonly vectors: FixtureVectors;
}

export type RunName = 'france' | 'long' | 'hostile' | 'invalid' | 'unknown' | 'causal' | 'large';

const LAYERS = 6;
const HEADS = 12;
/** The fixture's weights are whole ten-thousandths. */
const FIXTURE_SCALE = 10_000;

export function createRun(name: RunName): FixtureRun {
  switch (name) {
    case 'france':
      return franceRun();
    case 'invalid':
      return withInvalidHead(franceRun(), 2, 5);
    case 'long':
      return syntheticRun(longText(300));
    case 'hostile':
      return syntheticRun(HOSTILE_TEXT);
    case 'causal':
      return causalRun();
    case 'large':
      return largeRun();
    case 'unknown':
      return syntheticRun(UNKNOWN_TEXT, 'vocabulary');
  }
}

/** Real weights of the built-in model. */
function franceRun(): FixtureRun {
  const tokens = france.tokens.map(([text, start, end], id): Token => {
    const at = Number(start);
    return { id, text: String(text), start: at, end: Number(end), special: at < 0, unknown: false };
  });
  const maps = france.attention.map(heads => Float32Array.from(heads.flat(), weight => weight / FIXTURE_SCALE));
  return asRun(france.text, tokens, maps, franceVectors());
}

function withInvalidHead(run: FixtureRun, layer: number, head: number): FixtureRun {
  const { attention, summary } = run;
  const { stack, rows, columns, maps } = attention;
  const size = rows * columns;
  maps[layer]!.fill(NaN, head * size, (head + 1) * size);
  return { ...run, summary: { ...summary, invalidHeads: [[layer, head]] }, attention: attentionOf(stack, rows, columns, maps) };
}

/** What a document can hold to harm a page, or to mislead its reader. */
const HOSTILE_TEXT = [
  '<img src=x onerror=globalThis.harmed=true>',
  '<script>globalThis.harmed=true</script>',
  'safe\u202Eesrever\u202C',
  'bell\u0007',
  'zero\u200Bwidth',
  'long'.repeat(250_000),
  '👩‍👩‍👧‍👦',
  'שלום',
  '\uD83D',
  'end',
].join(' ');

/** Words that the built-in model has no token for; one is glued to a word that it has one for. */
const UNKNOWN_TEXT = 'she ate 🍕 with 猫 and laughed 🙂 because it was great🙂 again';

const VOCABULARY = (
  'the a of and in it was that for as with on by from river house money garden because which could never always little between water ' +
  'reader sentence company company, borrowed travelled wonderful, yesterday. light morning window letter music question answer understanding'
).split(' ');

function longText(words: number): string {
  const random = createRandom(7);
  return Array.from({ length: words }, () => VOCABULARY[Math.floor(random() * VOCABULARY.length)]!).join(' ');
}

/**
 * One token a word of white space, and weights of the usual kinds: sinks, neighbours, and a few sharp links.
 * @param known 'vocabulary': only words of small letters have a token of their own
 */
function syntheticRun(text: string, known: 'all' | 'vocabulary' = 'all'): FixtureRun {
  const pieces = [...text.matchAll(/[^\s]+/gu)].map(match => ({ start: match.index, end: match.index + match[0].length }));
  const special = (name: string, id: number): Token => ({ id, text: name, start: -1, end: -1, special: true, unknown: false });
  const tokens = [
    special('[CLS]', 101),
    ...pieces.map(({ start, end }, i): Token => {
      const piece = text.slice(start, end);
      const unknown = known === 'vocabulary' && !/^[a-z]+$/.test(piece);
      return { id: unknown ? 100 : 1000 + i, text: unknown ? '[UNK]' : piece, start, end, special: false, unknown };
    }),
    special('[SEP]', 102),
  ];
  const random = createRandom(11);
  const maps = Array.from({ length: LAYERS }, (_, layer) => {
    const map = new Float32Array(HEADS * tokens.length ** 2);
    for (let head = 0; head < HEADS; head++) fillHead(map, head, tokens.length, layer, random);
    return map;
  });
  return asRun(text, tokens, maps, syntheticVectors(tokens, LAYERS));
}

/** Nine words of a model in which a word sees only itself and those before it. */
function causalRun(): FixtureRun {
  const text = 'the dog that chased cats was tired of them';
  const tokens = wordTokens(text);
  const size = tokens.length;
  const random = createRandom(17);
  const maps = Array.from({ length: LAYERS }, () => {
    const map = new Float32Array(HEADS * size * size);
    for (let row = 0; row < HEADS * size; row++) {
      const weights = Array.from({ length: (row % size) + 1 }, () => random() ** 4 + 0.01);
      const sum = weights.reduce((a, b) => a + b, 0);
      map.set(
        weights.map(weight => weight / sum),
        row * size,
      );
    }
    return map;
  });
  return asRun(text, tokens, maps, syntheticVectors(tokens, LAYERS), { ...encoderStack(LAYERS, HEADS), causal: true });
}

/** The shape of a large decoder: 32 layers of 32 heads. */
function largeRun(): FixtureRun {
  const [layers, heads] = [32, 32];
  const text = 'a model of thirty-two layers with thirty-two heads each has many pictures';
  const tokens = wordTokens(text);
  const random = createRandom(19);
  const maps = Array.from({ length: layers }, (_, layer) => {
    const map = new Float32Array(heads * tokens.length ** 2);
    for (let head = 0; head < heads; head++) fillHead(map, head, tokens.length, layer, random);
    return map;
  });
  return asRun(text, tokens, maps, syntheticVectors(tokens, layers), encoderStack(layers, heads));
}

function wordTokens(text: string): Token[] {
  return [...text.matchAll(/\S+/gu)].map((match, i): Token => {
    const [piece] = match;
    return { id: 1000 + i, text: piece, start: match.index, end: match.index + piece.length, special: false, unknown: false };
  });
}

function fillHead(map: Float32Array, head: number, size: number, layer: number, random: () => number): void {
  const sink = random() * 0.2 * layer;
  const offset = Math.floor(random() * 7) - 3;
  const sharpness = random() ** 2 * 12;
  for (let query = 0; query < size; query++) {
    const row = map.subarray((head * size + query) * size, (head * size + query + 1) * size);
    let sum = 0;
    for (let key = 0; key < size; key++) {
      const near = Math.exp(-Math.abs(query + offset - key));
      const link = random() < 0.6 / size ? random() * sharpness : 0;
      row[key] = near + link + 0.001 * random() + (key === 0 ? sink * size * 0.02 : 0);
      sum += row[key]!;
    }
    for (let key = 0; key < size; key++) row[key]! /= sum;
  }
}

function asRun(
  text: string,
  tokens: readonly Token[],
  maps: readonly Float32Array[],
  vectors: FixtureVectors,
  stack = encoderStack(LAYERS, HEADS),
): FixtureRun {
  const summary: RunSummary = {
    runId: 1,
    directory: 'built-in',
    tokens,
    words: groupWords(text, tokens),
    pieces: pieceUnits(text, tokens),
    totalTokens: tokens.length,
    shownStart: 0,
    shownEnd: text.length,
    invalidHeads: [],
    runMilliseconds: 20,
  };
  const attention: WholeAttention = {
    stack,
    rows: tokens.length,
    columns: tokens.length,
    maps,
    invalid: new Set(),
  };
  return { summary, attention, vectors };
}
