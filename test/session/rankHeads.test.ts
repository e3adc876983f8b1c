import { expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import type { Explorer } from '../../src/session/explorer.ts';
import { headEntropies, rankHeads } from '../../src/session/rankHeads.ts';
import { textUnit } from '../support/textUnit.ts';
import { encoderStack } from '../../src/core/model/stack.ts';

const MODEL = { directory: '/m', fingerprint: 'one', attention: encoderStack(1, 1) };
const shown = (target: object, runId: number, fingerprint = 'one') => ({ target, model: { ...MODEL, fingerprint }, summary: { runId } });

/** An engine that has lost run 1, and what the explorer shows and has chosen once the text was run again. */
function lost(after: object | null, state = INITIAL_STATE) {
  const asked: object[] = [];
  const explorer = {
    parts: { valueOf: () => null },
    state: INITIAL_STATE,
    exploration: shown(TEXT, 1) as object | null,
    rerun: async () => {
      explorer.exploration = after;
      explorer.state = state;
      return after !== null;
    },
  };
  const engine = {
    call: async (_: string, parameters: { runId: number }) => {
      asked.push(parameters);
      if (parameters.runId === 1) throw new FaultError({ code: 'stale-run', title: 'Gone', cause: 'It is.', nextStep: 'Explore again.' });
      return parameters;
    },
  };
  return { explorer: explorer as unknown as Explorer, engine: engine as unknown as EngineClient, asked };
}

const TEXT = {};

test('the heads of a word are those of the word that was asked for, also when the text had to be run again and something was chosen meanwhile', async () => {
  const { explorer, engine } = lost(shown(TEXT, 2), { ...INITIAL_STATE, level: 'pieces', direction: 'by', hideSpecial: true });
  expect(await rankHeads(explorer, engine, textUnit(3))).toMatchObject({ runId: 2, unit: 3, level: 'words', direction: 'to' });
  const again = lost(shown(TEXT, 2), { ...INITIAL_STATE, hideSpecial: true });
  expect(await headEntropies(again.explorer, again.engine)).toMatchObject({ runId: 2, hideSpecial: INITIAL_STATE.hideSpecial });
});

test.each([
  ['another text', shown({}, 2), 'Another text is shown by now'],
  ['the text as a changed model reads it', shown(TEXT, 2, 'two'), 'Another text is shown by now'],
  ['nothing', null, 'Gone'],
])('are never those of the unit at its place in %s', async (_, after, title) => {
  for (const ask of [rankHeads, headEntropies]) {
    const { explorer, engine, asked } = lost(after);
    await expect(ask(explorer, engine, textUnit(3))).rejects.toMatchObject({ fault: { title } });
    expect(asked).toHaveLength(1);
  }
});
