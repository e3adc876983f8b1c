import type { Unit } from '../../../../src/core/text/token.ts';
import type { ViewState } from '../../../../src/core/state/viewState.ts';
import type { PanelParts, PartName } from '../../../../src/protocol/panelParts.ts';
import type { FixtureRun } from '../runs.ts';

/** What the page makes parts from. */
export interface PartSource {
  readonly run: FixtureRun;
  readonly state: ViewState;
  /** Units of the state's level. */
  readonly units: readonly Unit[];
  /** Names of the address's switches, e.g. `vectors`. */
  readonly switches: ReadonlySet<string>;
  /** Names given to the places of a comparison, by index. */
  readonly groups: readonly string[];
}

export interface PartMaker<N extends PartName> {
  /** Names what the part is made from; null while no page shows it. */
  readonly key: (source: PartSource) => string | null;
  readonly make: (source: PartSource) => PanelParts[N];
  /** Some of it, as it is shown while the rest is made; for the parts that can be. */
  readonly some?: (source: PartSource) => PanelParts[N];
}

export type PartMakers = { readonly [N in PartName]?: PartMaker<N> };
