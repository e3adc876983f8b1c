import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALIGN_BAR } from '../../src/core/attention/aligns.ts';
import { Runner } from '../../src/engine/runner.ts';

const directory = join(import.meta.dirname, '../fixtures/g2p');

/** What the model itself writes of each. */
const WORDS = [
  ['alignment', 'əlˈInmənt'],
  ['elephant', 'ˈɛləfənt'],
  ['translation', 'tɹænzlˈAʃən'],
  ['information', 'ˌɪnfəɹmˈAʃən'],
  ['bananas', 'bənˈɑnəz'],
  ['keyboard', 'kˈibˌɔɹd'],
  ['photograph', 'fˈOɾəɡɹˌæf'],
  ['computer', 'kəmpjˈuɾəɹ'],
  ['garden', 'ɡˈɑɹdᵊn'],
  ['mountain', 'mˈWntᵊn'],
] as const;

test('the head of a model that writes sounds for letters aligns them, at the step that writes each', async () => {
  const runner = new Runner();
  const alignmentOf = async (first: string, second: string) => {
    const from = first.length + 2;
    const pair = [
      { start: 0, end: first.length },
      { start: from, end: from + second.length },
    ] as const;
    const { runId } = await runner.run({ directory, text: `${first}\n\n${second}`, pair, fit: 'start', caret: 0 });
    const { alignments } = await runner.thumbnails({ runId, level: 'pieces', hideSpecial: true, hideSink: false, maxSide: 8 });
    return alignments[0]!;
  };
  const scores: number[] = [];
  for (const [word, sounds] of WORDS) scores.push(await alignmentOf(word, sounds));
  expect(scores.map(score => score >= ALIGN_BAR)).toEqual(WORDS.map(() => true));
  expect(scores[0]).toBe(1);
  const other = await alignmentOf('alignment', 'zˈnmnɑzɑzɑ');
  expect(other).toBeLessThan(ALIGN_BAR);
  expect(await alignmentOf('alignment', 'əlˈ')).toBeNaN();
});
