import { sequenceOf, type TokenSequence } from '../../src/core/text/tokenSequence.ts';
import type { RunSummary } from '../../src/protocol/engineApi.ts';

/** A run of one text, with what was read of it beside what is said of the run. */
export function ranText(summary: RunSummary): RunSummary & TokenSequence {
  return { ...summary, ...sequenceOf(summary) };
}
