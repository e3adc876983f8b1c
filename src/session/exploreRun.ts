import { createHash } from 'node:crypto';
import { createAnchor, placeAfter, PlaceMap } from '../core/text/anchor.ts';
import { isViewOf, selectionOf } from '../core/attention/navigate.ts';
import type { View } from '../core/attention/lens.ts';
import { standsInText } from '../core/text/token.ts';
import { sameView, type ViewState } from '../core/state/viewState.ts';
import type { Cut } from '../protocol/panelApi.ts';
import type { MatrixSlice, ModelSummary, RunSummary } from '../protocol/engineApi.ts';
import type { EngineClient } from './engineClient.ts';
import type { Exploration } from './exploration.ts';
import type { Target } from './target.ts';
import { shownModel } from './shownModel.ts';

/** What a run is made for: asked again after every wait, since a person may choose while the model runs. */
export type Wish = () => Pick<ViewState, 'view' | 'level'>;

/** A finished run with its first matrix, which is that of `view`. */
export interface TargetRun {
  readonly exploration: Exploration;
  readonly view: View;
}

/**
 * Runs the model on a target and fetches the first matrix. The lens is kept when the model has it, else the model's default. A run that
 * comes to nothing is released.
 */
export async function runTarget(
  engine: EngineClient,
  directory: string,
  target: Target,
  wish: Wish,
  signal: AbortSignal,
): Promise<TargetRun> {
  const model = shownModel(await engine.call('open', { directory }, signal));
  const summary = await engine.call('run', { directory, text: target.text, fit: target.fit, caret: target.caret }, signal);
  try {
    const { matrix, view } = await firstMatrix(engine, model, summary.runId, wish, signal);
    return { exploration: explorationOf(target, model, summary, { matrix, view }), view };
  } catch (error) {
    releaseRun(engine, summary.runId);
    throw error;
  }
}

/** Nobody needs the run any more. That it is gone already, or the engine, is no failure. */
export function releaseRun(engine: EngineClient, runId: number): void {
  void engine.call('release', { runId }).catch(() => null);
}

async function firstMatrix(engine: EngineClient, model: ModelSummary, runId: number, wish: Wish, signal: AbortSignal) {
  for (;;) {
    const wished = wish();
    const view = viewFor(wished.view, model);
    const matrix = await fetchMatrix(engine, model, runId, view, wished.level, signal);
    const now = wish();
    if (now.level === wished.level && sameView(viewFor(now.view, model), view)) return { matrix, view };
  }
}

function explorationOf(
  target: Target,
  model: ModelSummary,
  summary: RunSummary,
  { matrix, view }: Pick<Exploration, 'matrix' | 'view'>,
): Exploration {
  const shown = target.text.slice(summary.shownStart, summary.shownEnd);
  const anchor = createAnchor(placeAfter(target.start, target.text.slice(0, summary.shownStart)), shown);
  return {
    target,
    uri: target.uri,
    anchor,
    map: new PlaceMap(anchor),
    base: summary.shownStart,
    model,
    summary,
    matrix,
    view,
    cut: cutOf(target, summary, model),
    hash: hashOf(shown),
  };
}

export function fetchMatrix(
  engine: EngineClient,
  model: ModelSummary,
  runId: number,
  view: View,
  level: ViewState['level'],
  signal: AbortSignal,
): Promise<MatrixSlice> {
  return engine.call('matrix', { runId, level, ...selectionOf(view, model.lenses) }, signal);
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text.replace(/\r\n?/g, '\n'), 'utf8').digest('hex');
}

function viewFor(wanted: View, model: ModelSummary): View {
  return isViewOf(wanted, model.lenses, model.layers, model.heads) ? wanted : { kind: 'lens', id: model.defaultLens };
}

function cutOf(target: Target, summary: RunSummary, model: ModelSummary): Cut | null {
  if (!target.tooLong && summary.totalTokens <= summary.tokens.length) return null;
  const last = summary.words.findLast(standsInText);
  const isStart = target.skipped === 0 && !/\S/.test(target.text.slice(0, summary.shownStart));
  return {
    shownTokens: summary.tokens.length,
    totalTokens: target.tooLong ? -1 : summary.totalTokens,
    limit: model.contextLength,
    lastWord: last?.label ?? '',
    line: placeAfter(target.start, target.text.slice(0, summary.shownEnd)).line + 1,
    fit: isStart ? 'start' : 'around',
  };
}
