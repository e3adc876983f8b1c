import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { escapeIcons } from '../../core/text/escape.ts';
import { TEXT, unitRef } from '../../core/text/unitRef.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { MAX_RUN_CHARACTERS } from '../../protocol/engineApi.ts';
import { hasUnit } from '../../session/exploration.ts';
import { findingOf, titleOf, type Finding } from '../../session/findings/finding.ts';
import { findingsAsMarkdown } from '../../session/findings/markdown.ts';
import { findText } from '../../session/findings/place.ts';
import type { COMMANDS } from '../../contributions/ids.ts';
import { explore } from '../commands/explore.ts';
import { pickOne } from '../commands/pickOne.ts';
import { noWord, oneTextExplored, refusal } from '../commands/preconditions.ts';
import { commandButton, MANAGE_TRUST, SHOW_PANEL } from '../commands/refusal.ts';
import { seen } from '../editor/documents.ts';
import { openDocument } from '../editor/openDocument.ts';
import { toRange } from '../editor/ranges.ts';
import { targetOfRange } from '../editor/target.ts';
import type { Parts } from '../services.ts';

type Name = Extract<keyof typeof COMMANDS, 'keepThis' | `${string}Finding` | `${string}Findings` | `${string}FindingNote`>;

export function findingHandlers(parts: Parts): Record<Name, () => Promise<unknown>> {
  const { findings, findingsTree } = parts;
  return {
    keepThis: () => keepThis(parts),
    openFinding: async () => {
      const chosen = await pickFinding(parts, 'Open Finding');
      if (chosen) await openFinding(parts, chosen);
    },
    openSelectedFinding: async () => {
      const { selected } = findingsTree;
      if (!selected) throw nothingKept();
      await openFinding(parts, selected);
    },
    editFindingNote: async () => {
      const chosen = await pickFinding(parts, 'Edit Note of Finding');
      if (!chosen) return;
      const note = await vscode.window.showInputBox({ title: titleOf(chosen), prompt: 'A note to this finding', value: chosen.note });
      if (note !== undefined) await findings.annotate(chosen, note.slice(0, 1000));
    },
    removeFinding: async () => {
      const chosen = await pickFinding(parts, 'Remove Finding');
      if (chosen) await findings.remove(chosen);
    },
    writeFindings: async () => {
      if (findings.all.length === 0) throw nothingKept();
      const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: findingsAsMarkdown(findings.all) });
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    },
  };
}

async function keepThis({ explorer, models, findings }: Parts): Promise<void> {
  oneTextExplored(explorer);
  await explorer.whenRead();
  const kept = findingOf(explorer, models.isBuiltInAt(explorer.exploration?.model.directory ?? ''), randomUUID());
  if (!kept) throw noWord();
  await findings.keep(kept);
  const note = await vscode.window.showInputBox({
    title: `Kept: ${visibleText(titleOf(kept))}`,
    prompt: 'A note to it, if you like. Enter or Escape: none.',
  });
  if (note) await findings.annotate(kept, note.slice(0, 1000));
}

async function pickFinding({ findings, findingsTree }: Parts, title: string): Promise<Finding | undefined> {
  const items = findings.all.map(finding => ({
    label: escapeIcons(visibleText(titleOf(finding))),
    description: escapeIcons(`${finding.said.heads} \u00b7 ${finding.text.label}:${finding.text.range[0] + 1}`),
    ...(finding.note !== '' && { detail: escapeIcons(visibleText(finding.note)) }),
    finding,
  }));
  if (items.length === 0) throw nothingKept();
  const chosen = await pickOne({ title, items, current: items.find(({ finding }) => finding.id === findingsTree.selected?.id) });
  return chosen?.finding;
}

function nothingKept() {
  return refusal(
    'Nothing is kept yet',
    'Keep This stores which head of which model sees what of a word, and where.',
    'Explore a text, point at a word and run Keep This.',
    commandButton('Keep This', 'keepThis'),
    SHOW_PANEL,
  );
}

/** The view as it was: text, model, heads, direction, words. What has changed since is said. */
async function openFinding(parts: Parts, finding: Finding): Promise<void> {
  const { explorer, models } = parts;
  const { model, text, look, units } = finding;
  const { directory, variant } = models.chosen;
  const isOtherFile = model.variant !== '' && variant !== undefined && variant !== model.variant;
  if (model.isBuiltIn ? !models.isBuiltIn : directory !== model.directory || isOtherFile) throw otherModel(parts, finding);
  const document = await openDocument(text.uri);
  const stands = findText(seen(document), text);
  const [startLine, startCharacter, endLine, endCharacter] = text.range;
  const range = stands ? toRange(stands) : document.validateRange(new vscode.Range(startLine, startCharacter, endLine, endCharacter));
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preserveFocus: true });
  const target = { ...targetOfRange(document, range, 'selection', 'start', range.start, MAX_RUN_CHARACTERS), chat: text.chat };
  if (!(await explore(parts, target, look.view))) return;
  explorer.dispatch({ type: 'direction', direction: look.direction });
  await explorer.chooseLevel(look.level);
  const { exploration } = explorer;
  if (exploration?.target !== target) return; // another text came in between
  if (!stands)
    throw refusal(
      'The text has changed since this was kept',
      'It was explored as it reads now, so its numbers are others.',
      'Keep This stores how it is now.',
      commandButton('Keep This', 'keepThis'),
    );
  const [from, ...to] = [units.from, ...units.to].map(unit => unitRef(TEXT, unit));
  if (exploration && from && hasUnit(exploration, look.level, from)) {
    explorer.dispatch({ type: 'pin', unit: from });
    if (to.length > 0 && to.every(unit => hasUnit(exploration, look.level, unit)))
      explorer.dispatch({ type: 'link', from: null, units: to });
  }
  if (exploration && model.variant !== '' && exploration.model.variant !== model.variant) throw otherModel(parts, finding);
  if (exploration && exploration.model.fingerprint !== model.fingerprint)
    throw refusal(
      'The model’s files have changed since this was kept',
      'What is shown is of the files as they are now.',
      'Compare the numbers with those that were kept.',
      SHOW_PANEL,
    );
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
