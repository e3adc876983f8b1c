import * as vscode from 'vscode';
import { COMMANDS, type CommandName } from '../../contributions/ids.ts';
import { LESSON, LESSON_STEPS, type LessonName } from '../../core/lesson.ts';
import { MAX_RUN_CHARACTERS } from '../../protocol/engineApi.ts';
import { targetIn } from '../editor/pairTexts.ts';
import { targetOfDocument } from '../editor/target.ts';
import { openSampleText, ownSample, pickSample, SAMPLES, TRANSLATION_SAMPLE, type Sample } from '../samples/samples.ts';
import type { Parts } from '../services.ts';
import { openAnswerSample } from './answerSample.ts';
import { explore } from './explore.ts';
import { compareIn } from './occurrences.ts';
import { refusal } from './preconditions.ts';
import { commandButton, OPEN_SAMPLE } from './refusal.ts';
import { exploreTogether } from './twoTexts.ts';

/** The command of each step, which the walkthrough is ticked off by. */
const STEP_COMMANDS = {
  attention: 'exampleAttention',
  he: 'exampleHe',
  france: 'exampleFrance',
  bank: 'exampleBank',
  sameWord: 'exampleSameWord',
  heads: 'exampleHeads',
  twoTexts: 'exampleTwoTexts',
} as const satisfies Readonly<Record<LessonName, CommandName>>;
type StepCommand = (typeof STEP_COMMANDS)[LessonName];

const LONGEST_SENTENCE = 1000;

/** The lesson: a sample and a view for each step, said in a strip of the panel. */
export function lessonHandlers(parts: Parts) {
  const { explorer } = parts;
  // As a command, so that VS Code ticks the step of its walkthrough off.
  const open = async (step: LessonName) => vscode.commands.executeCommand(COMMANDS[STEP_COMMANDS[step]]);
  const move = async (delta: 1 | -1): Promise<void> => {
    const next = LESSON_STEPS[LESSON_STEPS.indexOf(underWay(parts)) + delta];
    if (next === undefined) throw noFurther(delta);
    await open(next);
  };
  const steps = Object.fromEntries(LESSON_STEPS.map(step => [STEP_COMMANDS[step], () => openStep(parts, step)]));
  return {
    ...(steps as Record<StepCommand, () => Promise<void>>),
    openSample: async () => {
      const step = await pickSample();
      if (step === 'answer') await openAnswerSample(parts);
      else if (step) await openStep(parts, step);
    },
    lessonStart: () => open('attention'),
    lessonNext: () => move(1),
    lessonBack: () => move(-1),
    lessonOwnSentence: async () => {
      const step = underWay(parts);
      const text = await askForSentence(step);
      if (text !== undefined) await openStep(parts, step, ownSample(step, text));
    },
    lessonEnd: async () => {
      underWay(parts);
      explorer.dispatch({ type: 'lesson', step: null });
    },
  };
}

function underWay({ explorer }: Parts): LessonName {
  const { lesson } = explorer.state;
  if (lesson) return lesson;
  throw refusal(
    'No lesson is under way',
    'Its steps are the samples, each with the view that shows its point.',
    'Start it, or open one of its samples.',
    commandButton('Start the Lesson', 'lessonStart'),
    OPEN_SAMPLE,
  );
}

function noFurther(delta: 1 | -1) {
  return refusal(
    delta > 0 ? 'This is the last step' : 'This is the first step',
    'The lesson has no other beyond it.',
    'Try it on a sentence of your own.',
    commandButton('My Own Sentence\u2026', 'lessonOwnSentence'),
    commandButton('End Lesson', 'lessonEnd'),
  );
}

async function askForSentence(step: LessonName): Promise<string | undefined> {
  const { selection, document } = vscode.window.activeTextEditor ?? {};
  const selected = document && selection && !selection.isEmpty ? document.getText(selection).slice(0, LONGEST_SENTENCE) : '';
  const ask = async (prompt: string, value: string): Promise<string | undefined> =>
    askFor(`${LESSON[step].title}: My Own Sentence`, prompt, value);
  const own = selected.replaceAll(/\s+/g, ' ');
  if (!isPair(SAMPLES[step]))
    return ask(SAMPLES[step].compares ? 'A text in which one word stands several times.' : 'A sentence of your own.', own);
  const first = await ask('The text that is looked at, such as a source.', own);
  const second = first && (await ask('The text that looks at it, such as its translation, or an answer.', ''));
  return second && `${first}\n\n${second}`;
}

function isPair({ isPair: is }: Sample): boolean {
  return is === true;
}

async function askFor(title: string, prompt: string, value: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    value,
    validateInput: typed =>
      /\S/.test(typed) ? (typed.length > LONGEST_SENTENCE ? 'At most 1,000 characters.' : null) : 'Type at least one word.',
  });
  return text?.trim();
}

/** Two texts of one document, a line apart; the caret is on a word of the one that looks. */
async function explorePair(parts: Parts, { document, selection }: vscode.TextEditor, lens: Sample['lens']): Promise<void> {
  const [first, second] = [0, 2].map(line => targetIn(document, document.lineAt(line).range));
  const done = await exploreTogether(parts, first!, second!, lens ?? undefined);
  if (done) parts.explorer.moveCaret(document, selection.active);
}

/** Of two texts a translation is shown where the model translates. */
async function sampleOf({ engine, models }: Parts, step: LessonName): Promise<Sample> {
  if (!isPair(SAMPLES[step]) || models.isBuiltIn) return SAMPLES[step];
  const { translates } = await engine.call('writingOffer', models.chosen);
  return translates ? TRANSLATION_SAMPLE : SAMPLES[step];
}

/** Opens the step's text and its view; the strip of the panel says what is to be seen. */
async function openStep(parts: Parts, step: LessonName, own: Sample | null = null): Promise<void> {
  const { explorer, panel } = parts;
  explorer.dispatch({ type: 'lesson', step });
  const isLeft = () => explorer.state.lesson !== step; // another step, or the end, came in between
  const sample = own ?? (await sampleOf(parts, step));
  if (isLeft()) return;
  const editor = await openSampleText(sample);
  if (isLeft()) return;
  explorer.dispatch({ type: 'tab', tab: sample.tab });
  explorer.dispatch({ type: 'heat', heat: sample.heat });
  if (sample.isPair) await explorePair(parts, editor, sample.lens);
  else await explore(parts, targetOfDocument(editor, MAX_RUN_CHARACTERS), sample.lens ?? undefined, true);
  // It may have been cancelled, or another exploration may have come in between.
  if (sample.compares && explorer.exploration?.target.uri === editor.document.uri.toString())
    await compareIn(parts, editor.document, sample.word, 'document');
  panel.show();
}
