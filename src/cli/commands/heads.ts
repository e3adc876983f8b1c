import { formatCount } from '../../core/describe/numbers.ts';
import { sortLinks } from '../../core/attention/linking.ts';
import { linkTable } from '../../core/export/attentionTables.ts';
import { allOccurrences } from '../../core/text/occurrences.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { Runner } from '../../engine/runner.ts';
import { usageError, type HeadsCommand } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { readText } from '../input.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { headsJson, headsReport, type LinkResult } from '../report/heads.ts';
import { answerSource, tableBytes } from './answerTable.ts';
import { findWord, openModel, runText } from './runText.ts';

/** The heads that link two words of a text. @throws FaultError `usage` for a word that is not there, and for two that share a place */
export async function headsCommand(command: HeadsCommand, builtInModel: string, console: Console): Promise<void> {
  const { input, from, to, top, format, output } = command;
  const warn = (message: string): void => {
    console.warn(message);
  };
  const directory = command.model ?? builtInModel;
  const results = new ResultWriter(input, directory, console);
  results.check(output, format);
  const text = await readText(input, console);
  const runner = new Runner();
  const model = await openModel(runner, { ...command, directory }, warn);
  const wanted = [from, to].map(word => ({ word, spans: allOccurrences(text, word) }));
  // A text that is too long is read around the first end.
  const around = wanted[0]!.spans[0]?.start ?? 0;
  const summary = await runText(
    runner,
    model,
    text,
    around,
    warn,
    wanted.flatMap(({ spans }) => spans),
  );
  const { words } = sequenceOf(summary);
  const [first, second] = wanted.map(word => findWord(word, text, words)) as [number, number];
  if (first === second)
    throw usageError('Both ends are the same word', 'A head links two different places of the text.', 'Give two words that stand apart.');
  for (const { word, spans } of wanted)
    if (spans.length > 1) warn(`"${word}" stands in the text ${formatCount(spans.length)} times: the first one is looked at`);
  const { ways, heads } = await runner.linkHeads({ runId: summary.runId, level: 'words', from: [first], to: [second] });
  const result: LinkResult = {
    model,
    from: words[first]!,
    to: words[second]!,
    isNext: Math.abs(first - second) === 1,
    ways,
    heads: sortLinks(heads, 'larger'),
  };
  if (format === 'text') return results.write(headsReport(result, top), output);
  if (format === 'json') return results.write(headsJson(result), output);
  const link = { units: words, from: [first], to: [second], ways, heads };
  return results.write(tableBytes(linkTable(link, model, answerSource(model, { text, run: summary })), format), output);
}
