import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { escapeIcons } from '../../core/text/escape.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { findingOf, nameOfPlaces, titleOf, type Finding } from '../../session/findings/finding.ts';
import { findingsAsMarkdown } from '../../session/findings/markdown.ts';
import type { COMMANDS } from '../../contributions/ids.ts';
import { pickOne } from '../commands/pickOne.ts';
import { explored, noWord, refusal } from '../commands/preconditions.ts';
import { commandButton, SHOW_PANEL } from '../commands/refusal.ts';
import type { Parts } from '../services.ts';
import { openFinding } from './open.ts';

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
  explored(explorer);
  await explorer.whenRead();
  const kept = findingOf(explorer, models.isBuiltInAt(explorer.exploration?.model.directory ?? ''), randomUUID());
  if (!kept) throw noWord();
  await findings.keep(kept);
  const note = await vscode.window.showInputBox({
    title: `Kept: ${visibleText(titleOf(kept))}`,
    prompt: 'A note to it, if you like. It is kept without one, too.',
  });
  if (note) await findings.annotate(kept, note.slice(0, 1000));
}

async function pickFinding({ findings, findingsTree }: Parts, title: string): Promise<Finding | undefined> {
  const items = findings.all.map(finding => ({
    label: escapeIcons(visibleText(titleOf(finding))),
    description: escapeIcons(`${finding.said.heads} \u00b7 ${nameOfPlaces(finding)}`),
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
