import { formatCount } from '../../core/describe/numbers.ts';
import { FaultError } from '../../core/faults.ts';
import type { Removed } from '../../core/grounding/effects.ts';
import { sentenceText } from '../../core/grounding/layout.ts';
import { measureRemovals, NOTHING_MEASURED } from '../../core/grounding/measure.ts';
import { groundTable } from '../../core/export/groundTable.ts';
import type { ExportTable } from '../../core/export/tables.ts';
import { allHeads } from '../../core/model/stack.ts';
import type { Span } from '../../core/text/span.ts';
import { Runner } from '../../engine/runner.ts';
import { identityOf } from '../../protocol/engineApi.ts';
import type { GroundSlice } from '../../protocol/groundApi.ts';
import type { GroundCommand, SingleInput } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { readText } from '../input.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { groundReport } from '../report/ground.ts';
import { groundJson } from '../report/groundJson.ts';
import { sourceOfTexts, tableBytes } from './answerTable.ts';
import { effectsIn, type GroundResult } from './groundResult.ts';
import { openModel, warnOfRun } from './runText.ts';

/**
 * What each sentence of an answer looks at in its source and, where asked, what it loses without it.
 * @throws FaultError
 */
export async function groundCommand(command: GroundCommand, builtInModel: string, console: Console): Promise<void> {
  const { format, output, question, remove, plain } = command;
  const warn = (message: string): void => {
    console.warn(message);
  };
  const directory = command.model ?? builtInModel;
  const results = new ResultWriter([command.source, command.answer], directory, console);
  results.check(output, format);
  const source = await readNamed('source', command.source, console);
  const answer = await readNamed('answer', command.answer, console);
  const runner = new Runner();
  const model = await openModel(runner, { ...command, directory }, warn);
  const slice = await runner.ground({ ...identityOf(model), source, question, answer, ...(plain && { chat: false }) });
  if (slice.cut > 0)
    warn(
      `the model reads ${formatCount(model.contextLength)} tokens: the last ${formatCount(slice.cut)} characters of the source were left out, none of the question and the answer`,
    );
  warnOfRun(slice.summary, model, 'start', warn);
  const effects = remove ? effectsIn(slice, await removals(runner, slice, console)) : null;
  const trimmed = { source: leadingSpace(source), answer: leadingSpace(answer) };
  const result: GroundResult = { model, slice, trimmed, effects };
  if (format === 'text') return results.write(groundReport(result), output);
  if (format === 'json') return results.write(groundJson(result), output);
  return results.write(tableBytes(tableOf(result), format), output);
}

/** As the panel has it. */
function tableOf({ model, slice, effects }: GroundResult): ExportTable {
  const { text, parts, source, answer, summary } = slice;
  const sentences = (spans: readonly Span[]) => spans.map(span => sentenceText(text, span));
  const texts = [parts.source, parts.answer].map(({ start, end }) => text.slice(start, end));
  const read = { ...slice, heads: allHeads(model.attention.heads).length, chat: summary.chat };
  return groundTable({ ...read, source: sentences(source), answer: sentences(answer) }, effects, sourceOfTexts(model, texts));
}

async function removals(runner: Runner, slice: GroundSlice, console: Console): Promise<Removed> {
  const { runId } = slice.summary;
  let logProbabilities = new Float32Array();
  const measure = async (sentences: readonly number[]) => {
    const found = await runner.groundRemovals({ runId, taken: [sentences] });
    logProbabilities = new Float32Array(found.logProbabilities);
    return found.removals[0]!;
  };
  let measured = NOTHING_MEASURED;
  for await (const { done, total, ...soFar } of measureRemovals(slice, slice.reached, measure)) {
    console.count(done, total, 'removals read');
    measured = soFar;
  }
  console.endCount();
  return { ...measured, logProbabilities };
}

/** @throws FaultError that says which of the texts it is about */
async function readNamed(name: 'source' | 'answer', input: SingleInput, console: Console): Promise<string> {
  try {
    return await readText(input, console);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const { title } = error.fault;
    throw new FaultError({ ...error.fault, title: `--${name}: ${title.charAt(0).toLowerCase()}${title.slice(1)}` });
  }
}

function leadingSpace(text: string): number {
  return text.length - text.trimStart().length;
}
