import * as vscode from 'vscode';
import { GIVEN_SCHEME } from '../../contributions/ids.ts';
import { TEXT, unitRef } from '../../core/text/unitRef.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { MAX_RUN_CHARACTERS } from '../../protocol/engineApi.ts';
import { hasUnit } from '../../session/exploration.ts';
import { placesKept, type Finding, type KeptPlace } from '../../session/findings/finding.ts';
import { findText } from '../../session/findings/place.ts';
import type { Target } from '../../session/target.ts';
import { explore } from '../commands/explore.ts';
import { refusal } from '../commands/preconditions.ts';
import { commandButton, MANAGE_TRUST, SHOW_PANEL } from '../commands/refusal.ts';
import { seen } from '../editor/documents.ts';
import { openDocument } from '../editor/openDocument.ts';
import { togetherOf } from '../editor/pairTexts.ts';
import { toRange } from '../editor/ranges.ts';
import { targetOfRange } from '../editor/target.ts';
import type { Parts } from '../services.ts';

/** A text of a finding in its document. */
interface Found {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  /** It reads as it did when it was kept. */
  readonly stands: boolean;
}

/** The view as it was: text, or two, model, heads, direction, words. What has changed since is said. */
export async function openFinding(parts: Parts, finding: Finding): Promise<void> {
  const { explorer, models } = parts;
  const { model, look, units } = finding;
  const { directory, variant } = models.chosen;
  const isOtherFile = model.variant !== '' && variant !== undefined && variant !== model.variant;
  if (model.isBuiltIn ? !models.isBuiltIn : directory !== model.directory || isOtherFile) throw otherModel(parts, finding);
  const found = await findAgain(finding);
  const target = targetOf(finding, found);
  await show(found);
  if (!(await explore(parts, target, look.view))) return;
  await explorer.chooseLevel(look.level);
  const { exploration } = explorer;
  if (exploration?.target !== target) return; // another text came in between
  const edited = found.find(({ stands }) => !stands);
  if (edited) {
    explorer.dispatch({ type: 'direction', direction: look.direction });
    throw refusal(
      finding.second ? 'A text has changed since this was kept' : 'The text has changed since this was kept',
      finding.second
        ? `${nameOf(edited)} was explored as it reads now, so the numbers are others.`
        : 'It was explored as it reads now, so its numbers are others.',
      'Keep This stores how it is now.',
      commandButton('Keep This', 'keepThis'),
    );
  }
  const [from, ...to] = [units.from, ...units.to].map(unit => unitRef(TEXT, unit));
  if (from && hasUnit(exploration, look.level, from)) {
    explorer.dispatch({ type: 'pin', unit: from });
    if (to.length > 0 && to.every(unit => hasUnit(exploration, look.level, unit)))
      explorer.dispatch({ type: 'link', from: null, units: to });
  }
  // Of two texts it is that of the word.
  explorer.dispatch({ type: 'direction', direction: look.direction });
  if (model.variant !== '' && exploration.model.variant !== model.variant) throw otherModel(parts, finding);
  if (exploration.model.fingerprint !== model.fingerprint)
    throw refusal(
      'The model’s files have changed since this was kept',
      'What is shown is of the files as they are now.',
      'Compare the numbers with those that were kept.',
      SHOW_PANEL,
    );
}

/** Each text in its document. @throws FaultError where a document is gone, or a text that was kept nowhere */
async function findAgain(finding: Finding): Promise<readonly Found[]> {
  const found = await Promise.all(placesKept(finding).map(findPlace));
  const [here] = found.filter(place => place !== null);
  if (!found.includes(null)) return found as Found[];
  // The other text is selected, so that a second one is asked for at once.
  if (here) {
    const editor = await vscode.window.showTextDocument(here.document, { viewColumn: vscode.ViewColumn.One });
    editor.selection = new vscode.Selection(here.range.start, here.range.end);
  }
  throw refusal(
    'A text of this finding is gone',
    'What is typed, pasted or written by a model is kept while the window is open, and nowhere after that.',
    here ? 'Give it again: the other text is selected.' : 'Explore another text.',
    here ? commandButton('Explore Two Texts\u2026', 'exploreTwoTexts') : SHOW_PANEL,
  );
}

/** Null: a text that stood in no file, and is not there any more. */
async function findPlace(place: KeptPlace): Promise<Found | null> {
  const document = await openDocument(place.uri);
  const stands = findText(seen(document), place);
  if (stands) return { document, range: toRange(stands), stands: true };
  if (document.uri.scheme === GIVEN_SCHEME) return null;
  const [startLine, startCharacter, endLine, endCharacter] = place.range;
  const range = document.validateRange(new vscode.Range(startLine, startCharacter, endLine, endCharacter));
  return { document, range, stands: false };
}

function targetOf({ text }: Finding, found: readonly Found[]): Target {
  const [first, second] = found.map(({ document, range }) =>
    targetOfRange(document, range, 'selection', 'start', range.start, MAX_RUN_CHARACTERS),
  );
  return second ? togetherOf(first!, second) : { ...first!, chat: text.chat };
}

/** Each document once, beside each other. */
async function show(found: readonly Found[]): Promise<void> {
  const documents = new Set(found.map(({ document }) => document));
  let viewColumn = vscode.ViewColumn.One;
  for (const document of documents) {
    await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true });
    viewColumn = vscode.ViewColumn.Two;
  }
}

function nameOf({ document }: Found): string {
  return visibleText(document.uri.path.split('/').at(-1) ?? '');
}

/** Another folder, or another file of the same one. */
function otherModel(parts: Parts, finding: Finding) {
  const { models } = parts;
  const { name, isBuiltIn, directory, variant } = finding.model;
  const use = async () => {
    if (isBuiltIn) await models.useBuiltIn();
    else {
      await models.useFolder(directory);
      if (variant !== '') await models.chooseVariant(directory, variant);
    }
    await openFinding(parts, finding);
  };
  const isTrusted = isBuiltIn || vscode.workspace.isTrusted;
  return refusal(
    `This finding is of ${visibleText(name)}`,
    'Another model is chosen, and would show other numbers.',
    isTrusted ? 'Use its model.' : 'Trust this workspace to use another model than the built-in one.',
    isTrusted ? { title: 'Use Its Model', run: use } : MANAGE_TRUST,
  );
}
