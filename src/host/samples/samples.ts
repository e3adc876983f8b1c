import * as vscode from 'vscode';
import { SAMPLE_SCHEME } from '../../contributions/ids.ts';
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
  readonly lens: View;
  readonly tab: Tab;
  readonly heat: Heat;
  readonly says: string;
  readonly word: string;
  /** Compare every place of the word. */
  readonly compares: boolean;
}

const ATTENTION = { tab: 'attention', heat: 'attention', compares: false } as const;

/** Each sample opens with the view that shows its point; what it says was measured on the built-in model. */
export const SAMPLES = {
  attention: {
    ...ATTENTION,
    label: 'The cat and the mat',
    file: 'cat.txt',
    text: 'The cat sat on the mat because it was tired.',
    lens: { kind: 'head', layer: 5, head: 11 },
    says: 'Who was tired? In layer 5, head 11, \u201cit\u201d attends to \u201ccat\u201d, not to \u201cmat\u201d.',
    word: 'it',
  },
  he: {
    ...ATTENTION,
    label: 'Alice and Bob',
    file: 'he.txt',
    text: 'Alice gave Bob a book because he wanted to learn.',
    lens: { kind: 'lens', id: 'reference' },
    says: 'Who is \u201che\u201d? The Reference lens says Alice; layer 5, head 3 says Bob. Heads disagree.',
    word: 'he',
  },
  france: {
    ...ATTENTION,
    label: 'France and its food',
    file: 'france.txt',
    text: 'I visited France last summer because it has wonderful food.',
    lens: { kind: 'lens', id: 'reference' },
    tab: 'vectors',
    says: 'Near and attended are two things: by its embedding \u201cit\u201d is nearest to \u201cI\u201d, and it attends to \u201cFrance\u201d.',
    word: 'it',
  },
  bank: {
    ...ATTENTION,
    label: 'The bank',
    file: 'bank.txt',
    // Two lines, so that it can be read beside the panel.
    text: 'The bank refused to lend the company more money\nbecause its credit was poor.',
    lens: { kind: 'lens', id: 'related' },
    tab: 'vectors',
    heat: 'contextual',
    says: 'Which bank? Colours show which words its vector has come to resemble, layer by layer. Compare with its word embedding.',
    word: 'bank',
  },
  sameWord: {
    ...ATTENTION,
    label: 'One word, four places',
    file: 'banks.txt',
    text: [
      'The bank refused to lend the company more money.',
      'She opened a savings account at the bank in town.',
      'We sat on the grassy bank and watched the river.',
      'The boat drifted towards the muddy bank of the stream.',
      '',
    ].join('\n'),
    lens: { kind: 'lens', id: 'related' },
    tab: 'compare',
    says: 'Four banks, one word embedding. After three layers money and river have come apart.',
    word: 'bank',
    compares: true,
  },
  heads: {
    ...ATTENTION,
    label: 'Many heads, many jobs',
    file: 'letter.txt',
    text: 'She read the letter twice and burned it.',
    lens: { kind: 'lens', id: 'verb-and-object' },
    says: 'One word, two jobs: through Verb and Object \u201cit\u201d draws from \u201cburned\u201d, through Reference from \u201cletter\u201d. Choose another lens.',
    word: 'it',
  },
} as const satisfies Readonly<Record<string, Sample>>;

export type SampleName = keyof typeof SAMPLES;

/** Asks which sample to open. */
export async function pickSample(): Promise<Sample | undefined> {
  const samples: readonly Sample[] = Object.values(SAMPLES);
  const chosen = await vscode.window.showQuickPick(
    samples.map(sample => ({ label: sample.label, detail: sample.text.split('\n')[0]!, sample })),
    { title: 'Open Sample', placeHolder: 'A text and the view that shows its point' },
  );
  return chosen?.sample;
}

export function uriOfSample({ file }: Pick<Sample, 'file'>): vscode.Uri {
  return vscode.Uri.from({ scheme: SAMPLE_SCHEME, path: `/${file}` });
}

/** Opens the sample, the caret on its word. What a person changed in it is undone: what is said about it was measured on this text. */
export async function openSampleText(sample: Sample): Promise<vscode.TextEditor> {
  const { text, word } = sample;
  const document = await vscode.workspace.openTextDocument(uriOfSample(sample));
  // A preview would take the place of the walkthrough, and the walkthrough that of the sample.
  const editor = await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: false });
  if (document.getText() !== text) {
    await editor.edit(builder => builder.replace(toRange(wholeDocument(document)), text));
    await document.save();
  }
  const caret = document.positionAt(text.search(new RegExp(`\\b${word}\\b`)));
  editor.selection = new vscode.Selection(caret, caret);
  return editor;
}
