import { encoderOf } from '../../../src/core/model/stack.ts';
import type { Token } from '../../../src/core/text/token.ts';
import { MODEL_FACTS } from '../../support/modelFacts.ts';
import type { Told } from '../../../src/core/model/told.ts';
import type { TextPair, Within } from '../../../src/core/text/textPair.ts';
import { TEXT } from '../../../src/core/text/unitRef.ts';
import { groupWords, pieceUnits } from '../../../src/core/text/words.ts';
import type { ModelSummary, RunSummary } from '../../../src/protocol/engineApi.ts';

const lens = (id: string, selection: object) => ({ id, name: id, description: '', selection, combine: 'mean', evidence: [] });

export const LENSES = [lens('last', { kind: 'layer', layer: 1 }), lens('all', { kind: 'all' })];

const COMMON = { facts: MODEL_FACTS, contextLength: 10, ownContext: 10, vocabularySize: 9, maskToken: '[MASK]', about: '', warnings: [] };
/** By folder: a model with everything, a deeper, causal one of other lenses that lacks vectors, and a decoder whose texts are held by rows. */
const MODELS: Readonly<Record<string, object>> = {
  '/m': {
    name: 'm',
    layers: 2,
    attention: encoderOf([2, 2]),
    capabilities: ['hidden-states', 'word-vectors', 'mask-token', 'shared-width'],
    lenses: LENSES,
    defaultLens: 'last',
  },
  '/n': {
    name: 'n',
    layers: 3,
    attention: { ...encoderOf([1, 1, 1]), causal: true },
    capabilities: ['word-vectors'],
    lenses: [LENSES[1], lens('first', { kind: 'layer', layer: 0 })],
    defaultLens: 'first',
  },
  '/r': {
    name: 'r',
    layers: 2,
    attention: { ...encoderOf([2, 2]), causal: true },
    capabilities: ['word-vectors'],
    lenses: LENSES,
    defaultLens: 'all',
  },
};
export const FOLDERS = Object.keys(MODELS);

/** What the engine holds of a text that this model reads. */
export const heldBy = (directory: string): RunSummary['held'] => (directory === '/r' ? 'rows' : 'maps');

/** The rows of a sample: every third unit, which leaves most out. */
export const sampledUnits = (size: number): number[] => Array.from({ length: Math.ceil(size / 3) }, (_, index) => index * 3);

/** A state of the files of a model. */
export const fingerprintOf = (directory: string, version: number): string => `${directory} ${version}`;

export function modelAt(directory: string, version: number): ModelSummary {
  return {
    ...COMMON,
    ...MODELS[directory],
    directory,
    variant: 'model',
    variants: ['model'],
    fingerprint: fingerprintOf(directory, version),
  } as unknown as ModelSummary;
}

export interface HeldRun {
  readonly directory: string;
  readonly version: number;
  readonly text: string;
  readonly fit: 'start' | 'around';
  readonly caret: number;
  readonly masked?: readonly number[];
  readonly pair?: TextPair;
  readonly within?: Within;
  readonly told?: Told;
}

/** Texts whose words are taken away one at a time, and, of three, one of which a person is asked first. */
const PASS_MILLISECONDS = [600, 600, 6000];

/** Words that go into the model at most. */
const MOST_WORDS = 5;

/** Every word in pieces of two letters, or of three: another state of the model's files cuts words elsewhere. */
export function summaryOf({ directory, text, fit, caret, version, pair, within, told }: HeldRun, runId: number): RunSummary {
  const special = (name: string): Token => ({ id: 1, text: name, special: true, unknown: false, start: -1, end: -1 });
  const all = [...text.matchAll(/\w+/g)].map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
  const atCaret = all.findIndex(({ end }) => end > caret);
  const first = fit === 'start' || atCaret < 0 ? 0 : Math.max(0, Math.min(atCaret - 2, all.length - MOST_WORDS));
  // Two texts are read whole.
  const most = pair ? Infinity : MOST_WORDS;
  const words = all.slice(first, first + most);
  const length = 2 + (version % 2);
  const pieces = words.flatMap(({ start, end }) =>
    Array.from({ length: Math.ceil((end - start) / length) }, (_, piece): Token => {
      const span = { start: start + piece * length, end: Math.min(end, start + (piece + 1) * length) };
      return { id: 2, text: text.slice(span.start, span.end), special: false, unknown: false, ...span };
    }),
  );
  const second = pair ? pieces.findIndex(({ start }) => start >= pair[1].start) : pieces.length;
  const between = pair ? [special('[SEP]')] : [];
  const tokens = [special('[CLS]'), ...pieces.slice(0, second), ...between, ...pieces.slice(second), special('[SEP]')];
  return {
    runId,
    variant: 'model',
    variants: ['model'],
    directory,
    fingerprint: fingerprintOf(directory, version),
    sequences: [
      {
        stream: TEXT,
        tokens,
        words: groupWords(text, tokens),
        pieces: pieceUnits(text, tokens),
        totalTokens: tokens.length + all.length - words.length,
        shownStart: first === 0 ? 0 : words[0]!.start,
        shownEnd: first + most < all.length ? words.at(-1)!.end : text.length,
      },
    ],
    invalidHeads: [],
    held: heldBy(directory),
    ...(pair && { pair }),
    ...(pair && within && { within }),
    ...(told && { told }),
    runMilliseconds: PASS_MILLISECONDS[text.length % 3],
  } as unknown as RunSummary;
}
