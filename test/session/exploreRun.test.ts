import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import { cutOf, type TextRun } from '../../src/session/exploration.ts';
import { Runs } from '../../src/session/runs.ts';
import { runTarget } from '../../src/session/exploreRun.ts';
import { standingOf, standingPart } from '../../src/session/standing.ts';
import { pairTarget, type Target } from '../../src/session/target.ts';
import { deriveWordView } from '../../src/core/state/viewModel.ts';
import { facing } from '../../src/core/state/facing.ts';
import { textUnit } from '../support/textUnit.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';

const MODEL = resolve('test/fixtures/models/bert-dynamo');
const runner = new Runner();
/** The engine without its process. */
const engine = {
  call: async (method: keyof Runner, parameters: never) => (runner[method] as (parameters: never) => unknown)(parameters),
} as unknown as EngineClient;

const SENTENCE = 'The hungrier cat sat. ';

async function cutOfRun(changes: Partial<Target>) {
  const target: Target = {
    uri: 'test:/text',
    label: 'text',
    what: 'document',
    start: { line: 0, character: 0 },
    text: SENTENCE.repeat(100),
    skipped: 0,
    tooLong: false,
    fit: 'around',
    caret: 0,
    ...changes,
  };
  const run = await runTarget(engine, { directory: MODEL }, target, () => INITIAL_STATE, new AbortController().signal);
  const anchors = standingPart({ target, ...standingOf(target, []) }, sequenceOf(run.summary), []);
  return cutOf({ ...run, ...anchors });
}

test('the window round a caret in the first line is the first tokens, and is called that', async () => {
  expect(await cutOfRun({ caret: 5 })).toMatchObject({ fit: 'start' });
  expect(await cutOfRun({ caret: 2, text: `\n\n  ${SENTENCE.repeat(100)}` })).toMatchObject({ fit: 'start' });
  expect(await cutOfRun({ fit: 'start', caret: SENTENCE.length * 50 })).toMatchObject({ fit: 'start' });
});

test('round a caret further on, or of text further on, it is around the cursor', async () => {
  expect(await cutOfRun({ caret: SENTENCE.length * 50 })).toMatchObject({ fit: 'around' });
  expect(await cutOfRun({ caret: 5, skipped: 1000, tooLong: true })).toMatchObject({ fit: 'around', totalTokens: -1 });
});

test('a text that fits is not cut', async () => {
  expect(await cutOfRun({ text: SENTENCE })).toBeNull();
});

const placed = (text: string): Target => ({
  uri: 'file:/a.txt',
  label: 'a',
  what: 'selection',
  start: { line: 0, character: 0 },
  text,
  skipped: 0,
  tooLong: false,
  fit: 'start',
  caret: 0,
});

test('what a model is told beside two texts is told it again when the run is lost, whatever is chosen by then; one text is told nothing', async () => {
  const directory = resolve('test/fixtures/encoderDecoders/t5-optimum');
  const chosen = { directory, told: { task: 'summarization' } };
  const runs = new Runs(engine, () => INITIAL_STATE);
  const run = (await runs.explore(chosen, pairTarget(placed('a small house'), placed('ein haus')), () => undefined))!;
  expect(run.summary.told).toEqual(chosen.told);
  const taken: TextRun[] = [];
  await runs.restore(
    run,
    () => taken.length === 0,
    again => taken.push(again),
  );
  expect(taken.map(({ summary }) => summary.told)).toEqual([chosen.told]);
  expect(taken[0]!.summary.runId).not.toBe(run.summary.runId);
  const one = (await runs.explore(chosen, placed('a small house'), () => undefined))!;
  expect(one.summary.told).toBeUndefined();
});

test('two texts are read by the encoder-decoder of a folder, and its model is the one that is shown', async () => {
  const directory = resolve('test/fixtures/encoderDecoders/t5-optimum');
  const target = pairTarget(placed('a small house'), placed('ein haus'));
  const run = await runTarget(engine, { directory }, target, () => INITIAL_STATE, new AbortController().signal);
  expect(run.model).toMatchObject({ twoTexts: 'cross', attention: { kind: 'cross' } });
  expect(run.view).toEqual({ kind: 'lens', id: 'strongest' });
  const { words, tokens } = sequenceOf(run.summary);
  const seen = words.flatMap((word, unit) =>
    deriveWordView(words, tokens.length, run.matrix, facing({ ...INITIAL_STATE, pinned: textUnit(unit) }, run.matrix)).order.length > 0
      ? [word.label]
      : [],
  );
  expect(seen.filter(label => /\w/.test(label))).toEqual(['a', 'small', 'house', 'ein', 'haus']);
});
