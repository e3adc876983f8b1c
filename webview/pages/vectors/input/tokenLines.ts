import { linesOfTokens } from '../../../../src/core/describe/tokens.ts';
import type { TokenList } from '../../../../src/core/text/tokenList.ts';
import { tokensByCharacter } from '../../../../src/core/text/words.ts';

/** Tokens of a page: more would make a page slow, and longer than anybody reads. */
export const PAGE_TOKENS = 400;

/** Tokens of a list, those together that share a character, by the line that they begin in. */
export interface TokenRows {
  /** Of one character each, ascending. */
  readonly groups: readonly (readonly number[])[];
  /** Line of each group, from 0: special tokens around the text stand in its first and last one. */
  readonly lines: readonly number[];
  /** The first group of each page, and the end of the last one. */
  readonly pages: readonly number[];
}

export function tokenRows(list: TokenList): TokenRows {
  const lineOf = linesOfTokens(list);
  const groups = tokensByCharacter(list.tokens);
  const lines: number[] = [];
  let line = 0;
  for (const group of groups) {
    const first = group[0]!;
    if (lineOf[first]! >= 0) line = lineOf[first]!;
    lines.push(line);
  }
  return { groups, lines, pages: pagesOf(groups, lines) };
}

/** A page ends with a line where it can, and never inside a group. */
function pagesOf(groups: TokenRows['groups'], lines: readonly number[]): number[] {
  const pages = [0];
  let count = 0;
  let lastLine = 0;
  for (let group = 0; group < groups.length; group++) {
    const start = pages.at(-1)!;
    if (group > start && lines[group] !== lines[group - 1]) lastLine = group;
    count += groups[group]!.length;
    if (count <= PAGE_TOKENS || group === start) continue;
    const end = lastLine > start ? lastLine : group;
    pages.push(end);
    count = groups.slice(end, group + 1).reduce((sum, { length }) => sum + length, 0);
  }
  pages.push(groups.length);
  return pages;
}

/** What one page shows of a line. */
export interface TokenLine {
  /** From 0, in the text. */
  readonly line: number;
  /** Tokens that begin in it, wherever they are shown. */
  readonly count: number;
  /** Indices of groups. */
  readonly groups: readonly number[];
}

export function linesOfPage({ lines: counts }: Pick<TokenList, 'lines'>, { lines, pages }: TokenRows, page: number): TokenLine[] {
  const found: { readonly line: number; readonly count: number; readonly groups: number[] }[] = [];
  for (let group = pages[page]!; group < pages[page + 1]!; group++) {
    const line = lines[group]!;
    if (found.at(-1)?.line !== line) found.push({ line, count: counts[line] ?? 0, groups: [] });
    found.at(-1)!.groups.push(group);
  }
  return found;
}

/** The page that a token is on. */
export function pageOfToken({ groups, pages }: TokenRows, token: number): number {
  let page = 0;
  while (page + 2 < pages.length && groups[pages[page + 1]!]![0]! <= token) page++;
  return page;
}
