import { toFault } from '../core/faults.ts';
import type { UnitRef } from '../core/text/unitRef.ts';
import type { EntropySlice, HeadRanking } from '../protocol/engineApi.ts';
import type { EngineClient } from './engineClient.ts';
import type { Explorer } from './explorer.ts';
import { isLostRun } from './faults.ts';
import { directed, keyOfDirected, type Shown } from './parts/task.ts';

/** The heads of a unit of the explored text for a command: what the panel shows, else asked for. */
export async function rankHeads(explorer: Explorer, engine: EngineClient, unit: UnitRef): Promise<HeadRanking> {
  const known = explorer.parts.valueOf('ranking', keyOfDirected(shown(explorer), unit)!);
  return known ?? ofShown(explorer, () => engine.call('rankHeads', directed(shown(explorer), unit)));
}

/** How broad each head's attention on the explored text is, with the special tokens or without, as they are shown. */
export function headEntropies(explorer: Explorer, engine: EngineClient): Promise<EntropySlice> {
  return ofShown(explorer, () => {
    const { exploration, state } = shown(explorer);
    return engine.call('entropy', { runId: exploration.summary.runId, hideSpecial: state.hideSpecial });
  });
}

const shown = ({ exploration, state }: Explorer): Shown => ({ exploration: exploration!, state });

/** Of the text run again where the engine lost it. */
async function ofShown<T>(explorer: Explorer, ask: () => Promise<T>): Promise<T> {
  return ask().catch(async (error: unknown) => {
    if (isLostRun(toFault(error)) && (await explorer.rerun())) return ask();
    throw error;
  });
}
