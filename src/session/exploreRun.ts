import { isViewOf, selectionOf } from '../core/attention/navigate.ts';
import { preferredView } from '../core/attention/preferredView.ts';
import type { View } from '../core/attention/lens.ts';
import { firstLack, type Capability } from '../core/model/capability.ts';
import { isToldNothing } from '../core/model/told.ts';
import type { UnitRow } from '../core/state/unitMatrix.ts';
import { sameView, type ViewState } from '../core/state/viewState.ts';
import { identityOf, type MatrixSlice, type ModelSummary, type RunSummary } from '../protocol/engineApi.ts';
import type { UnitRef } from '../core/text/unitRef.ts';
import type { Step } from '../protocol/rpc.ts';
import type { EngineClient } from './engineClient.ts';
import type { TextRun } from './exploration.ts';
import type { ChosenModel } from './modelChoice.ts';
import { pairIn, type Target } from './target.ts';
import { shownModel } from './shownModel.ts';

/** What a text lacks for a view; null where it can be looked through. */
export function lackForView({ kind }: View, model: Pick<ModelSummary, 'capabilities' | 'twoTexts'>): Capability | null {
  if (kind !== 'rollout') return null;
  // What is read of one text and written of the other is not rolled out over both, nor is what a decoder writes without what it reads.
  return firstLack(model, model.twoTexts && model.twoTexts !== 'encoder' ? ['one-text'] : ['every-pair']);
}

/** What is looked through, and whether words or sub-words are looked at. */
export type Look = Pick<ViewState, 'view' | 'level'>;

/** What a run is made for: asked again after every wait, since a person may choose while the model runs. */
export type Wish = () => Look & { readonly defaultHeads?: string };

/**
 * Runs the model on a target and fetches the first matrix. The lens is kept when the model has it, else the model's default. A run that
 * comes to nothing is released.
 */
export async function runTarget(
  engine: EngineClient,
  chosen: ChosenModel,
  target: Target,
  wish: Wish,
  signal: AbortSignal,
  onStep?: (step: Step) => void,
): Promise<TextRun> {
  const { text, fit, caret, chat } = target;
  const pair = pairIn(target);
  const { told = {}, ...model } = chosen;
  const within = target.second?.within;
  const beside = pair && { pair, ...(within && { within }), ...(!isToldNothing(told) && { told }) };
  const summary = await engine.call('run', { ...model, text, fit, caret, ...(chat && { chat }), ...beside }, signal, onStep);
  try {
    // Had the files changed between the two, the one would be of another model than the other.
    const read = shownModel(await engine.call('open', identityOf(summary), signal), summary);
    return { target, model: read, summary, ...(await firstMatrix(engine, read, summary, wish, signal)) };
  } catch (error) {
    releaseRun(engine, summary.runId);
    throw error;
  }
}

/** Nobody needs the run any more. That it is gone already, or the engine, is no failure. */
export function releaseRun(engine: EngineClient, runId: number): void {
  void engine.call('release', { runId }).catch(() => null);
}

async function firstMatrix(engine: EngineClient, model: ModelSummary, summary: RunSummary, wish: Wish, signal: AbortSignal) {
  for (;;) {
    const wished = wish();
    const view = viewFor(wished, model);
    const matrix = await fetchMatrix(engine, model, summary, { view, level: wished.level }, signal);
    const now = wish();
    if (now.level === wished.level && sameView(viewFor(now, model), view)) return { matrix, view };
  }
}

/** The weights of one look: all of them, or, of a text that is held by rows, those of the sampled rows. */
export async function fetchMatrix(
  engine: EngineClient,
  model: ModelSummary,
  { runId, held }: RunSummary,
  { view, level }: Look,
  signal: AbortSignal,
): Promise<MatrixSlice> {
  const request = { runId, level, ...selectionOf(view, model.lenses) };
  if (held === 'maps') return engine.call('matrix', request, signal);
  const { units, weights, ...rest } = await engine.call('sampledRows', request, signal);
  return { ...rest, sampled: units, values: weights };
}

/** The row of one unit of a text that is held by rows. */
export async function fetchRow(
  engine: EngineClient,
  { model, summary, matrix, view }: Omit<TextRun, 'target'>,
  unit: UnitRef,
  signal: AbortSignal,
): Promise<UnitRow> {
  const request = { runId: summary.runId, level: matrix.level, ...unit, ...selectionOf(view, model.lenses) };
  const { weights, low, high, rowHeads } = await engine.call('row', request, signal);
  return { unit: unit.unit, values: weights, low, high, ...(rowHeads && { head: rowHeads[0]! }) };
}

function viewFor({ view, defaultHeads = '' }: ReturnType<Wish>, model: ModelSummary): View {
  const canBe = isViewOf(view, model.lenses, model.attention.heads) && lackForView(view, model) === null;
  return canBe ? view : usualView(model, defaultHeads);
}

/** What a text is looked through where nothing else was chosen. */
export function usualView(
  { lenses, attention, defaultLens }: Pick<ModelSummary, 'lenses' | 'attention' | 'defaultLens'>,
  defaultHeads: string,
): View {
  return preferredView(defaultHeads, lenses, attention.heads) ?? { kind: 'lens', id: defaultLens };
}
