import type { HeadRef } from '../attention/lens.ts';
import { verbOf } from '../describe/attention.ts';
import { describeTold } from '../describe/told.ts';
import { isToldNothing } from '../model/told.ts';
import { nameOfModel } from '../describe/model.ts';
import { fromSample } from '../describe/sample.ts';
import { sampleOf } from '../state/unitMatrix.ts';
import { visibleText } from '../text/visibleText.ts';
import { nameOfHeads, nameOfLevel, type Taken, type TakenModel } from './taken.ts';
import { whoLooks, type TakenPair } from './takenPair.ts';

/**
 * Where numbers are from: what every file carries, in this order. No date, so that equal input gives equal bytes.
 * @param own head of the word that the numbers are of, where each word has one of its own
 */
export function provenanceOf(taken: Taken, own: HeadRef | null = null): readonly (readonly [name: string, value: string])[] {
  const { model, fingerprint, heads, direction, level, sinkHidden, isEdited, matrix, pair } = taken;
  const sample = sampleOf(matrix);
  return [
    ['model', visibleText(nameOfModel(model))],
    ['fingerprint', fingerprint],
    ['heads', visibleText(nameOfHeads(heads, model, own))],
    ['direction', verbOf(heads.selection.kind, direction)],
    ['level', nameOfLevel(level)],
    ['special tokens', specialTokens(taken)],
    ['sinks', sinkHidden === null ? 'none' : sinkHidden ? 'hidden, nothing is rescaled' : 'shown'],
    ...(sample === null ? [] : [['rows', fromSample(sample)] as const]),
    ...(pair ? [['texts', whoLooks(pair)] as const] : []),
    ...toldOf(taken),
    ...hashesOf(taken),
    ...(isEdited ? [['text', 'as it was: it was edited since'] as const] : []),
  ];
}

/** Of two texts none is looked at: what is left out is neither shown nor hidden by choice. */
function specialTokens({ pair, hideSpecial }: Pick<Taken, 'pair' | 'hideSpecial'>): 'hidden' | 'shown' | 'left out' {
  return pair ? 'left out' : hideSpecial ? 'hidden' : 'shown';
}

/** Two texts by what they are called; null: one. */
interface NamedTexts {
  readonly pair: Pick<TakenPair, 'names' | 'told'> | null;
}

function toldOf({ pair }: NamedTexts): Pairs {
  return pair && !isToldNothing(pair.told) ? [['told', describeTold(pair.told)]] : [];
}

function hashesOf({ pair, textHashes }: Pick<Taken, 'textHashes'> & NamedTexts): Pairs {
  return textHashes.map((hash, place) => [`${pair?.names[place] ?? 'text'} SHA-256`, hash]);
}

type Pairs = readonly (readonly [name: string, value: string])[];

const inOneLine = (pairs: Pairs) => pairs.map(([name, value]) => `${name}: ${value}`).join('; ');

/** In one line, for tables and pictures. */
export function provenanceLine(taken: Taken, own: HeadRef | null = null): string {
  return inOneLine(provenanceOf(taken, own));
}

/** Where the numbers of an answer are from that is not of the heads that are looked through. */
export interface AnswerSource {
  readonly model: Pick<TakenModel, 'name' | 'variant' | 'variants'>;
  readonly fingerprint: string;
  /** Null: of no text. */
  readonly text: (Pick<Taken, 'level' | 'textHashes' | 'isEdited'> & NamedTexts) | null;
}

/** @param about what was measured, and how */
export function answerLine({ model, fingerprint, text }: AnswerSource, about: Pairs): string {
  return inOneLine([
    ['model', visibleText(nameOfModel(model))],
    ['fingerprint', fingerprint],
    ...about,
    ...(text === null
      ? []
      : ([
          ['level', nameOfLevel(text.level)],
          ...toldOf(text),
          ...hashesOf(text),
          ...(text.isEdited ? [['text', 'as it was: it was edited since'] as const] : []),
        ] as const)),
  ]);
}

/** The same as data. */
export function provenanceData(taken: Taken) {
  const { model, fingerprint, heads, direction, level, sinkHidden, textHashes, isEdited, pair } = taken;
  return {
    model: nameOfModel(model),
    fingerprint,
    heads: nameOfHeads(heads, model),
    direction,
    level,
    specialTokens: specialTokens(taken),
    sinks: sinkHidden === null ? null : sinkHidden ? 'hidden' : 'shown',
    ...(pair && { texts: whoLooks(pair) }),
    ...(pair && !isToldNothing(pair.told) && { told: pair.told }),
    textSha256: pair ? textHashes : textHashes[0]!,
    ...(isEdited && { textAsItWas: true }),
  };
}
