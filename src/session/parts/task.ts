import type { ViewState } from '../../core/state/viewState.ts';
import type { EngineRequest } from '../../protocol/engineMethods.ts';
import type { PanelParts, PartName } from '../../protocol/panelParts.ts';
import type { Comparison } from '../comparison.ts';
import type { EngineClient } from '../engineClient.ts';
import type { Exploration } from '../exploration.ts';
import type { Variant } from '../whatIf.ts';

/** Everything a part is made from. */
export interface PartContext {
  readonly engine: EngineClient;
  readonly exploration: Exploration;
  readonly state: ViewState;
  readonly comparison: Comparison | null;
  readonly variant: Variant | null;
  readonly isPanelVisible: boolean;
  /** Absolute path of the chosen file of word vectors. */
  readonly vectorFile: string | null;
}

/** How far a part is; `soFar` makes what can be shown of it already, at the moment that it is shown: a value that says itself that it is not complete. */
export type Progress<V> = (done: number, total: number, soFar?: () => V) => void;

export interface PartTask<N extends PartName> {
  /** Names what the part is made from, all of it: run, level, word, setting. Null while no page shows it. */
  readonly key: (context: PartContext) => string | null;
  /** All that it asks the engine for as one request, where that can be many passes of the model: a person is asked before it takes long. */
  readonly request?: (context: PartContext) => EngineRequest;
  /** `stopped` is what it handed on last under the same key, before it was stopped: it may go on from there. */
  readonly fetch: (
    context: PartContext,
    signal: AbortSignal,
    progress: Progress<PanelParts[N]>,
    stopped?: PanelParts[N] | null,
  ) => Promise<PanelParts[N]>;
}

export type PartTasks<N extends PartName = PartName> = { readonly [name in N]: PartTask<name> };

export const isOpen = ({ isPanelVisible, state }: PartContext, ...tabs: readonly ViewState['tab'][]): boolean =>
  isPanelVisible && tabs.includes(state.tab);

/** Run and level, which every slice depends on. */
export const base = ({ exploration, state }: Pick<PartContext, 'exploration' | 'state'>): string =>
  `${exploration.summary.runId} ${state.level}`;

export const wordOf = ({ exploration, state }: Pick<PartContext, 'exploration' | 'state'>, unit: number) => ({
  runId: exploration.summary.runId,
  level: state.level,
  unit,
});
