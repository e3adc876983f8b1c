import { formatCount } from './numbers.ts';
import { nameBytes, type ListedToken, type TokenList } from '../text/tokenList.ts';
import { visibleText } from '../text/visibleText.ts';
import { contextNote } from './context.ts';
import { counted } from './counted.ts';
import { drawTable } from './table.ts';

/** Text of a document or a vocabulary with its spaces to be seen as well: `␣it`. */
export function showSpaces(text: string): string {
  return visibleText(text.replaceAll(' ', '␣'));
}

/** What a token stands for, as it may be shown: its text with white space visible, bytes where it has no text of its own, the name of one that stands for nothing. */
export function labelOfToken({ text, written, frame, bytes, special }: ListedToken): string {
  if (bytes) return nameBytes(bytes);
  if (written !== '' || frame) return showSpaces(frame ? frame.text : written);
  return special ? visibleText(text) : showSpaces(text.replaceAll(/[\u0120\u2581]/gu, ' '));
}

/** Line of each token, from 0; -1 for one that stands for no text. */
export function linesOfTokens({ tokens, lines }: Pick<TokenList, 'tokens' | 'lines'>): Int32Array {
  const found = new Int32Array(tokens.length).fill(-1);
  let line = 0;
  let left = lines[0] ?? 0;
  for (const [index, { start }] of tokens.entries()) {
    if (start < 0) continue;
    while (left === 0 && line + 1 < lines.length) left = lines[++line]!;
    left--;
    found[index] = line;
  }
  return found;
}

/**
 * Where a token stands, as an editor counts: `line 7, columns 60 to 62`.
 * @param line of the token, from 0 @param first line and column (1-based) that the text begins at
 */
export function placeOfToken(
  text: string,
  { start, end }: ListedToken,
  line: number,
  first: { readonly line: number; readonly column: number },
): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const column = start - lineStart + (line === 0 ? first.column : 1);
  const last = column + Math.max(1, end - start) - 1;
  const goesOn = text.slice(start, end - 1).includes('\n');
  const columns = goesOn
    ? `from column ${formatCount(column)} on`
    : last > column
      ? `columns ${formatCount(column)} to ${formatCount(last)}`
      : `column ${formatCount(column)}`;
  return `line ${formatCount(first.line + line)}, ${columns}`;
}

/** `24 tokens of 96 characters in 2 lines (WordPiece)`. */
export function sizeOfList({ kind, text, tokens, lines }: TokenList): string {
  return `${counted(tokens.length, 'token')} of ${counted(charactersIn(text), 'character')} in ${counted(lines.length, 'line')} (${kind})`;
}

/** Where reading stops, or what a run leaves out; null where the model reads all of it, or where that is not known. */
export function readingNote({ tokens, read }: Pick<TokenList, 'tokens' | 'read'>): string | null {
  const own = (token: ListedToken): boolean => token.start >= 0;
  if (!read || (!tokens.slice(0, read.from).some(own) && !tokens.slice(read.to).some(own))) return null;
  const from = tokens.slice(0, read.from).some(own)
    ? `tokens ${formatCount(read.from)} to ${formatCount(read.to - 1)}`
    : `the tokens before ${formatCount(read.to)}`;
  return `The model reads ${formatCount(read.contextLength)} tokens at once, special ones included${contextNote(read)}: of this text ${from}.`;
}

/** What normalisation changed, in one sentence: `I` as `i`, what was left out; null where it changed nothing. */
export function normalisationNote({ text, tokens, dropped }: Pick<TokenList, 'text' | 'tokens' | 'dropped'>): string | null {
  const changed = tokens.filter(({ readAs }) => readAs !== null);
  const pairs = changed.map(({ written, readAs }) => `${showSpaces(written)} as ${showSpaces(readAs!)}`);
  const left = dropped.map(({ start, end }) => visibleText(text.slice(start, end)));
  const parts = [
    changed.length > 0 ? `${counted(changed.length, 'token')} read otherwise than written (${firstOf(pairs)})` : '',
    dropped.length > 0 ? `${counted(dropped.length, 'stretch', 'stretches')} left out (${firstOf(left)})` : '',
  ].filter(Boolean);
  return parts.length === 0 ? null : `Normalisation: ${parts.join('; ')}.`;
}

const MOST_NAMED = 5;

/** Each once. */
function firstOf(names: readonly string[]): string {
  const once = [...new Set(names)];
  return once.length <= MOST_NAMED ? once.join(', ') : `${once.slice(0, MOST_NAMED).join(', ')} …`;
}

/** For a terminal, a text file, the clipboard: every token in a row, then what there is to say of all. */
export function tokenTable(list: TokenList): string[] {
  const rows = list.tokens.map((token, index) => [
    visibleText(token.text),
    formatCount(index),
    String(token.id),
    token.start < 0 ? '-' : `${formatCount(token.start)}-${formatCount(token.end)}`,
    noteOf(token),
  ]);
  const notes = [readingNote(list), normalisationNote(list)].filter(note => note !== null);
  return [
    ...drawTable(['token', 'place', 'id', 'span', 'in the text'], rows),
    '',
    `${sizeOfList(list)}. Spans are in UTF-16 units.`,
    ...notes,
  ];
}

function noteOf({ written, bytes, readAs, special, unknown }: ListedToken): string {
  const shown = showSpaces(written);
  if (special) return written === '' ? 'special' : `${shown}, special`;
  if (unknown) return `${shown}, unknown`;
  if (bytes) return `${shown}, its ${bytes.length === 1 ? 'byte' : 'bytes'} ${nameBytes(bytes)}`;
  return readAs === null ? shown : `${shown}, read as ${showSpaces(readAs)}`;
}

const COLUMNS = ['place', 'id', 'entry', 'text', 'start', 'end', 'line', 'bytes', 'read_as', 'kind'] as const;

/** For a spreadsheet: a row a token under a header. In a cell, `\n`, `\t`, `\r` and `\\` stand for what they do in most languages. */
export function tokensAsTsv(list: TokenList): string {
  const lines = linesOfTokens(list);
  const rows = list.tokens.map(({ id, text, written, start, end, bytes, readAs, special, unknown }, place) => {
    const stands = start >= 0;
    return [
      place,
      id,
      cell(text),
      cell(written),
      stands ? start : '',
      stands ? end : '',
      stands ? lines[place]! + 1 : '',
      bytes ? nameBytes(bytes) : '',
      readAs === null ? '' : cell(readAs),
      special ? 'special' : unknown ? 'unknown' : '',
    ].join('\t');
  });
  return [COLUMNS.join('\t'), ...rows, ''].join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

function cell(text: string): string {
  return text.replaceAll(/[\\\n\t\r]/g, character => ESCAPES[character]!);
}

function charactersIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) count++;
  return count;
}
