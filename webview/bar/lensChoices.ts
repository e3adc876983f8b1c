import { evidenceOf } from '../../src/core/describe/evidence.ts';
import { headsOfALayer } from '../../src/core/describe/heads.ts';
import { allHeads } from '../../src/core/model/stack.ts';
import type { View } from '../../src/core/attention/lens.ts';
import { sameView } from '../../src/core/state/viewState.ts';
import { ownRankingOf } from '../hooks/keptPart.ts';
import type { Scene } from '../scene.ts';

/** One line of the lens menu. */
export interface LensChoice {
  readonly id: string;
  readonly name: string;
  /** What backs the name, or that it claims nothing. */
  readonly evidence: string;
  readonly view: View;
  readonly chosen: boolean;
  /** First of a group: a line stands above it. */
  readonly startsGroup: boolean;
}

/** The lenses of the model, then single heads and layers by number. */
export function lensChoices(scene: Scene): readonly LensChoice[] {
  const { model, state } = scene;
  const [layer, head] = startingHead(scene);
  const lenses = model.lenses.map((lens): LensChoice => {
    const view: View = { kind: 'lens', id: lens.id };
    return { id: lens.id, name: lens.name, evidence: evidenceOf(lens), view, chosen: sameView(view, state.view), startsGroup: false };
  });
  return [
    ...lenses,
    {
      id: '#head',
      name: 'One head…',
      evidence: 'Any of the heads, by layer and number. Claims nothing.',
      view: state.view.kind === 'head' ? state.view : { kind: 'head', layer, head },
      chosen: state.view.kind === 'head',
      startsGroup: true,
    },
    {
      id: '#layer',
      name: 'One layer…',
      evidence: `The mean over the ${headsOfALayer(model.attention.heads)} of a layer. Claims nothing.`,
      view: state.view.kind === 'layer' ? state.view : { kind: 'layer', layer },
      chosen: state.view.kind === 'layer',
      startsGroup: false,
    },
    {
      id: '#rollout',
      name: 'Rollout…',
      evidence: 'Attention multiplied through the layers, half of each step from the word itself (Abnar and Zuidema 2020). Claims nothing.',
      view: state.view.kind === 'rollout' ? state.view : { kind: 'rollout', layer: model.layers - 1 },
      chosen: state.view.kind === 'rollout',
      startsGroup: false,
    },
  ];
}

/** Where single heads start: the head of the lens, the first of a layer, else the strongest for the word. */
function startingHead(scene: Scene): readonly [layer: number, head: number] {
  const { chosenHeads, model } = scene;
  const strongest = ownRankingOf(scene)?.entries.find(entry => entry.unit >= 0);
  if (chosenHeads.length > 0 && chosenHeads.length < allHeads(model.attention.heads).length) return chosenHeads[0]!;
  return strongest ? [strongest.layer, strongest.head] : [0, 0];
}
