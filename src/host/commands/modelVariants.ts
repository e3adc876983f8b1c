import * as vscode from 'vscode';
import { toFault } from '../../core/faults.ts';
import { describeDifference } from '../../core/model/variantDifference.ts';
import { formatBytes } from '../../core/describe/bytes.ts';
import { escapeIcons } from '../../core/text/escape.ts';
import { showUnseen } from '../../core/text/visibleText.ts';
import type { VariantDifferenceRequest, VariantFacts } from '../../protocol/engineApi.ts';
import type { Parts } from '../services.ts';
import { pickOne } from './pickOne.ts';
import { refusal } from './preconditions.ts';
import { commandButton } from './refusal.ts';

interface VariantItem extends vscode.QuickPickItem {
  /** Null: the one that suits best. */
  readonly variant: string | null;
  /** Not a variant, but the wish to know how far they are from each other. */
  readonly measures?: true;
}

const TITLE = 'Choose Model Variant';

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
  const names = measurable(variants);
  const placeholder = 'Smaller ones are less exact: their attention differs.';
  let picked = await pickOne({ title: TITLE, placeholder, items: names.length > 0 ? [...items, MEASURE] : items, current });
  if (picked?.measures) {
    const left = new AbortController();
    const later = withDifferences(engine, directory, items, names, left.signal).then(told => ({ title: TITLE, items: told }));
    picked = await pickOne({ title: `${TITLE} (measuring how they differ\u2026)`, placeholder, items, current, later });
    left.abort();
  }
  if (!picked || picked.variant === (chosen ?? null)) return false;
  await models.chooseVariant(directory, picked.variant);
  return true;
}

const MEASURE: VariantItem = {
  label: '$(beaker) Measure How They Differ',
  detail: 'Runs each over one short text: how far its attention and its most likely next tokens are from those of the most exact one.',
  variant: null,
  measures: true,
};

/** Those that can be shown, but for the most exact one, which is the first. */
function measurable(variants: readonly VariantFacts[]): string[] {
  return variants
    .filter(({ fault }) => fault === null)
    .slice(1)
    .map(({ name }) => name);
}

/** The entries, with what was measured of some variants. @param signal fires when nobody looks any more */
export async function withDifferences(
  engine: Parts['engine'],
  directory: string,
  items: readonly VariantItem[],
  names: readonly string[],
  signal: AbortSignal,
): Promise<VariantItem[]> {
  const told: VariantItem[] = [];
  for (const item of items) {
    const { variant } = item;
    const isMeasured = variant !== null && names.includes(variant) && !signal.aborted;
    told.push(isMeasured ? { ...item, detail: escapeIcons(await differenceOf(engine, { directory, variant }, signal)) } : item);
  }
  return told;
}

async function differenceOf(engine: Parts['engine'], request: VariantDifferenceRequest, signal: AbortSignal): Promise<string> {
  try {
    return describeDifference(await engine.call('variantDifference', request, signal));
  } catch (error) {
    const { title, cause } = toFault(error);
    return showUnseen(`${title}: ${cause}`);
  }
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
