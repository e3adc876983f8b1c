import { readPlace } from '../../core/attention/headQuery.ts';
import { evenHeads, headsIn } from '../../core/model/stack.ts';
import { labelOfHeads } from '../../core/export/runJson.ts';
import type { TakenHeads } from '../../core/export/taken.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import { SEE_HELP, usageError, type ViewChoice } from './command.ts';
import { didYouMean } from './didYouMean.ts';

/** Heads to look through, with a name for people. */
export interface ChosenView extends TakenHeads {
  readonly label: string;
}

/** The choice of the command line, checked against the model. @throws FaultError `usage` */
export function chooseView(choice: ViewChoice, model: ModelSummary): ChosenView {
  const chosen = headsOf(choice, model);
  return { label: labelOfHeads(chosen, model.lenses), ...chosen };
}

function headsOf(choice: ViewChoice, model: ModelSummary): TakenHeads {
  switch (choice.kind) {
    case 'default':
      return lensView(model.defaultLens, model);
    case 'lens':
      return lensView(choice.id, model);
    case 'head':
    case 'layer':
    case 'all':
      return headsView(choice, model.attention.heads);
    case 'rollout': {
      const layer = choice.layer ?? model.layers - 1;
      checkIndex('layer', layer, model.layers);
      return { lens: null, selection: { kind: 'rollout', layer }, combine: 'mean' };
    }
  }
}

/** The heads of a layer, one of them, or all. @param heads of each layer. @throws FaultError `usage` */
export function headsView(choice: Extract<ViewChoice, { kind: 'head' | 'layer' | 'all' }>, heads: readonly number[]): ChosenView {
  const numbered = (selection: TakenHeads['selection']): ChosenView => {
    const chosen = { lens: null, selection, combine: 'mean' } as const;
    return { label: labelOfHeads(chosen, []), ...chosen };
  };
  if (choice.kind === 'all') return numbered({ kind: 'all' });
  const { layer } = choice;
  checkIndex('layer', layer, heads.length);
  if (choice.kind === 'layer') return numbered({ kind: 'layer', layer });
  checkHead(layer, choice.head, heads);
  return numbered({ kind: 'heads', heads: [[layer, choice.head]] });
}

function lensView(id: string, model: ModelSummary): TakenHeads {
  const lens = model.lenses.find(candidate => candidate.id === id);
  const ids = model.lenses.map(candidate => candidate.id);
  if (!lens)
    throw usageError(
      'The model has no such lens',
      `Its lenses are ${ids.join(', ')}.`,
      `${meantHead(id, model) || didYouMean(id, ids)}${SEE_HELP}`,
    );
  return { lens: lens.id, selection: lens.selection, combine: lens.combine };
}

/** A head or a layer is no lens: the options for it; '' for what is none. */
function meantHead(id: string, { attention }: ModelSummary): string {
  const place = readPlace(id, attention.heads);
  switch (place?.kind) {
    case 'head':
      return `A head has options of its own: --layer ${place.head[0]} --head ${place.head[1]}. `;
    case 'layer':
      return `The mean of a layer has an option of its own: --layer ${place.layer}. `;
    case 'outside':
      return `A head has options of its own, --layer and --head. ${place.why} `;
    case undefined:
      return '';
  }
}

/** @param heads of each layer */
function checkHead(layer: number, head: number, heads: readonly number[]): void {
  const count = headsIn(heads, layer);
  if (head < count) return;
  const which = evenHeads(heads) === null ? `Layer ${layer} of this model` : 'This model';
  throw usageError(`There is no head ${head}`, `${which} has heads 0 to ${count - 1}.`);
}

function checkIndex(what: 'layer', index: number, count: number): void {
  if (index < count) return;
  throw usageError(`There is no ${what} ${index}`, `This model has ${what}s 0 to ${count - 1}.`);
}
