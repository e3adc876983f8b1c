import * as vscode from 'vscode';
import type { View } from '../core/lens.ts';

interface Sample {
  readonly label: string;
  readonly text: string;
  readonly lens: View;
  readonly says: string;
  readonly word: string;
}

/** Each sample opens with the lens that shows its point; what it shows was measured on the built-in model. */
export const SAMPLES: readonly Sample[] = [
  {
    label: 'The cat and the mat',
    text: 'The cat sat on the mat because it was tired.',
    lens: { kind: 'head', layer: 5, head: 11 },
    says: 'Who was tired? In layer 5, head 11, \u201cit\u201d looks at \u201ccat\u201d, not at \u201cmat\u201d.',
    word: 'it',
  },
  {
    label: 'France and its food',
    text: 'I visited France last summer because it has wonderful food.',
    lens: { kind: 'lens', id: 'reference' },
    says: 'What does \u201cit\u201d stand for? The Reference lens draws it from \u201cFrance\u201d.',
    word: 'it',
  },
  {
    label: 'Alice and Bob',
    text: 'Alice gave Bob a book because he wanted to learn.',
    lens: { kind: 'lens', id: 'reference' },
    says: 'Who is \u201che\u201d? The Reference lens says Alice; layer 5, head 3 says Bob. Heads disagree.',
    word: 'he',
  },
  {
    label: 'The bank',
    text: 'The bank refused to lend the company more money because its credit was poor.',
    lens: { kind: 'lens', id: 'related' },
    says: 'Which bank? \u201cRelated words\u201d, the mean of the last layer, shows the company this word keeps.',
    word: 'bank',
  },
];

/** Asks which sample, opens it as an untitled text, and returns what to explore in it. */
export async function openSample(): Promise<{ editor: vscode.TextEditor; sample: Sample } | undefined> {
  const chosen = await vscode.window.showQuickPick(
    SAMPLES.map(sample => ({ label: sample.label, detail: sample.text, sample })),
    { title: 'Open Sample', placeHolder: 'A sentence and the lens that shows its point' },
  );
  if (!chosen) return undefined;
  const { sample } = chosen;
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: sample.text });
  const editor = await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
  const caret = document.positionAt(sample.text.search(new RegExp(`\\b${sample.word}\\b`)));
  editor.selection = new vscode.Selection(caret, caret);
  return { editor, sample };
}
