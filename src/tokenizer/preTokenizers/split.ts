import { sliceAligned } from '../aligned.ts';
import { corrupt } from '../file/faults.ts';
import { asSwitch, type JsonObject } from '../file/schema.ts';
import { readPattern } from '../pattern/read.ts';
import type { Pattern } from '../pattern/regex.ts';
import type { PreTokenizer } from './preTokenizer.ts';

/** What becomes of a match (`SplitDelimiterBehavior`); what is between matches is always a word. */
export type SplitBehavior = 'Removed' | 'Isolated' | 'MergedWithPrevious' | 'MergedWithNext' | 'Contiguous';

const BEHAVIORS: readonly unknown[] = [
  'Removed',
  'Isolated',
  'MergedWithPrevious',
  'MergedWithNext',
  'Contiguous',
] satisfies SplitBehavior[];

export function readSplit(options: JsonObject): PreTokenizer {
  return splitter(
    readPattern('pre-tokenizer', options['pattern']),
    readBehavior(options['behavior'], undefined),
    asSwitch(options['invert'], false),
  );
}

export function readBehavior(value: unknown, otherwise: SplitBehavior | undefined): SplitBehavior {
  const behavior = value ?? otherwise;
  if (!BEHAVIORS.includes(behavior)) throw corrupt('Its pre-tokenizer does not say what becomes of what it cuts at.');
  return behavior as SplitBehavior;
}

/** @param invert what is between matches is the match */
export function splitter(pattern: Pattern, behavior: SplitBehavior, invert = false): PreTokenizer {
  return {
    split: source =>
      merged(rangesOf(pattern, source.text, invert), behavior)
        .filter(({ from, to }) => from < to)
        .map(({ from, to }) => sliceAligned(source, from, to)),
  };
}

interface Range {
  from: number;
  to: number;
  readonly matches: boolean;
}

/** The whole text as matches and what is between them. A match of nothing is one as well: it keeps its neighbours apart. */
function rangesOf(pattern: Pattern, text: string, invert: boolean): Range[] {
  const ranges: Range[] = [];
  let done = 0;
  const between = (to: number): void => {
    if (done < to) ranges.push({ from: done, to, matches: invert });
  };
  for (const [from, to] of pattern(text)) {
    between(from);
    ranges.push({ from, to, matches: !invert });
    done = to;
  }
  between(text.length);
  return ranges;
}

function merged(ranges: readonly Range[], behavior: SplitBehavior): readonly Range[] {
  switch (behavior) {
    case 'Removed':
      return ranges.filter(({ matches }) => !matches);
    case 'Isolated':
      return ranges;
    case 'Contiguous':
      return joined(ranges, (range, previous) => range.matches === previous);
    case 'MergedWithPrevious':
      return joined(ranges, (range, previous) => range.matches && !previous);
    case 'MergedWithNext':
      return joined([...ranges].reverse(), (range, next) => range.matches && !next).reverse();
  }
}

/** Joins a range to the one before it where `joins` says so. Before the first there is what is no match. */
function joined(ranges: readonly Range[], joins: (range: Range, previousMatches: boolean) => boolean): Range[] {
  const result: Range[] = [];
  let previousMatches = false;
  for (const range of ranges) {
    const last = result.at(-1);
    if (last && joins(range, previousMatches)) {
      last.from = Math.min(last.from, range.from);
      last.to = Math.max(last.to, range.to);
    } else result.push({ ...range });
    previousMatches = range.matches;
  }
  return result;
}

/** Matches single characters. */
export function characters(is: (codePoint: number) => boolean): Pattern {
  return function* (text) {
    for (let at = 0; at < text.length;) {
      const codePoint = text.codePointAt(at)!;
      const next = at + (codePoint > 0xffff ? 2 : 1);
      if (is(codePoint)) yield [at, next];
      at = next;
    }
  };
}
