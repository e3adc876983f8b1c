import { influenceOf, otherUnits } from '../core/influence.ts';
import { firstOccurrence } from '../core/occurrences.ts';
import { middleState } from '../core/viewState.ts';
import { Runner } from '../engine/runner.ts';
import { usageError, type InfluenceCommand } from './command.ts';
import type { Console } from './console.ts';
import { influenceReport } from './influenceReport.ts';
import { readText } from './input.ts';
import { exactNumber, toJsonLine } from './json.ts';
import { deliver } from './result.ts';
import { findWord, openModel, runText, TO_THE_END } from './runText.ts';
import { chooseView } from './view.ts';

/**
 * How far the vector of a word moves when each other word is taken away.
 * @throws FaultError `usage` for a word or layer that is not there, `unavailable` without hidden states or mask token
 */
export async function influenceCommand(command: InfluenceCommand, builtInModel: string, console: Console): Promise<void> {
  const { input, word, mode, format, output } = command;
  const warn = (message: string): void => {
    console.warn(message);
  };
  const text = await readText(input, console);
  const runner = new Runner();
  const model = await openModel(runner, command.model ?? builtInModel, warn);
  const state = command.state ?? middleState(model.layers);
  if (state > model.layers) {
    throw usageError(
      `There is no layer ${state}`,
      `This model has ${model.layers} layers: 0 is the vector before any layer, ${model.layers} the one after all.`,
    );
  }
  const found = firstOccurrence(text, word);
  if (found && found.total > 1) warn(`the word stands in the text ${found.total} times: the first one is looked at`);
  // A text that is too long is read around the word.
  const summary = await runText(runner, model, text, found?.span.start ?? 0, warn);
  const { runId, words } = summary;
  const there = found ? words.findIndex(unit => unit.start === found.span.start && unit.end === found.span.end) : -1;
  const unit = there < 0 ? findWord(word, words) : there;
  const others = otherUnits(words, unit);
  const measured = await runner.shifts({ runId, level: 'words', unit, state, mode, others }, TO_THE_END);
  const shifts = new Float32Array(words.length).fill(NaN);
  for (const [place, other] of others.entries()) shifts[other] = measured.shifts[place]!;
  const influence = influenceOf(shifts, words, unit);
  if (format === 'text') {
    const { label, selection, combine } = chooseView({ kind: 'default' }, model);
    const { values, size } = await runner.matrix({ runId, level: 'words', selection, combine });
    const attention = { label, weights: values.subarray(unit * size, (unit + 1) * size) };
    const report = { text, model, words, unit, state, mode, shifts, influence, attention };
    return deliver(influenceReport(report, console.colour && output === null), output, console);
  }
  const result = {
    word: words[unit]!.label,
    layer: state,
    control: controlNumber(influence.control),
    items: others.map(other => {
      const { label, start, end } = words[other]!;
      return { word: label, start, end, shift: exactNumber(shifts[other]!) };
    }),
  };
  return deliver(toJsonLine(result), output, console);
}

/** Written as the shift it is, so that comparing the two in a file gives what it gives here; a mean of two shifts may be no float32. */
function controlNumber(control: number): number | null {
  if (Number.isNaN(control)) return null;
  return Math.fround(control) === control ? exactNumber(control) : control;
}
