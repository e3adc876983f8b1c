import type { ViewState } from '../../core/state/viewState.ts';
import type { Exploration } from '../exploration.ts';
import type { PartTask } from './task.ts';

/** Cosine of every two words, by word embedding and by vector. */
export const likeness: PartTask<'likeness'> = {
  pages: ['vectors'],
  sections: ['whatIf'],
  needs: () => ['every-pair', 'one-text'],
  isShownElsewhere: ({ heat }) => heat !== 'attention',
  key: ({ exploration, state }) => likenessKey(exploration, state),
  fetch: ({ engine, exploration, state }, signal) =>
    engine.call('likeness', { runId: exploration.summary.runId, level: state.level, state: state.hiddenState }, signal),
};

/** Names the likeness that a state shows. */
export function likenessKey({ summary }: Exploration, { level, hiddenState }: ViewState): string {
  return `${summary.runId} ${level} ${hiddenState}`;
}
