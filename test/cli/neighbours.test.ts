import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';
import { floatsOf, naiveCosine, tiny, tinyJson, tinyNpz } from './support.ts';

const SCHEMA = JSON.parse(readFileSync('docs/neighbours-schema.json', 'utf8')) as Record<string, unknown>;

interface Item {
  readonly token: string;
  readonly id: number;
  readonly cosine: number;
  readonly kind: string;
}

/** Word embedding of each token of a text without its frame, by `embed`. */
async function rowsOf(text: string): Promise<Float32Array[]> {
  const fixed = floatsOf((await tinyNpz('embed', '--text', text)).get('static'));
  const rows = Array.from({ length: fixed.length / 32 }, (_, token) => fixed.subarray(32 * token, 32 * token + 32));
  return rows.slice(1, -1);
}

describe('json', () => {
  test('cosines are those of the rows that embed writes', async () => {
    const items = await tinyJson<Item[]>('neighbours', 'cat', '--top', '181');
    expect(schemaErrors(items, SCHEMA)).toEqual([]);
    // All other entries of the vocabulary.
    expect(new Set(items.map(item => item.id)).size).toBe(181);
    expect(items.some(item => item.token === 'cat')).toBe(false);
    const kinds = items.map(item => item.kind);
    expect([...new Set(kinds)]).toEqual(['word', 'piece', 'special']);
    for (const kind of ['word', 'piece', 'special']) {
      const cosines = items.filter(item => item.kind === kind).map(item => item.cosine);
      expect(cosines).toEqual(cosines.toSorted((a, b) => b - a));
    }
    const [cat, ...others] = await rowsOf('cat dog mat king');
    for (const [index, token] of ['dog', 'mat', 'king'].entries())
      expect(items.find(item => item.token === token)!.cosine).toBeCloseTo(naiveCosine(cat!, others[index]!), 5);
  });

  test('of a word of several pieces, to the mean of theirs', async () => {
    const items = await tinyJson<Item[]>('neighbours', 'tiredness', '--top', '182');
    const [tired, ness, cat] = await rowsOf('tiredness cat');
    const mean = tired!.map((value, i) => (value + ness![i]!) / 2);
    expect(items.find(item => item.token === 'cat')!.cosine).toBeCloseTo(naiveCosine(mean, cat!), 5);
    expect(items.length).toBe(182);
  });

  test('ten unless asked otherwise', async () => {
    expect((await tinyJson<Item[]>('neighbours', 'cat')).length).toBe(10);
    expect((await tinyJson<Item[]>('neighbours', 'cat', '--top', '1')).length).toBe(1);
  });
});

describe('text', () => {
  test('the built-in model: queen is near king', async () => {
    const { code, stdout, stderr } = await runCommandLine(['neighbours', 'king', '--top', '5']);
    expect([code, stderr]).toEqual([0, '']);
    expect(String(stdout)).toMatch(/^queen +0\.6\d +word$/m);
    expect(String(stdout)).toContain('vocabulary entries, whole words first. A word embedding is the same in every sentence.');
  });

  test('pieces are named, without the marks of the tokenizer', async () => {
    const { stdout } = await tiny('neighbours', 'tiredness');
    expect(String(stdout)).toContain('the word embedding of "tiredness" (mean of its 2 tokens tired ness)');
  });
});
