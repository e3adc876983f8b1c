import { formatShort, formatShortSigned } from '../../src/core/describe/numbers.ts';
import type { SentencePart } from '../../src/core/describe/sentence.ts';
import { explanationOf, explanationOfRollout, statementOf } from '../../src/core/describe/attention.ts';
import { explanationOfHeat, likenessStatement } from '../../src/core/describe/heat.ts';
import { deriveLikenessView, type WordView } from '../../src/core/state/viewModel.ts';
import { partOf, type Scene } from '../scene.ts';

/** The text as the editor colours it: by attention, or by a likeness in its hue, with the words that belong to it. */
export interface HeatView {
  readonly word: WordView;
  readonly explanation: string;
  readonly statement: readonly SentencePart[];
  readonly format: (value: number) => string;
}

/** What the chosen colour shows in this scene. Cosines of another hidden state than the chosen one colour nothing. */
export function heatViewOf(scene: Scene): HeatView {
  const { state, units, model, word } = scene;
  const { heat, hiddenState } = state;
  if (heat === 'attention')
    return {
      word,
      explanation: explanationOfAttention(scene),
      statement: statementOf(units, word, state.direction, state.hideSpecial, state.view.kind, model.lenses),
      format: formatShort,
    };
  const likeness = partOf(scene, 'likeness');
  const cosines = likeness && (heat === 'fixed' || likeness.state === hiddenState) ? likeness[heat] : null;
  const view = deriveLikenessView(units, cosines, state);
  return {
    word: view,
    explanation: explanationOfHeat(heat, hiddenState, model.layers),
    statement: likenessStatement(units, view, heat),
    format: formatShortSigned,
  };
}

function explanationOfAttention({ state, selection, matrix, combine }: Scene): string {
  if (selection.kind === 'rollout') return explanationOfRollout(state.direction, `after layer ${selection.layer}`);
  return explanationOf(state.direction, matrix.headCount, combine);
}
