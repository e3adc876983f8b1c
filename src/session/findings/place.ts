import type { Place, PlaceRange } from '../../core/text/anchor.ts';
import type { SessionDocument } from '../documents.ts';
import { hashOf } from '../exploration.ts';
import { plainLines, type Finding } from './finding.ts';

/** How far from where it stood a text is looked for, in lines. */
const LINES = 2000;

/** Where the text of a finding stands now: where it stood, else on the nearest lines that hold just this text; null where it was edited. */
export function findText(
  { read, whole }: Pick<SessionDocument, 'read' | 'whole'>,
  { range, length, hash }: Finding['text'],
): PlaceRange | null {
  const [startLine, startCharacter, endLine, endCharacter] = range;
  const last = whole.end.line - (endLine - startLine);
  const at = (line: number): PlaceRange => {
    const place = (line: number, character: number): Place => ({ line, character });
    return { start: place(line, startCharacter), end: place(line + endLine - startLine, endCharacter) };
  };
  for (let distance = 0; distance <= LINES; distance++) {
    const lines = distance === 0 ? [startLine] : [startLine - distance, startLine + distance];
    for (const line of lines.filter(candidate => candidate >= 0 && candidate <= last)) {
      const text = read(at(line));
      // Most lines differ in length already.
      if (plainLines(text).length === length && hashOf(text) === hash) return at(line);
    }
  }
  return null;
}
