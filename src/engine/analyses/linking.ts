import { ENDS, poolingOfEnds, waysOf, weightsBetween } from '../../core/attention/linking.ts';
import { allHeads } from '../../core/model/stack.ts';
import type { LinkRequest, LinkSlice } from '../../protocol/headsApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { rowOfUnit, walkRows } from '../runs/rowSource.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { selfPooling } from '../../core/attention/pooling.ts';

/** How much every head links two words, or groups of words, both ways; of any text. @throws RangeError for ends that share a word or are not there */
export const linkHeads =
  (access: RunAccess) =>
  async ({ runId, level, from, to }: LinkRequest, context?: CallContext): Promise<LinkSlice> => {
    const { run, pooling } = access.units(runId, level);
    const { heads } = run.attention.stack;
    const ends = poolingOfEnds(pooling, from, to);
    const weights = async (row: number, column: number): Promise<number[]> => {
      const source = rowOfUnit(access, run, selfPooling(ends), row, [...heads.keys()], context);
      return walkRows(source, weightsBetween(source.attention, source.inPlace, row, column));
    };
    const there = await weights(ENDS.from, ENDS.to);
    const back = await weights(ENDS.to, ENDS.from);
    const links = allHeads(heads).map(([layer, head], index) => ({ layer, head, there: there[index]!, back: back[index]! }));
    return { runId, level, from, to, ways: waysOf(run.attention, ends), heads: links };
  };
