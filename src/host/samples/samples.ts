import * as vscode from 'vscode';
import { SAMPLE_SCHEME } from '../../contributions/ids.ts';
import { LESSON, LESSON_STEPS, TRANSLATION, type LessonName } from '../../core/lesson.ts';
import type { View } from '../../core/attention/lens.ts';
import type { Tab } from '../../core/state/pages.ts';
import type { Heat } from '../../core/state/viewState.ts';
import { toRange, wholeDocument } from '../editor/ranges.ts';

/** A text to open, what to look at in it and through what. */
export interface Sample {
  readonly label: string;
  /** Name of its document. */
  readonly file: string;
  readonly text: string;
  /** Null: what the model looks through where nothing else was chosen. */
  readonly lens: View | null;
  readonly tab: Tab;
  readonly heat: Heat;
  readonly word: string;
  /** Compare every place of the word. */
  readonly compares: boolean;
  /** Its first and third lines are two texts, of which the later looks at the earlier; the word is of the later. */
  readonly isPair?: true;
}

const ATTENTION = { tab: 'attention', heat: 'attention', compares: false } as const;

/** Each sample opens with the view that shows its point, as its step of the lesson says; that was measured on the built-in model. */
export const SAMPLES = {
  attention: {
    ...ATTENTION,
    label: 'The cat and the mat',
    file: 'cat.txt',
    text: LESSON.attention.text,
    lens: { kind: 'head', layer: 5, head: 11 },
    word: 'it',
  },
  he: {
    ...ATTENTION,
    label: 'Alice and Bob',
    file: 'he.txt',
    text: LESSON.he.text,
    lens: { kind: 'lens', id: 'reference' },
    word: 'he',
  },
  france: {
    ...ATTENTION,
    label: 'France and its food',
    file: 'france.txt',
    text: LESSON.france.text,
    lens: { kind: 'lens', id: 'reference' },
    tab: 'vectors',
    word: 'it',
  },
  bank: {
    ...ATTENTION,
    label: 'The bank',
    file: 'bank.txt',
    text: LESSON.bank.text,
    lens: { kind: 'lens', id: 'related' },
    tab: 'vectors',
    heat: 'contextual',
    word: 'bank',
  },
  sameWord: {
    ...ATTENTION,
    label: 'One word, four places',
    file: 'banks.txt',
    text: LESSON.sameWord.text,
    lens: { kind: 'lens', id: 'related' },
    tab: 'compare',
    word: 'bank',
    compares: true,
  },
  heads: {
    ...ATTENTION,
    label: 'Many heads, many jobs',
    file: 'letter.txt',
    text: LESSON.heads.text,
    lens: { kind: 'lens', id: 'verb-and-object' },
    word: 'it',
  },
  // The head looks at the same word of the other text: it gives `Alice` 0.85, `book` 0.78, `Bob` 0.69.
  twoTexts: {
    ...ATTENTION,
    label: 'Two texts: cat and chat',
    file: 'two texts.txt',
    text: LESSON.twoTexts.text,
    lens: { kind: 'head', layer: 2, head: 9 },
    word: 'Alice',
    isPair: true,
  },
} as const satisfies Readonly<Record<LessonName, Sample>>;

/** What is opened in the place of the pair where the chosen model translates. Which of its heads is of interest nobody has measured. */
export const TRANSLATION_SAMPLE = {
  ...ATTENTION,
  label: SAMPLES.twoTexts.label,
  file: 'cat and chat.txt',
  text: TRANSLATION.text,
  lens: null,
  word: 'chat',
  isPair: true,
} as const satisfies Sample;

const SOURCE = [
  '# The town library',
  '',
  'The library opens at nine in the morning and closes at six.',
  'On Thursdays it stays open until eight.',
  'Members may borrow six books for three weeks.',
  'A late book costs ten cents a day.',
  'The reading room on the second floor has forty seats.',
  'Dogs are not allowed inside, except guide dogs.',
];
const ANSWER = [
  'You may borrow six books for three weeks.',
  'If you bring one back late, you pay ten cents a day.',
  'On Thursdays the library closes at eight.',
];

/** A source and an answer on it, in one document: for a decoder, any of them. In SmolLM2-135M each sentence gives the reading room most; the line that stands out is the one that it needs, as removal shows. */
export const ANSWER_SAMPLE = {
  label: 'An answer and its source',
  file: 'an answer and its source.txt',
  text: [...SOURCE, '', '', ...ANSWER].join('\n'),
  lens: null,
  tab: 'attention',
  heat: 'attention',
  word: 'closes',
  compares: false,
} as const satisfies Sample;

/** Lines of its document that each text stands in, the first and the last. */
export const ANSWER_LINES = {
  source: [0, SOURCE.length - 1],
  answer: [SOURCE.length + 2, SOURCE.length + 1 + ANSWER.length],
} as const;

/** The document of a sentence that somebody types in the lesson. */
export const OWN_SENTENCE = { file: 'own sentence.txt', text: '' } as const;

/** The step's view on a sentence of a person's own. */
export function ownSample(step: LessonName, text: string): Sample {
  const sample: Sample = SAMPLES[step];
  if (sample.isPair) return { ...sample, ...OWN_SENTENCE, text, word: wordToLookFrom(text.slice(text.lastIndexOf('\n') + 1)) };
  return { ...sample, ...OWN_SENTENCE, text, word: sample.compares ? mostRepeated(text) : wordToLookFrom(text) };
}

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** A pronoun where there is one, since its reference shows best; else the last word but one. */
function wordToLookFrom(text: string): string {
  const words = wordsOf(text);
  return words.find((word, place) => place > 0 && /^(it|he|she|they|him|her|them)$/i.test(word)) ?? words.at(-2) ?? words[0] ?? '';
}

function mostRepeated(text: string): string {
  const words = wordsOf(text);
  const count = (word: string) => words.filter(other => other.toLowerCase() === word.toLowerCase()).length;
  return words.reduce(
    (best, word) => (count(word) > count(best) || (count(word) === count(best) && word.length > best.length) ? word : best),
    words[0] ?? '',
  );
}

/** Asks which sample to open. */
export async function pickSample(): Promise<LessonName | 'answer' | undefined> {
  const item = (step: LessonName, { label, text, isPair }: Sample) => ({ label, detail: isPair ? OF_A_PAIR : text.split('\n')[0]!, step });
  const answer = { label: ANSWER_SAMPLE.label, detail: OF_AN_ANSWER, step: 'answer' } as const;
  const items = [...LESSON_STEPS.map(step => item(step, SAMPLES[step])), answer];
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Open Sample',
    placeHolder: 'A text and the view that shows its point',
  });
  return chosen?.step;
}

const OF_AN_ANSWER = 'Which part of a document each sentence of an answer rests on; a decoder reads it';
const OF_A_PAIR = 'A translation and its source, where the model translates; two sentences in any other';

export function uriOfSample({ file }: Pick<Sample, 'file'>): vscode.Uri {
  return vscode.Uri.from({ scheme: SAMPLE_SCHEME, path: `/${file}` });
}

/** Opens the sample, the caret on its word. What a person changed in it is undone: what is said about it was measured on this text. */
export async function openSampleText(sample: Sample): Promise<vscode.TextEditor> {
  const { text, word, isPair } = sample;
  const uri = uriOfSample(sample);
  const document = await vscode.workspace.openTextDocument(uri);
  // A preview would take the place of the walkthrough, and the walkthrough that of the sample.
  const editor = await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: false });
  if (document.getText() !== text) {
    await editor.edit(builder => builder.replace(toRange(wholeDocument(document)), text));
    await document.save();
  }
  const from = isPair ? text.lastIndexOf('\n') + 1 : 0;
  const caret = document.positionAt(from + Math.max(0, placeOfWord(text.slice(from), word)));
  editor.selection = new vscode.Selection(caret, caret);
  await closeOthers(uri);
  return editor;
}

/** Where a word stands as a whole. -1: nowhere. */
function placeOfWord(text: string, word: string): number {
  const isLetter = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return at;
  return -1;
}

/** One tab for the whole lesson: samples that were opened before it go. What a person changed in one stays. */
async function closeOthers(shown: vscode.Uri): Promise<void> {
  const others = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input, isDirty }) => {
      const uri = input instanceof vscode.TabInputText ? input.uri : null;
      return uri?.scheme === SAMPLE_SCHEME && uri.path !== shown.path && !isDirty;
    });
  if (others.length > 0) await vscode.window.tabGroups.close(others, true);
}
