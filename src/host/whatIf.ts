import { alignUnits } from '../core/alignUnits.ts';
import { nullIfUnavailable } from '../core/errors.ts';
import { selectionOf } from '../core/navigate.ts';
import { noMaskToken, offsetAfter, replaceSpan } from '../core/replaceWord.ts';
import type { Span } from '../core/span.ts';
import type { ViewState } from '../core/viewState.ts';
import type { WhatIfPart } from '../protocol/panelParts.ts';
import type { EngineClient } from './engineClient.ts';
import { unitsOf, type Exploration } from './exploration.ts';

/** A word of the explored text thought away: what would stand there instead. The document is not edited. */
export interface Variant {
  /** Span of the word in the run text. */
  readonly span: Span;
  /** Null: the model's mask token. */
  readonly replacement: string | null;
}

/** Runs the variant beside the original, through the same view, and measures how far each word's vector moved. */
export async function runVariant(
  engine: EngineClient,
  exploration: Exploration,
  state: ViewState,
  variant: Variant,
  signal: AbortSignal,
): Promise<WhatIfPart> {
  const { model, target } = exploration;
  const standIn = variant.replacement ?? model.maskToken;
  if (standIn === null) throw noMaskToken('Replace the word by another word.');
  const changed = replaceSpan(target.text, variant.span, standIn);
  const request = {
    directory: model.directory,
    text: changed.text,
    fit: target.fit,
    caret: offsetAfter(target.caret, variant.span, changed.span),
  };
  const summary = await engine.call('run', request, signal);
  const { level, hiddenState, view } = state;
  const { runId } = summary;
  try {
    const units = unitsOf(exploration, level);
    const others = unitsOf({ summary }, level);
    const pairs = alignUnits(units, others, variant.span, changed.span);
    const both = pairs.filter(([unit, other]) => unit >= 0 && other >= 0);
    const matrix = await engine.call('matrix', { runId, level, ...selectionOf(view, model.lenses) }, signal);
    // A model without hidden states still shows attention.
    const likeness = await nullIfUnavailable(engine.call('likeness', { runId, level, state: hiddenState }, signal));
    const originalRun = exploration.summary.runId;
    const drift = await nullIfUnavailable(engine.call('drift', { runId: originalRun, otherRunId: runId, level, pairs: both }, signal));
    const unit = units.findIndex(({ start, end }) => start <= variant.span.start && end > variant.span.start);
    return { unit, replacement: variant.replacement, summary, matrix, likeness, pairs, drift };
  } finally {
    void engine.call('release', { runId }).catch(() => null);
  }
}
