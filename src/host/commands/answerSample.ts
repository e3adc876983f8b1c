import * as vscode from 'vscode';
import { readsAnAnswer } from '../../core/grounding/layout.ts';
import { targetIn } from '../editor/pairTexts.ts';
import { ANSWER_LINES, ANSWER_SAMPLE, openSampleText } from '../samples/samples.ts';
import type { Parts } from '../services.ts';
import { refusal } from './preconditions.ts';
import { commandButton, type NoticeButton } from './refusal.ts';
import { exploreTogether } from './twoTexts.ts';

/** An answer and its source, read by the chosen decoder. @throws FaultError for a model of another kind: it says which it takes, and offers one that was used before */
export async function openAnswerSample(parts: Parts): Promise<void> {
  const { engine, explorer, models } = parts;
  const [{ lesson }, asked] = [explorer.state, explorer.target];
  const { attention } = await engine.call('open', models.chosen);
  // A model takes long to open: another text, or a step of the lesson, may have come in between.
  if (explorer.target !== asked || explorer.state.lesson !== lesson) return;
  if (!readsAnAnswer(attention, ANSWER_SAMPLE)) throw needsDecoder(parts);
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

function needsDecoder(parts: Parts) {
  const { models } = parts;
  // As it was called when it was opened.
  const known = models.recent.find(({ about }) => about.startsWith('Decoder'));
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
