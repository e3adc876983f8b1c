import { sourceOf } from '../../core/state/viewState.ts';
import type { UnitRef } from '../../core/text/unitRef.ts';
import type { RankRequest } from '../../protocol/headsApi.ts';
import { directed, hidesSinkOf, keyOfDirected, type PartTask, type Shown } from './task.ts';

/** The heads of the word. */
export const ranking: PartTask<'ranking'> = {
  // The lens menu starts at the word's strongest head.
  isInBar: true,
  isInCompact: true,
  key: context => rankingKey(context, sourceOf(context.state)),
  fetch: (context, signal) => context.engine.call('rankHeads', rankRequest(context, sourceOf(context.state)!), signal),
};

/** Names the ranking for a word; null without a word. */
export function rankingKey(shown: Shown, unit: UnitRef | null): string | null {
  const word = keyOfDirected(shown, unit);
  return word && `${word} ${hidesSinkOf(shown)}`;
}

export function rankRequest(shown: Shown, unit: UnitRef): RankRequest {
  return { ...directed(shown, unit), hideSink: hidesSinkOf(shown) };
}
