import { formatCount } from '../../core/describe/numbers.ts';
import { sortLinks } from '../../core/attention/linking.ts';
import { linkTable } from '../../core/export/attentionTables.ts';
import { joinTexts, oneText, sideOf, type GivenText, type Side } from '../../core/text/textPair.ts';
import type { Unit } from '../../core/text/token.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { Runner } from '../../engine/runner.ts';
import { hasPair } from '../../engine/twoTexts/files.ts';
import { usageError, type HeadsCommand } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { readText } from '../input.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { headsJson, headsReport, type LinkResult } from '../report/heads.ts';
import { answerSource, tableBytes } from './answerTable.ts';
import { findWord, openModel, runText, wantedWord, type WantedWord } from './runText.ts';

/** The heads that link two words of a text. @throws FaultError `usage` for a word that is not there, and for two that share a place */
export async function headsCommand(command: HeadsCommand, builtInModel: string, console: Console): Promise<void> {
  const { input, from, to, top, format, output } = command;
  const warn = (message: string): void => {
    console.warn(message);
  };
  const directory = command.model ?? builtInModel;
  const results = new ResultWriter(input, directory, console);
  results.check(output, format);
  const first = await readText(input, console);
  const given = command.target ? joinTexts(first, await readText(command.target, console)) : oneText(first);
  const { text, pair } = given;
  const runner = new Runner();
  const model = await openModel(runner, { ...command, directory, twoTexts: pair !== null && hasPair(directory) ? 'cross' : null }, warn);
  const wanted = [from, to].map(word => wantedWord(given, word)!) as [WantedWord, WantedWord];
  // A text that is too long is read around the first end.
  const around = wanted[0].spans[0]?.start ?? 0;
  const summary = await runText(
    runner,
    model,
    given,
    pair ? null : around,
    warn,
    wanted.flatMap(({ spans }) => spans),
    { told: command.told },
  );
  const { words } = sequenceOf(summary);
  const [near, far] = pair ? endsAcross(wanted, given, words) : (wanted.map(word => findWord(word, text, words)) as [number, number]);
  if (near === far)
    throw usageError('Both ends are the same word', 'A head links two different places of the text.', 'Give two words that stand apart.');
  for (const [end, { word, spans }] of wanted.entries()) {
    const side = pair && sideOf(pair, words[end === 0 ? near : far]!);
    const own = pair ? spans.filter(span => sideOf(pair, span) === side) : spans;
    if (own.length > 1) warn(`"${word}" stands in the text ${formatCount(own.length)} times: the first one is looked at`);
  }
  const { ways, heads } = await runner.linkHeads({ runId: summary.runId, level: 'words', from: [near], to: [far] });
  const result: LinkResult = {
    model,
    from: words[near]!,
    to: words[far]!,
    isNext: pair === null && Math.abs(near - far) === 1,
    ways,
    heads: sortLinks(heads, 'larger'),
  };
  if (format === 'text') return results.write(headsReport(result, top), output);
  if (format === 'json') return results.write(headsJson(result), output);
  const link = { units: words, from: [near], to: [far], ways, heads };
  return results.write(tableBytes(linkTable(link, model, answerSource(model, { text, run: summary })), format), output);
}

/** A word of each text: of the second and the first where both are there so, else the other way round. @throws FaultError `usage` */
function endsAcross(
  wanted: readonly [WantedWord, WantedWord],
  { text, pair }: GivenText,
  words: readonly Unit[],
): readonly [number, number] {
  const find = (sides: readonly [Side, Side]) => wanted.map((word, end) => findWord(word, text, words, { pair: pair!, side: sides[end]! }));
  try {
    const [near, far] = find([1, 0]);
    return [near!, far!];
  } catch {
    const [near, far] = find([0, 1]);
    return [near!, far!];
  }
}
