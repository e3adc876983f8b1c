import { formatCount } from '../../core/describe/numbers.ts';
import { nameOfModel } from '../../core/describe/model.ts';
import { cosine, norm, rowAt } from '../../core/vectors/vectors.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { need } from '../../core/model/capability.ts';
import { oneText } from '../../core/text/textPair.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { Runner, type RunEmbeddings } from '../../engine/runner.ts';
import type { RunSummary } from '../../protocol/engineApi.ts';
import type { EmbedCommand } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { counted } from '../../core/describe/counted.ts';
import { readText } from '../input.ts';
import { exactRows, toJson } from '../../core/export/json.ts';
import { encodeNpz, type NpyArray } from '../../engine/files/npz.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { openModel, runText } from './runText.ts';
import { drawTable } from '../../core/describe/table.ts';
import { hiddenArrays, prefixOf, tokenArrays } from '../../engine/files/tensors.ts';

/** Version of docs/embed-schema.json. */
const SCHEMA = 'attention-lens-embed-1';

/** The vectors of a text's tokens: word table rows, and every hidden state. @throws FaultError `unavailable` without hidden states */
export async function embedCommand(command: EmbedCommand, builtInModel: string, console: Console): Promise<void> {
  const { input, format, output } = command;
  const directory = command.model ?? builtInModel;
  const results = new ResultWriter(input, directory, console);
  results.check(output, format);
  const warn = (message: string): void => {
    console.warn(message);
  };
  const text = await readText(input, console);
  const runner = new Runner({ hidden: true });
  const model = await openModel(runner, { ...command, directory }, warn);
  need(model, 'hidden-states');
  const summary = await runText(runner, model, oneText(text), null, warn);
  const embeddings = await runner.embeddings(summary.runId);
  switch (format) {
    case 'npz':
      return results.write(encodeNpz(arraysOf(prefixOf(model), summary, embeddings)), output);
    case 'json':
      return results.write(toJson({ schema: SCHEMA, model: model.name, text, ...dataOf(summary, embeddings) }), output);
    case 'text':
      return results.write(`${visibleText(nameOfModel(model))}\n\n${describe(summary, embeddings).join('\n')}\n`, output);
  }
}

function arraysOf(prefix: string, summary: RunSummary, { fixed, hidden }: RunEmbeddings): Map<string, NpyArray> {
  const tokens = sequenceOf(summary).tokens.length;
  return new Map<string, NpyArray>([
    ...tokenArrays(prefix, sequenceOf(summary)),
    ['static', { data: fixed, shape: [tokens, fixed.length / tokens] }],
    ...hiddenArrays(prefix, hidden, tokens),
  ]);
}

function dataOf(summary: RunSummary, { fixed, hidden }: RunEmbeddings): Record<string, unknown> {
  const { tokens } = sequenceOf(summary);
  return { tokens, static: exactRows(fixed, tokens.length), hidden: hidden.map(values => exactRows(values, tokens.length)) };
}

/** One line a token: how long its vectors are, and how far it has come. */
function describe(summary: RunSummary, { fixed, hidden }: RunEmbeddings): string[] {
  const { tokens } = sequenceOf(summary);
  const widthOf = (values: Float32Array): number => values.length / tokens.length;
  const last = hidden.length - 1;
  const lengths = [fixed, hidden[0]!, hidden[last]!];
  const rows = tokens.map((token, index) => {
    const [start, , end] = lengths.map(values => rowAt(values, widthOf(values), index));
    const likeness = start!.length === end!.length ? cosine(start!, end!).toFixed(2) : '-';
    return [visibleText(token.text), ...lengths.map(values => norm(rowAt(values, widthOf(values), index)).toFixed(2)), likeness];
  });
  return [
    ...drawTable(['token', 'word embedding', 'before any layer', `after ${counted(last, 'layer')}`, 'cosine of first and last'], rows),
    '',
    `Lengths of the vectors. ${counted(tokens.length, 'token')}; word embeddings ${formatCount(widthOf(fixed))} wide, ${hidden.length} hidden states ${formatCount(widthOf(hidden[0]!))} wide.`,
    'The numbers themselves: --format npz or json.',
  ];
}
