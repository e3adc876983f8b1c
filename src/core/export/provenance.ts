import { verbOf } from '../describe/attention.ts';
import { nameOfModel } from '../describe/model.ts';
import { fromSample } from '../describe/sample.ts';
import { sampleOf } from '../state/unitMatrix.ts';
import { visibleText } from '../text/visibleText.ts';
import { nameOfHeads, nameOfLevel, type Taken, type TakenModel } from './taken.ts';

/** Where numbers are from: what every file carries, in this order. No date, so that equal input gives equal bytes. */
export function provenanceOf(taken: Taken): readonly (readonly [name: string, value: string])[] {
  const { model, fingerprint, heads, direction, level, hideSpecial, sinkHidden, textHash, isEdited, matrix } = taken;
  const sample = sampleOf(matrix);
  return [
    ['model', visibleText(nameOfModel(model))],
    ['fingerprint', fingerprint],
    ['heads', visibleText(nameOfHeads(heads, model))],
    ['direction', verbOf(heads.selection.kind, direction)],
    ['level', nameOfLevel(level)],
    ['special tokens', hideSpecial ? 'hidden' : 'shown'],
    ['sinks', sinkHidden === null ? 'none' : sinkHidden ? 'hidden, nothing is rescaled' : 'shown'],
    ...(sample === null ? [] : [['rows', fromSample(sample)] as const]),
    ['text SHA-256', textHash],
    ...(isEdited ? [['text', 'as it was: it was edited since'] as const] : []),
  ];
}

type Pairs = readonly (readonly [name: string, value: string])[];

const inOneLine = (pairs: Pairs) => pairs.map(([name, value]) => `${name}: ${value}`).join('; ');

/** In one line, for tables and pictures. */
export function provenanceLine(taken: Taken): string {
  return inOneLine(provenanceOf(taken));
}

/** Where the numbers of an answer are from that is not of the heads that are looked through. */
export interface AnswerSource {
  readonly model: Pick<TakenModel, 'name' | 'variant' | 'variants'>;
  readonly fingerprint: string;
  /** Null: of no text. */
  readonly text: Pick<Taken, 'level' | 'textHash' | 'isEdited'> | null;
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
          ['text SHA-256', text.textHash],
          ...(text.isEdited ? [['text', 'as it was: it was edited since'] as const] : []),
        ] as const)),
  ]);
}

/** The same as data. */
export function provenanceData(taken: Taken) {
  const { model, fingerprint, heads, direction, level, hideSpecial, sinkHidden, textHash, isEdited } = taken;
  return {
    model: nameOfModel(model),
    fingerprint,
    heads: nameOfHeads(heads, model),
    direction,
    level,
    specialTokens: hideSpecial ? 'hidden' : 'shown',
    sinks: sinkHidden === null ? null : sinkHidden ? 'hidden' : 'shown',
    textSha256: textHash,
    ...(isEdited && { textAsItWas: true }),
  };
}
