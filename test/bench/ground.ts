import path from 'node:path';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { Runner } from '../../src/engine/runner.ts';
import { realDecoder } from './decoder.ts';
import type { Figure } from './figure.ts';
import { medianTime, processorTime } from './statistics.ts';
import { proseOf } from './tokenizers.ts';

/** About 600 and 200 tokens of SmolLM2. */
const SOURCE = 2_500;
const ANSWER = 610;
const QUESTION = 'What is this text about?';

/** An answer on its source in a real decoder: until the first numbers are here, and until one sentence was left out, wherever it stands; and the same of two texts of the editor. */
export async function measureGround(): Promise<Figure[]> {
  const directory = realDecoder();
  if (directory === null) return [];
  const runner = new Runner();
  await runner.open({ directory });
  const text = proseOf(SOURCE + ANSWER);
  const request = { directory, source: text.slice(0, SOURCE), question: QUESTION, answer: text.slice(SOURCE) };
  let slice = await runner.ground(request);
  const read = async (): Promise<void> => {
    slice = await runner.ground(request);
  };
  const numbers = await measured(read);
  const { runId, sequences } = slice.summary;
  const tokens = sequenceOf({ sequences }).tokens.length;
  const without = (sentence: number) => runner.groundRemovals({ runId, taken: [[sentence]] });
  const started = performance.now();
  await without(0);
  const first = performance.now() - started;
  const both = await ofTwoTexts(runner, directory, text);
  const name = (what: string) => `${path.basename(directory)}, ${tokens} tokens, ${slice.answerTokens.length} of them an answer, ${what}`;
  return [
    { name: name('first numbers'), ...numbers, unit: 'ms', aim: 3_000 },
    { name: name('first removal'), value: first, unit: 'ms', aim: 2_000, note: 'with what makes likelihoods of vectors' },
    { name: name('first sentence left out'), ...(await measured(() => without(0))), unit: 'ms', aim: 2_000 },
    { name: name('last sentence left out'), ...(await measured(() => without(slice.source.length - 1))), unit: 'ms', aim: 2_000 },
    { name: name('two texts, first colours'), ...both.colours, unit: 'ms', aim: 3_000 },
    { name: name('two texts, what each sentence looks at'), ...both.sentences, unit: 'ms' },
    { name: name('two texts, first sentence left out'), ...both.removal, unit: 'ms', aim: 2_000 },
  ];
}

/** As the editor asks: source and answer are two texts, whose rows are looked at once they are read. */
async function ofTwoTexts(runner: Runner, directory: string, text: string) {
  const pair = [
    { start: 0, end: SOURCE },
    { start: SOURCE, end: text.length },
  ] as const;
  let runId = 0;
  const colours = await measured(async () => {
    ({ runId } = await runner.run({ directory, text, fit: 'start', caret: 0, pair }));
  });
  const sentences = await measured(() => runner.groundPair({ runId, text }));
  const removal = await measured(() => runner.groundRemovals({ runId, taken: [[0]] }));
  return { colours, sentences, removal };
}

async function measured(task: () => Promise<unknown>): Promise<Pick<Figure, 'value' | 'note'>> {
  const processor = await processorTime(task);
  return { value: await medianTime(3, task), note: `${Math.round(processor)} ms of processor time` };
}
