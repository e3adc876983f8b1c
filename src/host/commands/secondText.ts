import * as vscode from 'vscode';
import { escapeIcons } from '../../core/text/escape.ts';
import { checkText } from '../../core/text/textCheck.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { MAX_RUN_CHARACTERS } from '../../protocol/engineApi.ts';
import type { Target } from '../../session/target.ts';
import { focusOn } from '../editor/focusOn.ts';
import { targetIn } from '../editor/pairTexts.ts';
import { selectedParts } from '../editor/target.ts';
import type { Parts } from '../services.ts';
import { letModelWrite } from './letWrite.ts';
import { pickOne } from './pickOne.ts';
import { askWhatToTell } from './told.ts';
import { refusal } from './preconditions.ts';
import { commandButton, OPEN_SAMPLE, Refusal } from './refusal.ts';

interface SourceItem extends vscode.QuickPickItem {
  /** Undefined: nothing was chosen after all. */
  readonly take: () => Promise<Target | undefined>;
}

const TITLE = 'Explore Two Texts';

/** Asks for the text that looks at the selected one; what has no editor yet is shown in one below. @param first the selected one */
export async function pickSecondText(parts: Parts, editor: vscode.TextEditor, first: Target): Promise<Target | undefined> {
  const items: SourceItem[] = [
    ...otherEditors(editor).map(other => {
      const [part] = selectedParts(other);
      const name = other.document.uri.path.split('/').at(-1) ?? '';
      return {
        label: escapeIcons(visibleText(name)),
        detail: part ? 'What is selected there' : 'All of it',
        take: async () => targetIn(other.document, part),
      };
    }),
    { label: 'Type a Text\u2026', detail: 'A translation, an answer, a second sentence', take: () => typed(parts, editor) },
    { label: 'From the Clipboard', detail: 'An answer that you copied from a chat', take: () => pasted(parts, editor) },
    { label: 'From a File\u2026', detail: 'All of a text file', take: () => fromFile(parts, editor) },
  ];
  // Behind the others: what it offers is known once its files were looked at, and nothing moves then.
  const later = whatItWrites(parts).then(detail => {
    const own = { label: 'Let the Model Write It', take: () => writtenByModel(parts, editor, first) };
    return { title: TITLE, items: detail === null ? items : [...items, { ...own, detail }] };
  });
  const chosen = await pickOne({ title: TITLE, placeholder: 'The text that looks at the selected one', items, current: undefined, later });
  return chosen?.take();
}

/** What the chosen model would write, in a line; null for one that cannot, and where that is not known. The built-in one is an encoder. */
async function whatItWrites({ engine, models }: Parts): Promise<string | null> {
  if (models.isBuiltIn) return null;
  const { writes } = await engine.call('writingOffer', models.chosen).catch(() => ({ writes: null }));
  if (writes === null) return null;
  const name = escapeIcons(visibleText(models.nameInMessage));
  return writes === 'target' ? `What ${name} makes of the selected text` : `What ${name} would go on with behind the selected text`;
}

async function writtenByModel(parts: Parts, editor: vscode.TextEditor, first: Target): Promise<Target | undefined> {
  // Before it writes, not when both are read.
  if (!(await askWhatToTell(parts))) return undefined;
  const text = await letModelWrite(parts, first.text);
  return text === undefined ? undefined : shown(parts, editor, await parts.givenTexts.open('Written text', text));
}

function otherEditors(editor: vscode.TextEditor): readonly vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter(
    other => other !== editor && other.viewColumn !== undefined && other.document !== editor.document && other.document.lineCount > 0,
  );
}

async function typed(parts: Parts, editor: vscode.TextEditor): Promise<Target | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Explore Two Texts',
    prompt: 'The text that looks at the selected one. It is shown in an editor of its own.',
    validateInput: value => (/\S/.test(value) ? null : 'Type at least one word.'),
  });
  return text === undefined ? undefined : shown(parts, editor, await parts.givenTexts.open('Second text', text));
}

async function pasted(parts: Parts, editor: vscode.TextEditor): Promise<Target> {
  const text = (await vscode.env.clipboard.readText()).slice(0, MAX_RUN_CHARACTERS);
  if (checkText(text, 'text'))
    throw refusal(
      'The clipboard holds no text',
      'There are no words in it.',
      'Copy a text first.',
      commandButton('Explore Two Texts\u2026', 'exploreTwoTexts'),
    );
  return shown(parts, editor, await parts.givenTexts.open('Clipboard', text));
}

async function fromFile(parts: Parts, editor: vscode.TextEditor): Promise<Target | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title: 'Explore Two Texts', openLabel: 'Read This Text' })) ?? [];
  if (!file) return undefined;
  return shown(parts, editor, await textOf(file));
}

async function textOf(file: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(file);
  } catch {
    throw new Refusal(
      {
        code: 'binary-text',
        title: 'The file is not text',
        cause: 'VS Code cannot open it in a text editor.',
        nextStep: 'Choose a text file.',
      },
      OPEN_SAMPLE,
    );
  }
}

/** Below the first text, with the panel beside both. */
async function shown(parts: Parts, first: vscode.TextEditor, document: vscode.TextDocument): Promise<Target> {
  const seen = vscode.window.visibleTextEditors.some(editor => editor.document === document);
  if (!seen) {
    await focusOn(first);
    // Before the group of the text is halved: opened after that, it would be beside the lower half.
    if (!parts.compact.isVisible) parts.panel.bringBack();
    await vscode.commands.executeCommand('workbench.action.newGroupBelow');
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Active, preview: false });
  }
  return targetIn(document);
}
