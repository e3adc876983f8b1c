import { toFault } from '../core/faults.ts';
import type { UnitRef } from '../core/text/unitRef.ts';
import type { EntropySlice, HeadRanking } from '../protocol/headsApi.ts';
import type { EngineClient } from './engineClient.ts';
import type { Explorer } from './explorer.ts';
import { isLostRun } from './faults.ts';
import { rankingKey, rankRequest } from './parts/ranking.ts';
import type { Shown } from './parts/task.ts';
import { assertStillShown } from './stillShown.ts';

/** The heads of a unit of the explored text for a command: what the panel shows, else asked for. @throws FaultError also when another text is shown meanwhile */
export async function rankHeads(
  explorer: Explorer,
  engine: EngineClient,
  unit: UnitRef,
  asked: Shown = shown(explorer),
): Promise<HeadRanking> {
  const known = explorer.parts.valueOf('ranking', rankingKey(asked, unit)!);
  const request = rankRequest(asked, unit);
  return known ?? ofShown(explorer, asked, runId => engine.call('rankHeads', { ...request, runId }));
}

/** How broad each head's attention on the explored text is, with the special tokens or without, as they are shown. Throws as {@link rankHeads} does. */
export function headEntropies(explorer: Explorer, engine: EngineClient): Promise<EntropySlice> {
  const asked = shown(explorer);
  const { hideSpecial } = asked.state;
  return ofShown(explorer, asked, runId => engine.call('entropy', { runId, hideSpecial }));
}

const shown = ({ exploration, state }: Explorer): Shown => ({ exploration: exploration!, state });

/** Of the same text run again where the engine lost its run. */
async function ofShown<T>(explorer: Explorer, { exploration }: Shown, ask: (runId: number) => Promise<T>): Promise<T> {
  return ask(exploration.summary.runId).catch(async (error: unknown) => {
    if (!isLostRun(toFault(error)) || !(await explorer.rerun())) throw error;
    assertStillShown(explorer, exploration);
    return ask(explorer.exploration!.summary.runId);
  });
}
