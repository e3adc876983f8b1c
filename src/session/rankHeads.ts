import { toFault } from '../core/faults.ts';
import type { HeadRanking } from '../protocol/engineApi.ts';
import type { EngineClient } from './engineClient.ts';
import type { Explorer } from './explorer.ts';
import { isLostRun } from './faults.ts';
import { directed, keyOf, type Shown } from './parts/attention.ts';

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
