import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import { cutOf } from '../../src/session/exploration.ts';
import { runTarget } from '../../src/session/exploreRun.ts';
import { standingOf, standingPart } from '../../src/session/standing.ts';
import type { Target } from '../../src/session/target.ts';
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
