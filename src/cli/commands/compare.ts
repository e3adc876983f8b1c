import { plainSentence } from '../../core/describe/sentence.ts';
import { leftOutNote } from '../../core/describe/occurrences.ts';
import { unknownPlacesNote } from '../../core/describe/unknown.ts';
import { nameOfVector } from '../../core/describe/embeddings.ts';
import { placesTable } from '../../core/export/vectorTables.ts';
import { middleState } from '../../core/state/viewState.ts';
import { PLACE_AROUND, surroundingsOf } from '../../core/text/surroundings.ts';
import { inContext, placesOfWord } from '../../core/text/occurrences.ts';
import { need } from '../../core/model/capability.ts';
import { identityOf } from '../../protocol/engineApi.ts';
import { Runner } from '../../engine/runner.ts';
import type { CompareCommand } from '../arguments/command.ts';
import { compareReport } from '../report/compare.ts';
import type { Console } from '../console.ts';
import { readText } from '../input.ts';
import { exactRows, toJson } from '../../core/export/json.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { answerSource, tableBytes } from './answerTable.ts';
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
  const { places, beyond } = placesOfWord([text], word);
  if (places.length === 0) throw wordMissing('No word of the text is written like the one that was asked for.');

  const runner = new Runner();
  const model = await openModel(runner, { ...command, directory }, warn);
  need(model, 'hidden-states');
  const slice = await runner.compare({ ...identityOf(model), ...inContext([text], places, context) });
  const read = slice.found.map(index => places[index]!);
  if (read.length === 0) throw wordMissing('The tokenizer of the model drops this word.');
  const unread = places.length - read.length;
  // In what each is read is said above the places.
  const leftOut = leftOutNote(read.length, {
    beyond,
    unread,
    windowed: 0,
    contextLength: model.contextLength,
    ownContext: model.ownContext,
    cut: [],
    longest: text.length,
  });
  for (const note of [leftOut, unknownPlacesNote(word, slice.unknown)]) if (note.length > 0) warn(plainSentence(note));
  if (format === 'text') return results.write(compareReport({ text, word, context, model, spans: read, slice }), output);
  if (format !== 'json') {
    const state = middleState(model.layers);
    const places = read.map(span => Object.values(surroundingsOf(text, span, PLACE_AROUND)).join(''));
    const by = nameOfVector(state, model.layers).toLowerCase();
    const readIn = context === 'text' ? 'the whole text' : 'its own sentence';
    const table = placesTable({ word, places, cosines: slice.states[state]!, by, readIn }, answerSource(model, null));
    return results.write(tableBytes(table, format), output);
  }
  const result = {
    word,
    occurrences: read.map(({ start, end }) => ({ start, end })),
    static: exactRows(slice.fixed, slice.size),
    layers: slice.states.map(cosines => exactRows(cosines, slice.size)),
  };
  return results.write(toJson(result), output);
}
