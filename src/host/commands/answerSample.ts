import * as vscode from 'vscode';
import { readsAnswers } from '../../core/grounding/layout.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import { escapeIcons } from '../../core/text/escape.ts';
import { targetIn } from '../editor/pairTexts.ts';
import { ANSWER_LINES, ANSWER_SAMPLE, openSampleText } from '../samples/samples.ts';
import type { Parts } from '../services.ts';
import { refusal } from './preconditions.ts';
import { commandButton, type NoticeButton } from './refusal.ts';
import { exploreTogether } from './twoTexts.ts';

/** An answer and its source, read by the chosen decoder. @throws FaultError for a model of another kind: it says which it takes, and offers one that was used before */
export async function openAnswerSample(parts: Parts): Promise<void> {
  const { explorer } = parts;
  const [{ lesson }, asked] = [explorer.state, explorer.target];
  const { attention } = await opened(parts);
  // A model takes long to open: another text, or a step of the lesson, may have come in between.
  if (explorer.target !== asked || explorer.state.lesson !== lesson) return;
  if (!readsAnswers(attention)) throw needsDecoder(parts);
  explorer.dispatch({ type: 'lesson', step: null });
  const editor = await openSampleText(ANSWER_SAMPLE);
  const { document } = editor;
  // The word stands in the source as well.
  const caret = document.positionAt(ANSWER_SAMPLE.text.lastIndexOf(ANSWER_SAMPLE.word));
  editor.selection = new vscode.Selection(caret, caret);
  explorer.dispatch({ type: 'tab', tab: ANSWER_SAMPLE.tab });
  explorer.dispatch({ type: 'heat', heat: ANSWER_SAMPLE.heat });
  const [source, answer] = [ANSWER_LINES.source, ANSWER_LINES.answer].map(([first, last]) =>
    targetIn(document, new vscode.Range(document.lineAt(first).range.start, document.lineAt(last).range.end)),
  );
  if (await exploreTogether(parts, source!, answer!)) explorer.moveCaret(document, caret);
}

/** In the status bar: a large model takes long, and one that is open already no time. */
async function opened({ engine, models }: Parts): Promise<ModelSummary> {
  const title = escapeIcons(`Opening ${models.nameInMessage}`);
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => engine.call('open', models.chosen));
}

function needsDecoder(parts: Parts) {
  const { models } = parts;
  const known = models.recent.find(({ readsAnswers: can }) => can);
  const use: NoticeButton[] = known
    ? [
        {
          title: `Use ${known.name}`,
          run: async () => {
            await models.useFolder(known.directory);
            await openAnswerSample(parts);
          },
        },
      ]
    : [];
  return refusal(
    'This sample needs a decoder',
    'It shows what an answer rests on in its source: a model that reads from left to right reads the one behind the other. The chosen model is of another kind.',
    'Choose the folder of one as ONNX, such as SmolLM2-135M-Instruct or GPT-2 from huggingface.co, or exported by Optimum for text-generation.',
    ...use,
    commandButton('Choose Model…', 'chooseModel'),
  );
}
