import { nameOfHead, nameOfView } from '../../src/core/describe/views.ts';
import { sampleSuffix } from '../../src/core/describe/sample.ts';
import type { Scene } from '../scene.ts';
import { Term, WithTerms } from './Term.tsx';

/** What a strip of attention is called: "Attention, layer 3, head 1"; a lens keeps its capital; a rollout is no attention of one step. */
export function AttentionName({ scene: { state, model, selection, word } }: { readonly scene: Scene }) {
  const name = word.head ? nameOfHead(word.head, model.lenses) : nameOfView(state.view, model.lenses, model.attention.heads);
  if (selection.kind === 'rollout') return <Term id="rollout">{name}</Term>;
  return (
    <>
      <Term id="attention">Attention</Term>,{' '}
      <WithTerms
        text={state.view.kind === 'lens' && !word.head ? name : `${name[0]!.toLowerCase()}${name.slice(1)}`}
        terms={[['head', 'head']]}
      />
    </>
  );
}

/** What its numbers are, beside its name. */
export function AttentionMeaning({ scene: { state, selection, word } }: { readonly scene: Scene }) {
  if (selection.kind === 'rollout')
    return (
      <>
        {state.direction === 'to' ? 'share that each word has in it' : 'share that it has in each word'}, by{' '}
        <Term id="attention">attention</Term> through the layers
      </>
    );
  return (
    <>
      <Term id="attention-weight">weight</Term> the word {state.direction === 'to' ? 'gives' : 'receives'}
      {sampleSuffix(word.sample)}
    </>
  );
}
