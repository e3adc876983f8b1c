import { createHash } from 'node:crypto';
import { createAnchor, placeAfter, PlaceMap } from '../core/anchor.ts';
import { isViewOf, selectionOf } from '../core/navigate.ts';
import type { View } from '../core/lens.ts';
import { standsInText } from '../core/token.ts';
import type { ViewState } from '../core/viewState.ts';
import type { Cut } from '../protocol/panelApi.ts';
import type { MatrixSlice, ModelSummary, RunSummary } from '../protocol/engineApi.ts';
import type { EngineClient } from './engineClient.ts';
import type { Exploration } from './exploration.ts';
import type { Target } from './target.ts';
import { shownModel } from './shownModel.ts';

/** Runs the model on a target and fetches the first matrix. The lens is kept when the model has it, else the model's default. */
export async function runTarget(
  engine: EngineClient,
  directory: string,
  target: Target,
  state: ViewState,
  signal: AbortSignal,
): Promise<{ exploration: Exploration; view: View }> {
  const model = shownModel(await engine.call('open', { directory }, signal));
  const summary = await engine.call('run', { directory, text: target.text, fit: target.fit, caret: target.caret }, signal);
  const view = viewFor(state.view, model);
  const matrix = await fetchMatrix(engine, model, summary.runId, view, state.level, signal);
  const shown = target.text.slice(summary.shownStart, summary.shownEnd);
  const anchor = createAnchor(placeAfter(target.start, target.text.slice(0, summary.shownStart)), shown);
  const exploration: Exploration = {
    target,
    uri: target.uri.toString(),
    anchor,
    map: new PlaceMap(anchor),
    base: summary.shownStart,
    model,
    summary,
    matrix,
    thumbnails: null,
    ranking: null,
    layers: null,
    cut: cutOf(target, summary, model),
    hash: hashOf(shown),
  };
  return { exploration, view };
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
