import { readingNote, unknownToken } from './unknown.ts';
import type { Level, Token, Unit } from '../text/token.ts';
import { visibleText } from '../text/visibleText.ts';

/** How units are written, by index of the unit. All of it is safe to show. */
export interface UnitLabels {
  /** The text of each; of a sub-word that the model does not know, the unknown token that it reads. */
  readonly labels: readonly string[];
  /** "read as [UNK]" for what the model does not know, else ''. */
  readonly readings: readonly string[];
}

const known = new WeakMap<readonly Unit[], UnitLabels>();

/** @param tokens those of the run; `units` are its words or its pieces, as `level` says */
export function unitLabels(units: readonly Unit[], tokens: readonly Token[], level: Level): UnitLabels {
  const found = known.get(units);
  if (found) return found;
  const unknown = units.map(unit => unknownToken(unit, tokens));
  const labels = units.map((unit, index) => visibleText((level === 'pieces' ? unknown[index] : null) ?? unit.label));
  const readings = units.map((unit, index) =>
    unknown[index] === null ? '' : readingNote(unit, labels[index]!, visibleText(unknown[index]!)),
  );
  const made = { labels, readings };
  known.set(units, made);
  return made;
}
