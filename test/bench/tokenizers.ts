import { readFileSync } from 'node:fs';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { TOKENIZER_FAMILIES, tokenizerFixture } from '../support/tokenizerFixture.ts';
import type { Figure } from './figure.ts';
import { processorTime } from './statistics.ts';

const BYTES = 1_000_000;
const PROSE = ['essay', 'story', 'mail', 'guide-markdown'];

/** Some English, over and over, of so many characters. */
export function proseOf(length: number): string {
  const texts = PROSE.map(name => readFileSync(new URL(`../fixtures/texts/${name}.txt`, import.meta.url), 'utf8')).join('\n');
  return texts.repeat(Math.ceil(length / texts.length)).slice(0, length);
}

/** How long each kind of tokenizer takes for prose. The small vocabularies of the fixtures make more tokens of it than large ones would. */
export async function measureTokenizers(): Promise<Figure[]> {
  const prose = proseOf(BYTES);
  const figures: Figure[] = [];
  for (const family of TOKENIZER_FAMILIES) {
    const tokenizer = loadTokenizer(tokenizerFixture(family));
    await processorTime(async () => tokenizer.encode(prose));
    const value = await processorTime(async () => tokenizer.encode(prose));
    figures.push({ name: `tokenizer of ${family}, 1 MB of prose`, value, unit: 'ms', aim: 1500, note: 'processor time, second pass' });
  }
  return figures;
}
