import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { cosine } from '../../src/core/vectors/vectors.ts';
import { openVectorFile } from '../../src/engine/wordVectors/file.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { readVectorFile, summaryOf, vectorFolder } from '../support/vectorFiles.ts';
import type { Fault } from '../../src/core/fault.ts';

const FIXTURES = resolve('test/fixtures/wordvectors');

const { inFolder, readBytes } = vectorFolder();

async function faultOf(reading: Promise<unknown>): Promise<Fault> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof FaultError) return error.fault;
    throw error;
  }
  throw new Error('it succeeded');
}

describe('files that gensim wrote', () => {
  const reference = JSON.parse(readFileSync(join(FIXTURES, 'reference.json'), 'utf8')) as Readonly<
    Record<'vectors' | 'fasttext', { readonly words: readonly string[]; readonly similarity: readonly (readonly number[])[] }>
  >;

  test.each([
    ['word2vec.bin', 'word2vec binary', 20, 29, 'vectors'],
    ['word2vec.txt', 'word2vec text', 20, 29, 'vectors'],
    ['glove.txt', 'GloVe', 20, 29, 'vectors'],
    ['fasttext.vec', 'word2vec text', 16, 19, 'fasttext'],
  ] as const)('%s has the similarities of gensim', async (name, format, width, count, key) => {
    const { words, similarity } = reference[key];
    const content = await readVectorFile(join(FIXTURES, name), words);
    expect(content).toMatchObject({ format, width, count, broken: 0 });
    expect([...content.vectors.keys()].sort()).toEqual([...words].sort());
    for (const [row, word] of words.entries()) {
      for (const [column, other] of words.entries()) {
        expect(cosine(content.vectors.get(word)!, content.vectors.get(other)!)).toBeCloseTo(similarity[row]![column]!, 5);
      }
    }
  });

  test('a word without a length is there, and has no likeness', async () => {
    const { vectors } = await readVectorFile(join(FIXTURES, 'word2vec.bin'), ['nothing', 'the']);
    expect([...vectors.get('nothing')!]).toEqual(Array(20).fill(0));
    expect(cosine(vectors.get('nothing')!, vectors.get('the')!)).toBeNaN();
  });
});

describe('lines', () => {
  const GLOVE = 'a 1 2\nb 3 4\nc 5 6\n';

  test.each<[string, string]>([
    ['as they should be', GLOVE],
    ['without a break at the end', GLOVE.trimEnd()],
    ['that end as on Windows', GLOVE.replaceAll('\n', '\r\n')],
    ['with a space at the end, as fastText writes them', GLOVE.replaceAll('\n', ' \n')],
    ['with tabs', GLOVE.replaceAll(' ', '\t')],
    ['with more than one space', GLOVE.replaceAll(' ', '  ')],
    ['with a byte order mark', `\uFEFF${GLOVE}`],
    ['with empty lines', `\n${GLOVE}\n \n`],
    ['with numbers written in other ways', 'a 1. 2E0\nb +3 .4e1\nc 500e-2 6.00\n'],
  ])('%s', async (_, text) => {
    expect(summaryOf(await readBytes(text, ['a', 'c']))).toEqual({
      format: 'GloVe',
      width: 2,
      count: 3,
      broken: 0,
      vectors: { a: [1, 2], c: [5, 6] },
    });
  });

  test.each<[string, string]>([
    ['too few numbers', 'd 1'],
    ['too many numbers', ' 1 2 3'],
    ['no number', 'd 1 x'],
    ['half a number', 'd 1 -'],
    ['two points', 'd 1 2.3.4'],
    ['nan', 'd nan 2'],
    ['infinity', 'd 1 -inf'],
    ['a comma', 'd 1,5 2'],
    ['hexadecimal', 'd 0x1 2'],
    ['no power', 'd 1e 2'],
    ['numbers alone', '1 2'],
    ['no text at all', '\0\0\0'],
  ])('with %s are counted, not fatal', async (_, line) => {
    const { count, broken, vectors } = await readBytes(`a 1 2\n${line}\nb 3 4\n${line}\n`, ['b', 'd']);
    expect([count, broken, [...vectors.keys()]]).toEqual([2, 2, ['b']]);
  });

  test('with words of several parts are read from the right', async () => {
    const content = await readBytes('the 1 2\nnew york 3 4\nat name 5 5 6\n. . . 7 8\n', ['new york', 'at name 5', '. . .', 'york', 'new']);
    expect(summaryOf(content)).toMatchObject({
      count: 4,
      broken: 0,
      vectors: { 'new york': [3, 4], 'at name 5': [5, 6], '. . .': [7, 8] },
    });
  });

  test('with a word that comes twice: the first counts', async () => {
    const content = await readBytes('a 1 2\na 3 4\nA 5 6\n', ['a', 'A']);
    expect(summaryOf(content)).toMatchObject({ count: 3, broken: 0, vectors: { a: [1, 2], A: [5, 6] } });
  });

  test('with words of one hash are told apart', async () => {
    // FNV-1a gives these the same 32 bits.
    const content = await readBytes('costarring 1 2\nliquid 3 4\n', ['liquid']);
    expect(summaryOf(content)).toMatchObject({ vectors: { liquid: [3, 4] } });
    expect(content.vectors.size).toBe(1);
  });

  test('longer than any vector are passed over', async () => {
    const long = `x ${'1 '.repeat(6_000_000)}`;
    const content = await readBytes(`a 1 2\n${long}\nb 3 4\nc 5 6\n${long}`, ['a', 'b', 'c']);
    expect(summaryOf(content)).toMatchObject({ count: 3, broken: 2, vectors: { a: [1, 2], b: [3, 4], c: [5, 6] } });
  });
});

describe('headers', () => {
  const LINES = 'a 1 2 3\nb 4 5 6\n';

  test.each([
    ['2 3\n', 0],
    ['2 3\r\n', 0],
    ['5 3\n', 1],
    ['1 3\n', 1],
    ['2 300\n', 1],
    ['0 0\n', 1],
  ])('%j: %i broken', async (header, broken) => {
    expect(summaryOf(await readBytes(header + LINES, ['b']))).toEqual({
      format: 'word2vec text',
      width: 3,
      count: 2,
      broken,
      vectors: { b: [4, 5, 6] },
    });
  });

  test('vectors of one number need one', async () => {
    expect(summaryOf(await readBytes('2 1\na 1\nb 2\n', ['b']))).toMatchObject({ format: 'word2vec text', width: 1, vectors: { b: [2] } });
    expect(await faultOf(readBytes('Chapter 1\nChapter 2\n'))).toMatchObject({ code: 'file-corrupt' });
  });
});

describe('binary records', () => {
  const record = (word: string, ...numbers: readonly number[]): Buffer =>
    Buffer.concat([Buffer.from(`${word} `), Buffer.from(Float32Array.from(numbers).buffer)]);
  const file = (header: string, ...records: readonly Uint8Array[]): Buffer => Buffer.concat([Buffer.from(`${header}\n`), ...records]);
  const [a, b] = [record('a', 1, 2), record('b', 3, 4)];
  const lineBreak = Buffer.from('\n');

  test.each<[string, Buffer, number]>([
    ['one after the other, as gensim writes them', file('2 2', a, b), 0],
    ['with line breaks, as their authors write them', file('2 2', a, lineBreak, b, lineBreak), 0],
    ['fewer than promised', file('3 2', a, b), 1],
    ['more than promised', file('1 2', a, b), 1],
    ['with a number that is none', file('3 2', a, record('x', NaN, 1), b), 1],
    ['with infinity', file('3 2', a, record('x', 1, -Infinity), b), 1],
    ['cut in a vector', file('3 2', a, b, record('c', 5, 6).subarray(0, 5)), 1],
    ['cut in a word', file('3 2', a, b, Buffer.from('longer')), 1],
  ])('%s', async (_, bytes, broken) => {
    expect(summaryOf(await readBytes(bytes, ['a', 'b', 'c', 'x']))).toEqual({
      format: 'word2vec binary',
      width: 2,
      count: 2,
      broken,
      vectors: { a: [1, 2], b: [3, 4] },
    });
  });

  test('with the largest numbers there are', async () => {
    expect(summaryOf(await readBytes(file('2 2', record('x', 3e38, -3e38), b)))).toMatchObject({ count: 2, broken: 0 });
  });

  test('of another width than promised end where no word is', async () => {
    const records = Array.from({ length: 3000 }, (_, i) => record(`w${i}`, 0.1, 0.2, 0.3));
    const { width, broken } = await readBytes(file('3000 2', ...records));
    expect(width).toBe(2);
    expect(broken).toBeGreaterThan(0);
  });
});

describe('what is no file of word vectors', () => {
  test.each<[string, string | Uint8Array, Fault['code'], RegExp]>([
    ['nothing', '', 'file-empty', /empty/],
    ['a web page', '<!DOCTYPE html>\n<html><body>Sign in</body></html>\n', 'file-html', /web page/],
    ['a pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1024\n', 'file-lfs', /pointer/],
    ['a zip file', Buffer.from('PK\u0003\u0004vectors'), 'file-corrupt', /compressed/],
    ['a gzip file', Uint8Array.of(0x1f, 0x8b, 8, 0), 'file-corrupt', /compressed/],
    ['a pickle', Uint8Array.of(0x80, 4, 0x95, 0), 'file-corrupt', /Python objects/],
    ['a fastText model', Uint8Array.of(0xba, 0x16, 0x4f, 0x2f, 12, 0, 0, 0), 'file-corrupt', /fastText model/],
    ['zeros', new Uint8Array(5000), 'file-corrupt', /No word vectors/],
    ['prose', 'It was the best of times,\nit was the worst of times.\n', 'file-corrupt', /No word vectors/],
    ['JSON', '[\n  {"word": "a", "vector": [1, 2]}\n]\n', 'file-corrupt', /No word vectors/],
    ['a table with commas', 'a,0.1,0.2\nb,0.3,0.4\n', 'file-corrupt', /No word vectors/],
    ['a header alone', '100 300\n', 'file-corrupt', /No word vectors/],
    ['a header and prose', `2 3\n${'It was the best of times. '.repeat(40)}\n`, 'file-corrupt', /No word vectors/],
    ['lines of any number of numbers', 'a 1 2\nb 1 2 3\nc 1 2 3 4\nd 1 2 3 4 5\n', 'file-corrupt', /No word vectors/],
    ['a header and a part of a vector', Buffer.from('3 20\nword \u0001\u0002'), 'file-corrupt', /No word vectors/],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'file-corrupt', /No word vectors/],
  ])('%s', async (_, content, code, title) => {
    const fault = await faultOf(readBytes(content));
    expect(fault.code).toBe(code);
    expect(fault.title).toMatch(title);
    expect(JSON.stringify(fault)).not.toContain(inFolder(''));
  });

  test('no file, a folder, a pipe; a link to a file is one', async () => {
    expect(await faultOf(openVectorFile(inFolder('absent')))).toMatchObject({ code: 'model-missing' });
    mkdirSync(inFolder('folder'));
    expect((await faultOf(openVectorFile(inFolder('folder')))).code).toMatch(/file-corrupt|model-missing/);
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [inFolder('pipe')]);
    expect(await faultOf(openVectorFile(inFolder('pipe')))).toMatchObject({ code: 'file-corrupt' });
    symlinkSync(join(FIXTURES, 'glove.txt'), inFolder('link'));
    expect((await readVectorFile(inFolder('link'), [])).count).toBe(29);
  });
});

test('cancelling ends the reading between two pieces', async () => {
  let asked = 0;
  const context: CallContext = {
    get cancelled() {
      return ++asked > 2;
    },
  };
  const path = inFolder('large');
  writeFileSync(path, 'word 1 2 3\n'.repeat(2_000_000));
  expect(await faultOf(readVectorFile(path, [], context))).toMatchObject({ code: 'cancelled' });
  expect(asked).toBe(3);
  expect((await readVectorFile(path, ['word'])).count).toBe(2_000_000);
});
