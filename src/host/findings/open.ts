import * as vscode from 'vscode';
import { GIVEN_SCHEME } from '../../contributions/ids.ts';
import { TEXT, unitRef } from '../../core/text/unitRef.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { hasUnit } from '../../session/exploration.ts';
import { placesKept, type Finding, type KeptPlace } from '../../session/findings/finding.ts';
import { findText } from '../../session/findings/place.ts';
import { explore } from '../commands/explore.ts';
import { allOf, showTexts, targetOf, type FoundText } from '../commands/textsKept.ts';
import { refusal } from '../commands/preconditions.ts';
import { commandButton, MANAGE_TRUST, SHOW_PANEL } from '../commands/refusal.ts';
import { seen } from '../editor/documents.ts';
import { openDocument } from '../editor/openDocument.ts';
import { toRange } from '../editor/ranges.ts';
import type { Parts } from '../services.ts';

/** The view as it was: text, or two, model, heads, direction, words. What has changed since is said. */
export async function openFinding(parts: Parts, finding: Finding): Promise<void> {
  const { explorer, models } = parts;
  const { model, look, units } = finding;
  const { directory, variant } = models.chosen;
  const isOtherFile = model.variant !== '' && variant !== undefined && variant !== model.variant;
  if (model.isBuiltIn ? !models.isBuiltIn : directory !== model.directory || isOtherFile) throw otherModel(parts, finding);
  const found = await allOf(await Promise.all(placesKept(finding).map(findPlace)));
  const target = targetOf(found, finding.text.chat, look.within);
  await showTexts(found);
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

/** Null: a text that stood in no file, and is not there any more. */
async function findPlace(place: KeptPlace): Promise<FoundText | null> {
  const document = await openDocument(place.uri);
  const stands = findText(seen(document), place);
  if (stands) return { document, range: toRange(stands), stands: true };
  if (document.uri.scheme === GIVEN_SCHEME) return null;
  const [startLine, startCharacter, endLine, endCharacter] = place.range;
  const range = document.validateRange(new vscode.Range(startLine, startCharacter, endLine, endCharacter));
  return { document, range, stands: false };
}

function nameOf({ document }: FoundText): string {
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
