import { layoutOf } from '../../../src/core/grounding/layout.ts';
import { MOST_SEEN } from '../../../src/core/grounding/reach.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import type { RunSummary } from '../../../src/protocol/engineApi.ts';
import type { GroundFindings, RemovalSlice } from '../../../src/protocol/groundApi.ts';

/** What an answer looks at, made up: the sentences are those of the text, in an order that its name gives. */
export function heldFindings(summary: RunSummary, text: string, of: string): GroundFindings {
  const [source, answer] = summary.pair!;
  const layout = layoutOf(text, { source, question: null, answer }, sequenceOf(summary).tokens);
  const first = of.length % Math.max(1, layout.source.length);
  const order = [...layout.source.keys()].map(place => (place + first) % layout.source.length);
  const seen = (sentence: number, rank: number) => ({
    sentence,
    weight: 0.3 - rank / 10,
    others: layout.answer.length > 1 ? 0.1 : null,
    even: 0.1,
  });
  const control = order.length > MOST_SEEN ? seen(order.at(-1)!, MOST_SEEN) : null;
  const strongest = order.slice(0, MOST_SEEN).map((sentence, rank) => ({ ...seen(sentence, rank), control }));
  const reach = { source: 0.5, question: 0, answer: 0.1, sink: 0.3, other: 0.1 };
  return { ...layout, reached: layout.answer.map(() => ({ reach, strongest })), sinks: [], contentHeads: [] };
}

/** What leaving sentences out does, made up by what is left out. */
export function heldRemovals(
  summary: RunSummary,
  taken: readonly (readonly number[])[],
  numbersOf: (name: string, count: number) => Float32Array,
): RemovalSlice {
  const tokens = sequenceOf(summary).tokens.length;
  const numbers = (name: string) => numbersOf(name, tokens);
  return {
    logProbabilities: numbers('all'),
    removals: taken.map(sentences => ({
      drops: numbers(`drops ${sentences.join()}`),
      divergences: numbers(`divergences ${sentences.join()}`),
    })),
  };
}
