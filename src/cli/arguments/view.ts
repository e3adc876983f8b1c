import type { Combine, HeadSelection } from '../../core/attention/lens.ts';
import { readPlace } from '../../core/attention/headQuery.ts';
import { evenHeads, headsIn } from '../../core/model/stack.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import { SEE_HELP, usageError, type ViewChoice } from './command.ts';
import { didYouMean } from './didYouMean.ts';

/** Heads to look through, with a name for people. */
export interface ChosenView {
  readonly label: string;
  /** Id of the lens, or null for heads by number. */
  readonly lens: string | null;
  readonly selection: HeadSelection;
  readonly combine: Combine;
}

/** The choice of the command line, checked against the model. @throws FaultError `usage` */
export function chooseView(choice: ViewChoice, model: ModelSummary): ChosenView {
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
      return { label: `rollout up to layer ${layer}`, lens: null, selection: { kind: 'rollout', layer }, combine: 'mean' };
    }
  }
}

/** The heads of a layer, one of them, or all. @param heads of each layer. @throws FaultError `usage` */
export function headsView(choice: Extract<ViewChoice, { kind: 'head' | 'layer' | 'all' }>, heads: readonly number[]): ChosenView {
  if (choice.kind === 'all') return { label: 'mean of all heads', lens: null, selection: { kind: 'all' }, combine: 'mean' };
  const { layer } = choice;
  checkIndex('layer', layer, heads.length);
  if (choice.kind === 'layer')
    return { label: `layer ${layer}, mean of its heads`, lens: null, selection: { kind: 'layer', layer }, combine: 'mean' };
  checkHead(layer, choice.head, heads);
  return {
    label: `layer ${layer}, head ${choice.head}`,
    lens: null,
    selection: { kind: 'heads', heads: [[layer, choice.head]] },
    combine: 'mean',
  };
}

function lensView(id: string, model: ModelSummary): ChosenView {
  const lens = model.lenses.find(candidate => candidate.id === id);
  const ids = model.lenses.map(candidate => candidate.id);
  if (!lens)
    throw usageError(
      'The model has no such lens',
      `Its lenses are ${ids.join(', ')}.`,
      `${meantHead(id, model) || didYouMean(id, ids)}${SEE_HELP}`,
    );
  return { label: `"${lens.name}"`, lens: lens.id, selection: lens.selection, combine: lens.combine };
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
