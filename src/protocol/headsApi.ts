import type { ScaleChoice } from '../core/scale.ts';
import type { LinkingHead, LinkWays } from '../core/attention/linking.ts';
import type { RankedHead } from '../core/attention/ranking.ts';
import type { HeadDistances } from '../core/attention/distance.ts';
import type { HeadEntropies } from '../core/attention/entropy.ts';
import type { RowSample } from '../core/attention/someRows.ts';
import type { Direction } from '../core/attention/lens.ts';
import type { Side } from '../core/text/textPair.ts';
import type { UnitRef } from '../core/text/unitRef.ts';
import type { Level } from '../core/text/token.ts';

export interface ThumbnailRequest {
  readonly runId: number;
  readonly level: Level;
  readonly hideSpecial: boolean;
  /** Nothing of what goes to a sink is drawn. */
  readonly hideSink: boolean;
  /** What the steps count; as usual where it is not told. */
  readonly scale?: ScaleChoice;
  /** Of two texts, the one whose words are the rows: the second where it is not told. */
  readonly looking?: Side;
  /** Most cells of one thumbnail down, and across; fewer when there are fewer units. */
  readonly maxSide: number;
}

/** Buckets (0..8, see core/scale) of every head, each cell the largest bucket of the units it covers. */
export interface ThumbnailSlice {
  readonly runId: number;
  readonly level: Level;
  readonly hideSpecial: boolean;
  readonly hideSink: boolean;
  /** Heads of each layer. */
  readonly heads: readonly number[];
  /** Cells of one thumbnail, down and across. */
  readonly rows: number;
  readonly columns: number;
  /** Heads, layer by layer, x rows x columns. */
  readonly buckets: Uint8Array;
  /** Which rows it was made of; null: all. */
  readonly sampled: RowSample | null;
  /** Of every head what its rows give the sinks on average; empty without sinks. */
  readonly sinkShares: Float32Array;
  /** Of two texts, how nearly each head follows the diagonal; empty where there is one. */
  readonly alignments: Float32Array;
}

export interface EntropyRequest {
  readonly runId: number;
  readonly hideSpecial: boolean;
}

/** How broad the attention of each head is on this text, see `core/attention/entropy`. */
export interface EntropySlice extends HeadEntropies, EntropyRequest {
  /** Which rows it was made of; null: all. */
  readonly sampled: RowSample | null;
}

/** How far each head looks on this text, see `core/attention/distance`. */
export interface DistanceSlice extends HeadDistances {
  readonly runId: number;
  /** Which rows it was made of; null: all. */
  readonly sampled: RowSample | null;
}

export interface WordRequest extends UnitRef {
  readonly runId: number;
  readonly level: Level;
  readonly direction: Direction;
}

export interface RankRequest extends WordRequest {
  /** A sink is none of the words that heads are ranked by. */
  readonly hideSink: boolean;
}

/** One entry per head, sorted by `value`, largest first (ties: layer, then head). */
export interface HeadRanking extends UnitRef {
  readonly runId: number;
  readonly direction: Direction;
  readonly level: Level;
  readonly entries: readonly RankedHead[];
  /** Which rows it was made of; null: all. */
  readonly sampled: RowSample | null;
}

/** Asks for all heads of a run in a file of their own. */
export interface TensorFileRequest {
  readonly runId: number;
  /** Absolute path of a file that is not there yet. */
  readonly file: string;
}

export interface LinkRequest {
  readonly runId: number;
  readonly level: Level;
  /** Units of each end, at least one; both ends have none in common. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Every head, layer by layer. */
export interface LinkSlice extends LinkRequest {
  readonly ways: LinkWays;
  readonly heads: readonly LinkingHead[];
}

/** One word through the layers: mean over the heads of each layer, with the range of the heads. */
export interface LayerSlice extends UnitRef {
  readonly runId: number;
  readonly direction: Direction;
  readonly level: Level;
  readonly layers: number;
  readonly size: number;
  /** layers x size. */
  readonly mean: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
  /** Which rows it was made of; null: all. */
  readonly sampled: RowSample | null;
}
