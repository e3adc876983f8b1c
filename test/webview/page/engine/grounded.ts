import { headMap } from '../../../../src/core/attention/maps.ts';
import { layoutOf } from '../../../../src/core/grounding/layout.ts';
import { ReachSums } from '../../../../src/core/grounding/reach.ts';
import { allHeads } from '../../../../src/core/model/stack.ts';
import { sequenceOf } from '../../../../src/core/text/tokenSequence.ts';
import type { GroundFindings, GroundPairRequest, RemovalRequest, RemovalSlice } from '../../../../src/protocol/groundApi.ts';
import type { FixtureAccess } from './access.ts';

/** What the sentences of an answer see, of made-up maps that are all here. */
export const groundMadeUp =
  (access: FixtureAccess) =>
  ({ runId, text }: GroundPairRequest): GroundFindings => {
    const run = access.run(runId);
    const { tokens } = sequenceOf(run.summary);
    const [source, answer] = run.summary.pair!;
    const layout = layoutOf(text, { source, question: null, answer }, tokens);
    const { attention } = access.fixtureOf(run);
    const sums = new ReachSums(attention.stack, layout, tokens.length);
    for (const head of allHeads(attention.stack.heads)) {
      const map = headMap(attention, attention.maps[head[0]]!, head);
      if (map !== null) sums.add(head, map, [...tokens.keys()], tokens.length);
    }
    const sinks = run.attention.sinks.map(({ token }) => token);
    const { sentences, contentHeads } = sums.found(sinks, []);
    return { ...layout, reached: sentences, sinks, contentHeads };
  };

/** What leaving sentences out does, made up: what is written with words of a sentence needs it, and is more likely without one of its first words. */
export const removalsMadeUp =
  (access: FixtureAccess) =>
  ({ runId, taken }: RemovalRequest): RemovalSlice => {
    const run = access.run(runId);
    const { tokens } = sequenceOf(run.summary);
    const [source, answer] = run.summary.pair!;
    const { text } = access.fixtureOf(run);
    const layout = layoutOf(text, { source, question: null, answer }, tokens);
    const written = layout.answerTokens.map(token => tokens[token]!.text);
    return {
      logProbabilities: Float32Array.from(written, word => -word.length / 4),
      removals: taken.map(sentences => {
        const gone = new Set(sentences.flatMap(sentence => layout.source[sentence]!.tokens.map(token => tokens[token]!.text)));
        const drops = Float32Array.from(written, word => (gone.has(word) ? word.length / 3 : word.length > 5 ? -0.3 : 0.05));
        return { drops, divergences: drops.map(drop => Math.abs(drop) / 10) };
      }),
    };
  };
