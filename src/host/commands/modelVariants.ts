import * as vscode from 'vscode';
import { formatBytes } from '../../core/describe/bytes.ts';
import { escapeIcons } from '../../core/text/escape.ts';
import { showUnseen } from '../../core/text/visibleText.ts';
import type { VariantFacts } from '../../protocol/engineApi.ts';
import type { Parts } from '../services.ts';
import { pickOne } from './pickOne.ts';
import { refusal } from './preconditions.ts';
import { commandButton } from './refusal.ts';

interface VariantItem extends vscode.QuickPickItem {
  /** Null: the one that suits best. */
  readonly variant: string | null;
}

/** Asks which of a folder's model files runs, and remembers it for that folder. True when another was chosen. */
export async function chooseVariant({ engine, explorer, models }: Parts): Promise<boolean> {
  const { directory, variant: chosen } = models.chosen;
  const variants = models.isBuiltIn ? [] : await engine.call('modelVariants', { directory });
  if (variants.length < 2)
    throw refusal(
      'There is one variant of this model',
      models.isBuiltIn ? 'The built-in model is one file.' : 'The model folder holds one model file.',
      'A folder with model.onnx, model_fp16.onnx or model_q4.onnx beside each other offers a choice.',
      commandButton('Use Model Folder\u2026', 'useModelFolder'),
    );
  const model = explorer.exploration?.model;
  const shown = model?.directory === directory ? model.variant : null;
  const items: VariantItem[] = [
    {
      label: 'The most exact one that fits into memory',
      description: chosen === undefined ? 'current' : '',
      variant: null,
    },
    ...variants.map(facts => itemOf(facts, facts.name === chosen ? 'current' : facts.name === shown ? 'shown' : '')),
  ];
  const current = items.find(({ variant }) => variant === (chosen ?? null));
  const picked = await pickOne({
    title: 'Choose Model Variant',
    placeholder: 'Smaller ones are less exact: their attention differs.',
    items,
    current,
  });
  if (!picked || picked.variant === (chosen ?? null)) return false;
  await models.chooseVariant(directory, picked.variant);
  return true;
}

function itemOf({ name, file, bytes, elementType, memory, fault }: VariantFacts, mark: string): VariantItem {
  const facts = fault ? [] : [`mostly ${elementType}`, `about ${formatBytes(memory)} of memory`];
  return {
    label: escapeIcons(name),
    description: [mark, bytes > 0 ? formatBytes(bytes) : '', ...facts].filter(Boolean).join(' \u00b7 '),
    detail: fault ? `${escapeIcons(showUnseen(fault.title))}: ${escapeIcons(showUnseen(fault.cause))}` : escapeIcons(file),
    variant: name,
  };
}
