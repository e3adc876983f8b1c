import { selectionOf } from '../core/attention/navigate.ts';
import type { TextChange } from '../core/text/textChange.ts';
import type { Unit } from '../core/text/token.ts';
import type { ViewState } from '../core/state/viewState.ts';
import type { WhatIfPart } from '../protocol/panelParts.ts';
import type { EngineClient } from './engineClient.ts';
import { unitsOf, type Exploration } from './exploration.ts';

/** A variant of the explored text: one word replaced or masked. The document is not edited. */
export interface Variant {
  /** The word, or the piece of one, of the run. */
  readonly unit: Unit;
  /** Null: the model's mask token, once for each token of the word. */
  readonly replacement: string | null;
}

/** The variant beside the original, through the same view, and how far each word's vector moved. */
export async function runVariant(
  engine: EngineClient,
  exploration: Exploration,
  { level, hiddenState, view }: ViewState,
  { unit: { start, end, tokens, label: word }, replacement }: Variant,
  signal: AbortSignal,
): Promise<WhatIfPart> {
  const { model, target, summary } = exploration;
  const { text, fit, caret } = target;
  const change: TextChange = replacement === null ? { kind: 'mask', tokens } : { kind: 'replace', span: { start, end }, replacement };
  const seen = { level, ...selectionOf(view, model.lenses), state: hiddenState };
  const slice = await engine.call('variant', { runId: summary.runId, text, fit, caret, change, ...seen }, signal);
  const unit = unitsOf(exploration, level).findIndex(candidate => candidate.start <= start && candidate.end > start);
  return { unit, word, replacement, masks: replacement === null ? tokens.length : 0, ...slice };
}
