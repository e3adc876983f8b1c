import type { Checked } from '../../core/grounding/measure.ts';
import type { Capability } from '../../core/model/capability.ts';
import { serves, type Tab } from '../../core/state/pages.ts';
import { isSectionOpen, SECTIONS, type SectionId } from '../../core/state/sections.ts';
import { hidesSink, type ViewState } from '../../core/state/viewState.ts';
import { unitKey, type UnitRef } from '../../core/text/unitRef.ts';
import { identityOf, type ModelRequest } from '../../protocol/engineApi.ts';
import type { EngineRequest } from '../../protocol/engineMethods.ts';
import type { GroundPart, PanelParts, PartName } from '../../protocol/panelParts.ts';
import type { Comparison } from '../comparison.ts';
import type { EngineClient } from '../engineClient.ts';
import type { Exploration } from '../exploration.ts';
import type { LookUps } from '../lookUps.ts';
import type { Variant } from '../whatIf.ts';

/** What of ours a person has in sight beside the text. */
export interface InSight {
  readonly panel: boolean;
  readonly compact: boolean;
}

/** Everything a part is made from. */
export interface PartContext {
  readonly engine: EngineClient;
  readonly exploration: Exploration;
  readonly state: ViewState;
  readonly comparison: Comparison | null;
  readonly variant: Variant | null;
  /** Of which sentence of an answer sentences are left out of its source. */
  readonly checked: Checked | null;
  /** What the answer looks at, once that is here, of whichever run. */
  readonly grounded: GroundPart | null;
  readonly inSight: InSight;
  /** Absolute path of the chosen file of word vectors. */
  readonly vectorFile: string | null;
  readonly lookUps: LookUps;
}

/** The same where perhaps nothing is explored. */
export interface AnyContext extends Omit<PartContext, 'exploration'> {
  readonly exploration: Exploration | null;
}

/**
 * How far a part is; `soFar` makes what can be shown of it already, at the moment that it is shown: a value that says itself that it is not complete.
 * `left`: about how many seconds the rest takes, where it knows better than by its passes.
 */
export type Progress<V> = (done: number, total: number, soFar?: () => V, left?: number) => void;

/** What a page shows of a text beyond attention: where it is shown, what it is made from, and how it is fetched. */
export interface PartTask<N extends PartName, Context extends AnyContext = PartContext> {
  /** The pages that show it, whatever is folded: it is asked for while one of them is open in the panel. */
  readonly pages?: readonly Tab[];
  /** The sections that show it: it is asked for while one of them is unfolded on the open page. */
  readonly sections?: readonly SectionId[];
  /** The bar above every page shows it. */
  readonly isInBar?: true;
  /** The compact view shows it, whatever is folded. */
  readonly isInCompact?: true;
  /** Whether something beside the panel shows it: the text in the editor. */
  readonly isShownElsewhere?: (state: ViewState) => boolean;
  /** What the model has to have for it. A part that it cannot have is not asked for: its status says what the model lacks. */
  readonly needs?: (state: ViewState) => readonly Capability[];
  /** It can be had of what is looked up, where nothing is explored. */
  readonly needsNoRun?: true;
  /** It is of the model, or of texts of its own, and stays when another run is shown. */
  readonly outlivesRun?: true;
  /** Names what the part is made from, all of it: run, level, word, setting. Null while there is nothing to make it from. */
  readonly key: (context: Context) => string | null;
  /** All that it asks the engine for as one request, where that can be many passes of the model: a person is asked before it takes long. */
  readonly request?: (context: Context) => EngineRequest;
  /** How long one of those passes takes at most; left out: as long as the text took to be read. */
  readonly passMilliseconds?: (context: Context) => number;
  /** A pass measures one thing, the nearest first, so that some of them say something. */
  readonly isNearestFirst?: true;
  /** `stopped` is what it handed on last under the same key, before it was stopped: it may go on from there. */
  readonly fetch: (
    context: Context,
    signal: AbortSignal,
    progress: Progress<PanelParts[N]>,
    stopped?: PanelParts[N] | null,
  ) => Promise<PanelParts[N]>;
}

export type RunlessTask<N extends PartName> = PartTask<N, AnyContext> & { readonly needsNoRun: true };

/** Whether a view that a person has in sight shows it. */
export function isShown<N extends PartName>(
  task: PartTask<N>,
  { inSight, state, exploration = null }: Pick<AnyContext, 'inSight' | 'state'> & Partial<Pick<AnyContext, 'exploration'>>,
): boolean {
  const isServed = exploration === null || task.needsNoRun === true || serves(state.tab, exploration.summary);
  return (
    (inSight.panel && isInPanel(task, state, isServed)) ||
    (inSight.compact && task.isInCompact === true) ||
    task.isShownElsewhere?.(state) === true
  );
}

/** @param isServed the page can show what was read */
function isInPanel<N extends PartName>(
  { pages = [], sections = [], isInBar }: PartTask<N>,
  { tab, folding, terms }: ViewState,
  isServed: boolean,
): boolean {
  const isOnPage = pages.includes(tab) || sections.some(id => SECTIONS[id].page === tab && isSectionOpen(folding, id));
  return isInBar === true || (isServed && isOnPage && terms === null);
}

/** What is explored, and what is chosen and pointed at in it. */
export type Shown = Pick<PartContext, 'exploration' | 'state'>;

/** Run and level, which every slice depends on. */
export const base = ({ exploration, state }: Shown): string => `${exploration.summary.runId} ${state.level}`;

/** Names the model as its files were when it was opened: numbers of a model whose files changed are numbers of another one. */
export const modelKey = ({ model }: Pick<Exploration, 'model'>): string => `${model.directory} ${model.fingerprint}`;

/** The model in that state. */
export const modelRequest = ({ model }: Exploration): ModelRequest => identityOf(model);

export const wordOf = ({ exploration, state }: Shown, unit: UnitRef) => ({
  runId: exploration.summary.runId,
  level: state.level,
  ...unit,
});

export const directed = (shown: Shown, unit: UnitRef) => ({ ...wordOf(shown, unit), direction: shown.state.direction });

/** Whether what goes to a sink is hidden in what is explored. */
export const hidesSinkOf = ({ exploration, state }: Shown): boolean => hidesSink(state, exploration.model.attention);

/** Names a word of a run in one direction; null without a word. */
export const keyOfDirected = (shown: Shown, unit: UnitRef | null) => unit && `${base(shown)} ${shown.state.direction} ${unitKey(unit)}`;
