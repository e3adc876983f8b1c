import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Runner } from '../../src/engine/runner.ts';
import { ROOT } from '../workbench/paths.ts';
import { realDecoder } from './decoder.ts';
import type { Figure } from './figure.ts';

interface Text {
  readonly source?: string;
  /** Of `test/fixtures/texts`. */
  readonly file?: string;
  readonly answer: string;
}

const FIXTURES = path.join(ROOT, 'test/fixtures');

/** How often the source sentence that an answer's sentence loses most without is not the one that is ranked first, or not among those that are named: every sentence is left out. */
export async function measureGroundRank(): Promise<Figure[]> {
  const directory = realDecoder();
  if (directory === null) return [];
  const runner = new Runner();
  await runner.open({ directory });
  const figures: Figure[] = [];
  const kinds = JSON.parse(readFileSync(path.join(FIXTURES, 'ground/answers.json'), 'utf8')) as Record<string, readonly Text[]>;
  for (const [kind, texts] of Object.entries(kinds)) {
    let [sentences, notFirst, notNamed] = [0, 0, 0];
    for (const { source, file, answer } of texts) {
      const text = source ?? readFileSync(path.join(FIXTURES, 'texts', file!), 'utf8');
      for (const { needed, ranked } of await rankedIn(runner, directory, text, answer)) {
        sentences++;
        if (ranked[0] !== needed) notFirst++;
        if (!ranked.includes(needed)) notNamed++;
      }
    }
    const name = `${path.basename(directory)}, answers with ${kind}, ${sentences} sentences, what removal names`;
    figures.push({ name: `${name} is not ranked first`, value: notFirst / sentences, unit: 'ratio' });
    figures.push({ name: `${name} is not among the three`, value: notNamed / sentences, unit: 'ratio' });
  }
  return figures;
}

/** One a sentence of the answer. */
async function rankedIn(runner: Runner, directory: string, source: string, answer: string) {
  const slice = await runner.ground({ directory, source, question: '', answer, chat: false });
  const taken = [...slice.source.keys()].map(sentence => [sentence]);
  const { removals } = await runner.groundRemovals({ runId: slice.summary.runId, taken });
  return slice.answer.map(({ tokens }, sentence) => {
    const places = tokens.map(token => slice.answerTokens.indexOf(token));
    const drops = removals.map(removal => places.reduce((sum, place) => sum + removal.drops[place]!, 0));
    return { needed: drops.indexOf(Math.max(...drops)), ranked: slice.reached[sentence]!.strongest.map(one => one.sentence) };
  });
}
