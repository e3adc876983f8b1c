import { formatCount } from '../../core/describe/numbers.ts';
import { OnnxFormatError } from './formatError.ts';

/** Ceilings far above any real model and far below what hurts: a hostile file is refused before it costs memory or time. */
export const LIMITS = {
  /** Subgraphs inside subgraphs (`If` in `Loop` in ...). Real exports stay below 4. */
  graphDepth: 16,
  nodes: 100_000,
  tensors: 100_000,
  /** All names of nodes, values, tensors and attributes together. */
  names: 1_000_000,
  nameBytes: 4_096,
  /** All protobuf fields of the file. */
  fields: 8_000_000,
  /** What all walks of an analysis may look at, nodes and inputs of nodes: so many, and so many for each node, input and output of the graph. */
  looks: 1_000_000,
  looksPerPart: 32,
  /** Dimensions of one tensor. */
  rank: 64,
  /** Nodes of functions that are written out where they are called: a function in a function in a function can grow without end. */
  inlinedBytes: 64 * 2 ** 20,
  /** Numbers in one attribute's list. */
  listLength: 65_536,
  /** Numbers in the lists of all attributes together: packed, each costs eight times its byte. Real graphs have some thousands. */
  numbers: 1_000_000,
} as const;

type Counted = 'nodes' | 'tensors' | 'names' | 'fields' | 'numbers';

/** Counts what one file has used of {@link LIMITS}; shared by all readers of that file. */
export class Budget {
  private readonly used: Record<Counted, number> = { nodes: 0, tensors: 0, names: 0, fields: 0, numbers: 0 };

  /** @throws OnnxFormatError `limit` when the file has more of these than {@link LIMITS} allows. */
  spend(what: Counted, offset: number, count = 1): void {
    this.used[what] += count;
    if (this.used[what] > LIMITS[what]) throw new OnnxFormatError('limit', offset, `more than ${formatCount(LIMITS[what])} ${what}`);
  }
}
