import { plainSentence } from '../../core/describe/attention.ts';
import { unknownPlacesNote } from '../../core/describe/unknown.ts';
import { findOccurrences, inContext } from '../../core/text/occurrences.ts';
import { need } from '../../core/model/capability.ts';
import { Runner } from '../../engine/runner.ts';
import type { CompareCommand } from '../arguments/command.ts';
import { compareReport } from '../report/compare.ts';
import type { Console } from '../console.ts';
import { readText } from '../input.ts';
import { exactRows, toJson } from '../report/json.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { openModel, wordMissing } from './runText.ts';

/** Every two occurrences of a word in one text, by cosine. @throws FaultError `usage` without an occurrence, `unavailable` without hidden states */
export async function compareCommand(command: CompareCommand, builtInModel: string, console: Console): Promise<void> {
  const { input, word, context, format, output } = command;
  const warn = (message: string): void => {
    console.warn(message);
  };
  const directory = command.model ?? builtInModel;
  const results = new ResultWriter(input, directory, console);
  results.check(output, format);
  const text = await readText(input, console);
  const { spans, total } = findOccurrences(text, word);
  if (total === 0) throw wordMissing('No word of the text is written like the one after --word.');
  if (total > spans.length) warn(`only the first ${spans.length} of ${total} occurrences are compared`);

  const runner = new Runner();
  const model = await openModel(runner, directory, warn);
  need(model, 'hidden-states');
  const spansOfText = spans.map(span => ({ text: 0, ...span }));
  const slice = await runner.compare({ directory: model.directory, ...inContext([text], spansOfText, context) });
  const read = slice.found.map(index => spans[index]!);
  if (read.length === 0) throw wordMissing('The tokenizer of the model drops this word.');
  if (read.length < spans.length) warn(`the model reads ${read.length} of ${spans.length} occurrences`);
  const unknown = plainSentence(unknownPlacesNote(word, slice.unknown));
  if (unknown !== '') warn(unknown);
  if (format === 'text') return results.write(compareReport({ text, word, context, model, spans: read, slice }), output);
  const result = {
    word,
    occurrences: read.map(({ start, end }) => ({ start, end })),
    static: exactRows(slice.fixed, slice.size),
    layers: slice.states.map(cosines => exactRows(cosines, slice.size)),
  };
  return results.write(toJson(result), output);
}
