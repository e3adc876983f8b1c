import { formatCount } from '../../core/describe/numbers.ts';
import { influenceOf, measureShifts, otherUnits, passMilliseconds, possibleMode, rolloutInto } from '../../core/attention/influence.ts';
import { unitLabels } from '../../core/describe/unitLabels.ts';
import { influenceTable } from '../../core/export/influenceTable.ts';
import { nameOfHeads } from '../../core/export/taken.ts';
import { allOccurrences, firstOccurrence } from '../../core/text/occurrences.ts';
import { TEXT, unitRef } from '../../core/text/unitRef.ts';
import { middleState } from '../../core/state/viewState.ts';
import { need } from '../../core/model/capability.ts';
import { oneText } from '../../core/text/textPair.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { Runner } from '../../engine/runner.ts';
import type { MatrixRequest } from '../../protocol/engineApi.ts';
import { usageError, type InfluenceCommand } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { influenceJson } from '../report/influenceJson.ts';
import { influenceReport } from '../report/influence.ts';
import type { InfluenceResult } from './influenceResult.ts';
import { readText } from '../input.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { answerSource, tableBytes } from './answerTable.ts';
import { findWord, openModel, runText } from './runText.ts';
import { chooseView } from '../arguments/view.ts';

/**
 * How far the vector of a word moves when each other word is taken away.
 * @throws FaultError `usage` for a word or layer that is not there, `unavailable` without hidden states or mask token
 */
export async function influenceCommand(command: InfluenceCommand, builtInModel: string, console: Console): Promise<void> {
  const { input, word, format, output } = command;
  const warn = (message: string): void => {
    console.warn(message);
  };
  const directory = command.model ?? builtInModel;
  const results = new ResultWriter(input, directory, console);
  const toStdout = results.check(output, format);
  const text = await readText(input, console);
  const runner = new Runner();
  const model = await openModel(runner, { ...command, directory }, warn);
  need(model, 'hidden-states');
  if (command.mode === 'mask') need(model, 'mask-token', 'Use --mode omit instead.');
  const mode = command.mode ?? possibleMode('mask', model);
  const state = command.state ?? middleState(model.layers);
  if (state > model.layers) {
    throw usageError(
      `There is no layer ${state}`,
      `This model has ${model.layers} layers: 0 is the vector before any layer, ${model.layers} the one after all.`,
    );
  }
  const found = firstOccurrence(text, word);
  const wanted = { word, spans: allOccurrences(text, word) };
  if (found && found.total > 1) warn(`the word stands in the text ${formatCount(found.total)} times: the first one is looked at`);
  // A text that is too long is read around the word.
  const summary = await runText(runner, model, oneText(text), found?.span.start ?? 0, warn, wanted.spans);
  const { runId, held, runMilliseconds } = summary;
  const { words, tokens } = sequenceOf(summary);
  const there = found ? words.findIndex(unit => unit.start <= found.span.start && unit.end >= found.span.end) : -1;
  const unit = there < 0 ? findWord(wanted, text, words) : there;
  const row = (request: Pick<MatrixRequest, 'selection' | 'combine'>) =>
    runner.row({ runId, level: 'words', ...unitRef(TEXT, unit), ...request });
  const view = chooseView({ kind: 'default' }, model);
  const { weights: attention, rowHeads } = await row(view);
  const rollout = state === 0 || held === 'rows' ? null : (await row({ selection: rolloutInto(state), combine: 'mean' })).weights;
  const measure = async (others: readonly number[]): Promise<Float32Array> =>
    (await runner.shifts({ runId, level: 'words', ...unitRef(TEXT, unit), state, mode, others })).shifts;
  let shifts: Float32Array = new Float32Array();
  const pass = passMilliseconds(model, words[unit]!, tokens.length, runMilliseconds);
  for await (const measured of measureShifts(words, unit, model.attention, pass, measure)) {
    console.count(measured.done, measured.total, 'words taken away');
    shifts = measured.shifts;
  }
  console.endCount();
  const influence = influenceOf(shifts, words, unit);
  const result: InfluenceResult = { text, model, words, unit, state, mode, shifts, influence, view, attention, rollout };
  if (format === 'text') return results.write(influenceReport(result, console.colour && toStdout), output);
  if (format === 'json') return results.write(influenceJson(result), output);
  const { labels } = unitLabels(words, tokens, 'words');
  const measured = {
    unit,
    state,
    mode,
    shifts,
    attention,
    rollout,
    others: otherUnits(words, unit, model.attention),
    control: influence.control,
    marked: influence.marked,
    direction: 'to' as const,
    heads: nameOfHeads(view, model, rowHeads?.[0] ?? null),
  };
  const table = influenceTable(labels, measured, model.layers, answerSource(model, { text, run: summary }));
  return results.write(tableBytes(table, format), output);
}
