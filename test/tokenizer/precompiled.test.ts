import { describe, expect, test } from 'vitest';
import { toFault } from '../../src/core/faults.ts';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { tokenizerFixture } from '../support/tokenizerFixture.ts';
import { asReference, Reference } from './reference.ts';

interface Normalizer {
  type: string;
  precompiled_charsmap: string;
}

const { normalizer } = JSON.parse(tokenizerFixture('t5')) as { normalizer: Normalizer };

/** Characters as ids, so that what normalisation makes of each is told, with its span. */
function jsonOf(texts: readonly string[], change: Partial<Normalizer> = {}): string {
  const characters = new Set(texts.flatMap(text => Array.from(`${text}${text.normalize('NFKC')}${text.normalize('NFKD')} `)));
  const vocab = Object.fromEntries(['[UNK]', ...characters].map((character, id) => [character, id]));
  return JSON.stringify({
    added_tokens: [],
    normalizer: { ...normalizer, ...change },
    model: { type: 'BPE', unk_token: '[UNK]', vocab, merges: [] },
  });
}

/** Characters in this frame, many in a text. @param from first code point @param to one behind the last @param step from one to the next */
function framed(from: number, to: number, step: number, frame: (character: string) => string): string[] {
  const frames = Array.from({ length: Math.ceil((to - from) / step) }, (_, place) => from + place * step)
    .filter(codePoint => codePoint < 0xd800 || codePoint > 0xdfff)
    .map(codePoint => frame(String.fromCodePoint(codePoint)));
  return Array.from({ length: Math.ceil(frames.length / 2_000) }, (_, text) => frames.slice(text * 2_000, text * 2_000 + 2_000).join('\n'));
}

/** Places in the texts where ours differs from the Rust library's. */
async function differing(texts: readonly string[]): Promise<string[]> {
  const json = jsonOf(texts);
  const tokenizer = loadTokenizer(json);
  const expected = await new Reference(json).encode(texts);
  return texts.flatMap((text, index) => {
    const ours = asReference(tokenizer.encode(text));
    const places = new Set(expected[index]!.map(({ start, end, id }) => `${start} ${end} ${id}`));
    const missing = ours.length === expected[index]!.length ? [] : ours.slice(0, 1);
    return [...missing, ...ours.filter(({ start, end, id }) => !places.has(`${start} ${end} ${id}`))].map(
      ({ start, end }) => `U+${text.codePointAt(start)!.toString(16)} in ${JSON.stringify(text.slice(Math.max(0, start - 2), end + 2))}`,
    );
  });
}

describe('the charsmap of SentencePiece is applied as the official Rust library applies it', () => {
  test.for<[name: string, from: number, to: number, step: number, frame: (character: string) => string]>([
    ['every character by itself', 0, 0x20000, 1, character => `x${character}`],
    // `ª` becomes `a`, and takes with it what is in one cluster of at most five bytes.
    ['every third character behind one that has a rule', 0, 0x10000, 3, character => `ª${character}`],
    ['every third character before one that has a rule', 0, 0x10000, 3, character => `x${character}ª`],
    ['every character behind a letter that composes with marks', 0x300, 0x3100, 1, character => `e${character}\u0301`],
    ['between joiners', 0x80, 0x3100, 1, character => `ª\u200d${character}\u200d`],
  ])('%s', { timeout: 60_000 }, async ([, from, to, step, frame]) => {
    expect(await differing(framed(from, to, step, frame))).toEqual([]);
  });

  test.for<[text: string, expected: string]>([
    ['x\u0001y', 'x=x y=y'],
    ['™\u001eg', 'T=™ M=\u001e g=g'],
    ['x½', 'x=x 1=½ ⁄=½ 2=½'],
    ['xe\u0301\u0323', 'x=x é=e'],
    ['xﬁ\r\nz', 'x=x f=ﬁ i=ﬁ  =\r z=z'],
    // Spans of the Rust library are off by one from here on.
    ['\u0001ab', 'a=a b=b'],
    ['\u0001\u0002', ''],
  ])('%j', ([text, expected]) => {
    const { tokens } = loadTokenizer(jsonOf([text, 'é⁄'])).encode(text);
    expect(tokens.map(({ text: entry, start, end }) => `${entry}=${text.slice(start, end)}`).join(' ')).toBe(expected);
  });
});

describe('damaged charsmaps', () => {
  const trie = (...units: number[]): string => Buffer.from(Uint32Array.from([units.length * 4, ...units]).buffer).toString('base64');

  test.for(['', '!!!!', 'AAAA', 'AAAAAA==', 'AQAAAAA=', trie(), trie(1).slice(0, 6)])('%s is refused', value => {
    try {
      loadTokenizer(jsonOf(['a'], { precompiled_charsmap: value }));
      expect.unreachable();
    } catch (error) {
      expect(toFault(error)).toMatchObject({ code: 'file-corrupt', cause: 'The charsmap of its normalizer cannot be read.' });
    }
  });

  test('a trie that leads out of itself has no rules', () => {
    const tokenizer = loadTokenizer(jsonOf(['aé'], { precompiled_charsmap: trie(0xffff_ff00, 0xffff_ffff, 0x61 | (1 << 8)) }));
    expect(tokenizer.encode('aé').tokens).toHaveLength(2);
  });
});

test('100,000 marks on one letter, and as many joined pictures, take no time', { timeout: 20_000 }, () => {
  const texts = [`e${'\u0301'.repeat(100_000)}`, '👨\u200d'.repeat(50_000), '\u200d'.repeat(100_000), '\u0600'.repeat(100_000)];
  const tokenizer = loadTokenizer(jsonOf(['e\u0301👨\u200d\u0600']));
  for (const text of texts) {
    const used = process.cpuUsage();
    tokenizer.encode(text);
    expect(process.cpuUsage(used).user / 1e6).toBeLessThan(4);
  }
});
