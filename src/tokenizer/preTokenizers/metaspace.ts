import { AlignedTextBuilder, prepend, spanOf, type AlignedText } from '../aligned.ts';
import { corrupt } from '../file/faults.ts';
import { asString, asSwitch, type JsonObject } from '../file/schema.ts';
import { literal } from '../pattern/read.ts';
import type { PreTokenizer } from './preTokenizer.ts';
import { splitter } from './split.ts';

/** Whether the mark is put before each part that comes, before what the text begins with, or before none. */
type PrependScheme = 'always' | 'first' | 'never';

/** SentencePiece's pre-tokeniser: spaces are written as a mark, with which words begin. */
export function readMetaspace(options: JsonObject): PreTokenizer {
  const mark = asString(options['replacement'], 'pre-tokenizer');
  if (Array.from(mark).length !== 1) throw corrupt('The mark of its pre-tokenizer is not one character.');
  const scheme = readScheme(options);
  const cut = asSwitch(options['split'], true) ? splitter(literal('pre-tokenizer', mark), 'MergedWithNext') : null;
  return {
    split: source => {
      const marked = withMarks(source, mark);
      const text = isMarkedFirst(marked, mark, scheme) ? prepend(marked, mark) : marked;
      if (text.text === '') return [];
      return cut && text.text.includes(mark, 1) ? cut.split(text) : [text];
    },
  };
}

/** `add_prefix_space` is how old files say it. */
function readScheme(options: JsonObject): PrependScheme {
  const scheme = options['prepend_scheme'] ?? 'always';
  if (scheme !== 'always' && scheme !== 'first' && scheme !== 'never')
    throw corrupt('Its pre-tokenizer does not say where it puts its mark.');
  if (options['add_prefix_space'] !== false) return scheme;
  if (scheme !== 'never' && options['prepend_scheme'] !== undefined)
    throw corrupt('Its pre-tokenizer says in two ways where it puts its mark, and they differ.');
  return 'never';
}

function isMarkedFirst(text: AlignedText, mark: string, scheme: PrependScheme): boolean {
  if (text.text === '' || text.text.startsWith(mark)) return false;
  return scheme === 'always' || (scheme === 'first' && spanOf(text, 0, 1).start === 0);
}

function withMarks(source: AlignedText, mark: string): AlignedText {
  if (!source.text.includes(' ')) return source;
  if (mark.length === 1) return { ...source, text: source.text.replaceAll(' ', mark) };
  const output = new AlignedTextBuilder(source);
  let done = 0;
  for (const [from, to] of literal('pre-tokenizer', ' ')(source.text)) {
    output.appendFrom(done, from);
    output.append(mark, from);
    done = to;
  }
  output.appendFrom(done, source.text.length);
  return output.finish();
}
