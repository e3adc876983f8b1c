import * as vscode from 'vscode';
import { COMMANDS } from '../../contributions/ids.ts';
import { modelInShort } from '../../core/describe/model.ts';
import { describeTold } from '../../core/describe/told.ts';
import { isToldNothing } from '../../core/model/told.ts';
import { escapeIcons } from '../../core/text/escape.ts';
import { showUnseen, visibleText } from '../../core/text/visibleText.ts';
import { BUILT_IN } from '../models/models.ts';
import type { Parts } from '../services.ts';
import { pickOne } from './pickOne.ts';

interface ModelItem extends vscode.QuickPickItem {
  /** A folder, or null for the built-in model. */
  readonly directory?: string | null;
  readonly command?: 'useModelFolder' | 'chooseModelVariant' | 'chooseTask' | 'aboutModel';
}

const separator = (label: string): ModelItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** The models at hand with kind and limits, then the ways to others. True when another one was chosen here. */
export async function chooseModel({ explorer, models }: Parts): Promise<boolean> {
  const { directory: chosen } = models.chosen;
  const model = explorer.exploration?.model;
  const current = (directory: string | null) => (directory === null ? models.isBuiltIn : directory === chosen);
  const mark = (directory: string | null) => (current(directory) ? 'current' : '');
  const about = (directory: string, remembered: string) => (model?.directory === directory ? modelInShort(model) : remembered);
  const recent = models.recent.map(({ directory, name, about: remembered }): ModelItem => ({
    label: escapeIcons(visibleText(name)),
    description: mark(directory),
    detail: escapeIcons(showUnseen(`${about(directory, remembered)} \u00b7 ${directory}`)),
    directory,
  }));
  const variants = !models.isBuiltIn && model?.directory === chosen && model.variants.length > 1 ? model.variant : null;
  const told =
    model?.directory === chosen && model.tells ? (models.told ?? {}) : models.told && !isToldNothing(models.told) ? models.told : null;
  const items: ModelItem[] = [
    separator('built in'),
    { label: BUILT_IN.name, description: mark(null), detail: BUILT_IN.about, directory: null },
    ...(recent.length === 0 ? [] : [separator('used before'), ...recent]),
    separator('another'),
    { label: '$(folder) Use Model Folder\u2026', command: 'useModelFolder' },
    ...(variants === null
      ? []
      : [
          {
            label: '$(versions) Choose Model Variant\u2026',
            description: escapeIcons(visibleText(variants)),
            command: 'chooseModelVariant',
          } as const,
        ]),
    ...(told === null
      ? []
      : [
          {
            label: '$(symbol-keyword) Choose Task or Language\u2026',
            description: escapeIcons(describeTold(told)),
            command: 'chooseTask',
          } as const,
        ]),
    { label: '$(info) About This Model', command: 'aboutModel' },
  ];
  const picked = await pickOne({
    title: 'Choose Model',
    placeholder: 'The model that reads the text. It runs on this machine.',
    items,
    current: items.find(({ directory }) => directory !== undefined && current(directory)),
  });
  if (picked?.command) await vscode.commands.executeCommand(COMMANDS[picked.command]);
  if (picked?.directory === undefined || current(picked.directory)) return false;
  if (picked.directory === null) return models.useBuiltIn();
  await models.useFolder(picked.directory);
  return true;
}
