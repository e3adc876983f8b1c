import { formatCount } from '../../core/describe/numbers.ts';
import { nameOfModel } from '../../core/describe/model.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { identityOf } from '../../protocol/engineApi.ts';
import { Runner } from '../../engine/runner.ts';
import type { NeighboursCommand } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { neighbourTable } from '../../core/export/vectorTables.ts';
import { exactNumber, toJson } from '../../core/export/json.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { answerSource, tableBytes } from './answerTable.ts';
import { openModel } from './runText.ts';
import { drawTable } from '../../core/describe/table.ts';

/** The entries of the word table that are nearest to a word. @throws FaultError */
export async function neighboursCommand(command: NeighboursCommand, builtInModel: string, console: Console): Promise<void> {
  const { word, top, format, output } = command;
  const directory = command.model ?? builtInModel;
  const results = new ResultWriter(null, directory, console);
  results.check(output, format);
  const runner = new Runner();
  const model = await openModel(runner, { ...command, directory }, message => {
    console.warn(message);
  });
  const { entries, vocabulary, tokens } = await runner.neighboursOf({
    ...identityOf(model),
    word,
    top,
  });
  if (format === 'json') {
    // The table is float32: more digits than its numbers have would say nothing.
    const items = entries.map(({ token, id, cosine, kind }) => ({ token, id, cosine: exactNumber(Math.fround(cosine)), kind }));
    return results.write(toJson(items), output);
  }
  if (format !== 'text') {
    const table = neighbourTable(visibleText(word), [{ by: 'word embedding', entries }], answerSource(model, null));
    return results.write(tableBytes(table, format), output);
  }
  // As they are written: marks of the tokenizer are no part of the word.
  const pieces = tokens.map(({ start, end, text }) => visibleText(word.slice(start, end) || text));
  const lines = [
    `${visibleText(nameOfModel(model))}, the word embedding of "${visibleText(word)}"${pieces.length > 1 ? ` (mean of its ${pieces.length} tokens ${pieces.join(' ')})` : ''}`,
    '',
    ...drawTable(
      ['', 'cosine', 'entry'],
      entries.map(({ text, cosine, kind }) => [visibleText(text), cosine.toFixed(2), kind]),
    ),
    '',
    `Nearest of ${formatCount(vocabulary)} vocabulary entries, whole words first. A word embedding is the same in every sentence.`,
  ];
  return results.write(`${lines.join('\n')}\n`, output);
}
