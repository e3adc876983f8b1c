import { alignUnits, type UnitPair } from '../core/text/alignUnits.ts';
import { nullIfUnavailable } from '../core/faults.ts';
import { selectionOf } from '../core/attention/navigate.ts';
import { offsetAfter, replaceSpan } from '../core/text/replaceWord.ts';
import type { Unit } from '../core/text/token.ts';
import type { ViewState } from '../core/state/viewState.ts';
import type { RunSummary } from '../protocol/engineApi.ts';
import type { WhatIfPart } from '../protocol/panelParts.ts';
import type { EngineClient } from './engineClient.ts';
import { unitsOf, type Exploration } from './exploration.ts';

/** A word of the explored text thought away: what would stand there instead. The document is not edited. */
export interface Variant {
  /** The word, or the piece of one, of the run. */
  readonly unit: Unit;
  /** Null: the model's mask token, once for each token of the word. */
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
  const { model } = exploration;
  const { level, hiddenState, view } = state;
  const { replacement } = variant;
  const { summary, pairs } = await runOther(engine, exploration, state, variant, signal);
  const { runId } = summary;
  try {
    const both = pairs.filter(([unit, other]) => unit >= 0 && other >= 0);
    const matrix = await engine.call('matrix', { runId, level, ...selectionOf(view, model.lenses) }, signal);
    // A model without hidden states still shows attention.
    const likeness = await nullIfUnavailable(engine.call('likeness', { runId, level, state: hiddenState }, signal));
    const originalRun = exploration.summary.runId;
    const drift = await nullIfUnavailable(engine.call('drift', { runId: originalRun, otherRunId: runId, level, pairs: both }, signal));
    const { start, label: word, tokens } = variant.unit;
    const unit = unitsOf(exploration, level).findIndex(candidate => candidate.start <= start && candidate.end > start);
    const masks = replacement === null ? tokens.length : 0;
    return { unit, word, replacement, masks, summary, matrix, likeness, pairs, drift };
  } finally {
    void engine.call('release', { runId }).catch(() => null);
  }
}

/** The other text's run, and which units of the two stand for each other: masked, each unit for itself. */
async function runOther(
  engine: EngineClient,
  exploration: Exploration,
  { level }: ViewState,
  { unit, replacement }: Variant,
  signal: AbortSignal,
): Promise<{ summary: RunSummary; pairs: readonly UnitPair[] }> {
  const { directory } = exploration.model;
  const { text, fit, caret } = exploration.target;
  const units = unitsOf(exploration, level);
  if (replacement === null) {
    const summary = await engine.call('run', { directory, text, fit, caret, masked: unit.tokens }, signal);
    return { summary, pairs: units.map((_, index) => [index, index]) };
  }
  const changed = replaceSpan(text, unit, replacement);
  const request = { directory, text: changed.text, fit, caret: offsetAfter(caret, unit, changed.span) };
  const summary = await engine.call('run', request, signal);
  return { summary, pairs: alignUnits(units, unitsOf({ summary }, level), unit, changed.span) };
}
