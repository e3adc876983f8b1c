import type { Place, PlaceRange } from '../../core/text/anchor.ts';
import type { SessionDocument } from '../documents.ts';
import { hashOf } from '../exploration.ts';
import { plainLines, type KeptPlace } from './finding.ts';

/** How far from where it stood a text is looked for, in lines. */
const LINES = 2000;

/** Where the text of a finding stands now: where it stood, else on the nearest lines that hold just this text; null where it was edited. */
export function findText(
  { read, whole }: Pick<SessionDocument, 'read' | 'whole'>,
  { range, length, hash }: Pick<KeptPlace, 'range' | 'length' | 'hash'>,
): PlaceRange | null {
  const [startLine, startCharacter, endLine, endCharacter] = range;
  const height = endLine - startLine;
  if (height < 0) return null; // remembered by somebody's hand
  const first = Math.max(0, startLine - LINES);
  const behind = endLine + LINES + 1;
  // Read once: line by line it would be as many times the text as lines.
  const near = { start: { line: first, character: 0 }, end: behind > whole.end.line ? whole.end : { line: behind, character: 0 } };
  const lines = plainLines(read(near)).split('\n');
  const ends = [0];
  for (const line of lines) ends.push(ends.at(-1)! + line.length + 1);
  const lengthAt = (at: number): number => {
    const to = Math.min(endCharacter, lines[at + height]!.length);
    return ends[at + height]! + to - ends[at]! - Math.min(startCharacter, lines[at]!.length);
  };
  const textAt = (at: number): string => {
    const found = lines.slice(at, at + height + 1);
    found[height] = found[height]!.slice(0, endCharacter);
    return found.join('\n').slice(Math.min(startCharacter, lines[at]!.length));
  };
  const place = (line: number, character: number): Place => ({ line, character });
  for (let distance = 0; distance <= LINES; distance++)
    for (const line of distance === 0 ? [startLine] : [startLine - distance, startLine + distance]) {
      const at = line - first;
      if (at < 0 || at + height >= lines.length || lengthAt(at) !== length || hashOf(textAt(at)) !== hash) continue;
      return { start: place(line, startCharacter), end: place(line + height, endCharacter) };
    }
  return null;
}
