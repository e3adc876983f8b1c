import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lens } from '../../src/core/attention/lens.ts';
import { deriveWordView } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { RunSummary } from '../../src/protocol/engineApi.ts';
import { BUILT_IN_MODEL } from '../support/processes.ts';
import { textUnit } from '../support/textUnit.ts';

/** Prose, a prompt, JSON, Python, TypeScript and Markdown, of 20 to 500 words. */
const FOLDER = resolve('test/fixtures/texts');
const TEXTS = readdirSync(FOLDER).map(file => file.replace('.txt', ''));

const runner = new Runner();
let lens: Lens;
const table: string[] = [];

beforeAll(async () => {
  const { lenses, defaultLens } = await runner.open({ directory: BUILT_IN_MODEL });
  lens = lenses.find(({ id }) => id === defaultLens)!;
});
afterAll(() => console.log([`${'text'.padEnd(20)} tokens words lit old rule others lit`, ...table].join('\n')));

/** Of the words (no punctuation) of a text, those that light up another one in the editor through the model's default lens. */
async function litWords(summary: RunSummary) {
  const { runId } = summary;
  const { words, tokens } = sequenceOf(summary);
  const matrix = await runner.matrix({ runId, level: 'words', selection: lens.selection, combine: lens.combine });
  const inText = [...words.keys()].filter(index => !words[index]!.special);
  const sources = inText.filter(index => !words[index]!.punctuation);
  let lit = 0;
  let litBefore = 0;
  let others = 0;
  for (const source of sources) {
    const { buckets, weights } = deriveWordView(words, tokens.length, matrix, { ...INITIAL_STATE, hovered: textUnit(source) });
    const painted = inText.filter(index => buckets[index]! > 0).length;
    others += painted / inText.length;
    if (painted > 0) lit++;
    const wasPainted = (index: number) => weights![index]! >= Math.max(words[index]!.tokens.length / tokens.length, 0.02);
    if (inText.some(index => index !== source && wasPainted(index))) litBefore++;
  }
  return { words: sources.length, lit: lit / sources.length, litBefore: litBefore / sources.length, others: others / sources.length };
}

test('ten texts', () => expect(TEXTS).toHaveLength(10));

describe.each(TEXTS)('%s', name => {
  test('nine of ten words light up another one, and none a large part of the text', async () => {
    const text = readFileSync(join(FOLDER, `${name}.txt`), 'utf8');
    const summary = await runner.run({ directory: BUILT_IN_MODEL, text, fit: 'start', caret: 0 });
    const { words, lit, litBefore, others } = await litWords(summary);
    table.push(
      [
        name.padEnd(20),
        String(sequenceOf(summary).tokens.length).padStart(6),
        String(words).padStart(5),
        lit.toFixed(2),
        litBefore.toFixed(2).padStart(8),
        others.toFixed(2).padStart(10),
      ].join(' '),
    );
    expect(lit).toBeGreaterThanOrEqual(0.9);
    // A sentence has few words: there one in five is not much.
    expect(others).toBeLessThan(words > 100 ? 0.1 : 0.25);
  });
});
