import { toFault } from '../../core/faults.ts';
import { sourceOf } from '../../core/state/viewState.ts';
import type { HeadRanking } from '../../protocol/engineApi.ts';
import type { EngineClient } from '../engineClient.ts';
import type { Explorer } from '../explorer.ts';
import { isLostRun } from '../faults.ts';
import { base, isOpen, wordOf, type PartContext, type PartTasks } from './task.ts';

/** Largest side of a thumbnail in cells; the panel draws at most 36 pixels. */
const THUMBNAIL_SIDE = 36;

type Shown = Pick<PartContext, 'exploration' | 'state'>;

const directed = (shown: Shown, unit: number) => ({ ...wordOf(shown, unit), direction: shown.state.direction });
const keyOf = (shown: Shown, unit: number | null) => (unit === null ? null : `${base(shown)} ${shown.state.direction} ${unit}`);

/** What the attention page shows beside the matrix: all heads small, the heads of the word, the layers of a pinned word. */
export const ATTENTION_PARTS: PartTasks<'thumbnails' | 'ranking' | 'layers'> = {
  thumbnails: {
    key: context => (isOpen(context, 'attention') ? `${base(context)} ${context.state.hideSpecial} ${THUMBNAIL_SIDE}` : null),
    fetch: ({ engine, exploration, state: { level, hideSpecial } }, signal) =>
      engine.call('thumbnails', { runId: exploration.summary.runId, level, hideSpecial, maxSide: THUMBNAIL_SIDE }, signal),
  },
  ranking: {
    // The lens menu of every page starts at the word's strongest head.
    key: context => (context.isPanelVisible ? keyOf(context, sourceOf(context.state)) : null),
    fetch: (context, signal) => context.engine.call('rankHeads', directed(context, sourceOf(context.state)!), signal),
  },
  layers: {
    key: context => (isOpen(context, 'attention') ? keyOf(context, context.state.pinned) : null),
    fetch: (context, signal) => context.engine.call('layers', directed(context, context.state.pinned!), signal),
  },
};

/** The heads of a unit of the explored text for a command: what the panel shows, else asked for, of the text run again where the engine lost it. */
export async function rankHeads(explorer: Explorer, engine: EngineClient, unit: number): Promise<HeadRanking> {
  const shown = (): Shown => ({ exploration: explorer.exploration!, state: explorer.state });
  const known = explorer.parts.valueOf('ranking', keyOf(shown(), unit)!);
  if (known) return known;
  const ask = () => engine.call('rankHeads', directed(shown(), unit));
  return ask().catch(async (error: unknown) => {
    if (isLostRun(toFault(error)) && (await explorer.rerun())) return ask();
    throw error;
  });
}
