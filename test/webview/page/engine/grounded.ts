import { headMap } from '../../../../src/core/attention/maps.ts';
import { layoutOf } from '../../../../src/core/grounding/layout.ts';
import { ReachSums } from '../../../../src/core/grounding/reach.ts';
import { allHeads } from '../../../../src/core/model/stack.ts';
import { sequenceOf } from '../../../../src/core/text/tokenSequence.ts';
import type { GroundFindings, GroundPairRequest } from '../../../../src/protocol/groundApi.ts';
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
