import type {
  CompareRequest,
  CompareSlice,
  DriftRequest,
  DriftSlice,
  InputSlice,
  LikenessRequest,
  LikenessSlice,
  MapRequest,
  MapSlice,
  NeighbourRequest,
  NeighbourSlice,
  PathSlice,
  PositionSlice,
  ShiftRequest,
  ShiftSlice,
  UnitRequest,
  WordVectorRequest,
  WordVectorSlice,
} from './embeddingApi.ts';
import type {
  MatrixRequest,
  MatrixSlice,
  ModelRequest,
  ModelSummary,
  RowRequest,
  RowsSlice,
  RunRequest,
  RunSummary,
  VariantDifferenceRequest,
  VariantFacts,
  TokensRequest,
} from './engineApi.ts';
import type { GroundFindings, GroundPairRequest, GroundRequest, GroundSlice, RemovalRequest, RemovalSlice } from './groundApi.ts';
import type {
  DistanceSlice,
  EntropyRequest,
  EntropySlice,
  HeadRanking,
  LayerSlice,
  LinkRequest,
  LinkSlice,
  RankRequest,
  ThumbnailRequest,
  ThumbnailSlice,
  TensorFileRequest,
  WordRequest,
} from './headsApi.ts';
import type { VariantDifference } from '../core/model/variantDifference.ts';
import type { TokenList } from '../core/text/tokenList.ts';
import type { VariantRequest, VariantSlice } from './variantApi.ts';
import type { WriteRequest, WritingOffer, WrittenByModel } from './writeApi.ts';
import type { MethodOf, ParametersOf } from './rpc.ts';

/** What a call of one method stands on, and what it costs: scheduling, restarts, and what a person is asked first, are derived from this. */
interface Traits<Request> {
  /**
   * `run`: a run that lives in the process, so that a process without it cannot answer. `model`: the files of a model, and `file`: another file; any
   * process can read them.
   */
  readonly reads: readonly ('run' | 'model' | 'file')[];
  /**
   * `slice`: milliseconds, of what is in memory. `open`, `run`: a model is loaded, a text is run. `pass`: the model may have to run once or twice more, or a
   * table to be read, or a second to be computed. `passes`: as many passes as asked for. `disk`: mostly waits for the disk and uses no model.
   */
  readonly cost: 'slice' | 'open' | 'run' | 'pass' | 'passes' | 'disk';
  /** Nobody waits for the answer: tidying up. */
  readonly unattended?: true;
  /** Asked so, it reads small files and uses no model that is loaded: it goes beside what takes long, whatever its cost. */
  readonly usesNoModel?: (request: Request) => boolean;
  /** Of `passes`: how many a request takes at most. */
  readonly passes?: (request: Request) => number;
}

/** A declaration carries its result as a type alone: no method has that key. */
declare const RESULT: unique symbol;
interface Declared<Request, Result> extends Traits<Request> {
  readonly [RESULT]?: Result;
}

function declare<Request, Result>(
  traits: Traits<Request> &
    ({ readonly cost: 'passes'; readonly passes: object } | { readonly cost: Exclude<Traits<Request>['cost'], 'passes'> }),
): Declared<Request, Result> {
  return traits;
}

/** What keeps models and runs. */
const KEEPING = {
  /** Opens (or re-uses) a model. Loading is lazy: the first call for a directory costs seconds. */
  open: declare<ModelRequest, ModelSummary>({ reads: ['model'], cost: 'open' }),
  run: declare<RunRequest, RunSummary>({ reads: ['model'], cost: 'run' }),
  release: declare<{ readonly runId: number }, null>({ reads: ['run'], cost: 'slice', unattended: true }),
};

/** What can be asked about a run, a model or a file. Each has its function in `engine/analyses/registry.ts`. */
export const ANALYSES = {
  matrix: declare<MatrixRequest, MatrixSlice>({ reads: ['run'], cost: 'slice' }),
  row: declare<RowRequest, RowsSlice>({ reads: ['run'], cost: 'slice' }),
  sampledRows: declare<MatrixRequest, RowsSlice>({ reads: ['run'], cost: 'slice' }),
  thumbnails: declare<ThumbnailRequest, ThumbnailSlice>({ reads: ['run'], cost: 'slice' }),
  rankHeads: declare<RankRequest, HeadRanking>({ reads: ['run'], cost: 'slice' }),
  writeTensors: declare<TensorFileRequest, null>({ reads: ['run'], cost: 'pass' }),
  linkHeads: declare<LinkRequest, LinkSlice>({ reads: ['run'], cost: 'slice' }),
  entropy: declare<EntropyRequest, EntropySlice>({ reads: ['run'], cost: 'pass' }),
  distances: declare<{ readonly runId: number }, DistanceSlice>({ reads: ['run'], cost: 'pass' }),
  layers: declare<WordRequest, LayerSlice>({ reads: ['run'], cost: 'slice' }),
  likeness: declare<LikenessRequest, LikenessSlice>({ reads: ['run', 'model'], cost: 'pass' }),
  path: declare<UnitRequest, PathSlice>({ reads: ['run', 'model'], cost: 'pass' }),
  drift: declare<DriftRequest, DriftSlice>({ reads: ['run', 'model'], cost: 'pass' }),
  inputs: declare<{ readonly runId: number }, InputSlice>({ reads: ['run', 'model'], cost: 'pass' }),
  neighbours: declare<NeighbourRequest, NeighbourSlice>({ reads: ['run', 'model'], cost: 'pass' }),
  map: declare<MapRequest, MapSlice>({ reads: ['run', 'model'], cost: 'pass' }),
  modelVariants: declare<Pick<ModelRequest, 'directory'>, readonly VariantFacts[]>({ reads: ['model'], cost: 'disk' }),
  variantDifference: declare<VariantDifferenceRequest, VariantDifference>({ reads: ['model'], cost: 'pass' }),
  tokens: declare<TokensRequest, TokenList>({
    reads: ['model'],
    cost: 'pass',
    usesNoModel: ({ fingerprint }) => fingerprint === undefined,
  }),
  positions: declare<ModelRequest, PositionSlice>({ reads: ['model'], cost: 'pass' }),
  shifts: declare<ShiftRequest, ShiftSlice>({ reads: ['run', 'model'], cost: 'passes', passes: ({ others }) => others.length }),
  compare: declare<CompareRequest, CompareSlice>({ reads: ['model'], cost: 'passes', passes: ({ occurrences }) => occurrences.length }),
  ground: declare<GroundRequest, GroundSlice>({ reads: ['model'], cost: 'pass' }),
  groundPair: declare<GroundPairRequest, GroundFindings>({ reads: ['run', 'model'], cost: 'pass' }),
  groundRemovals: declare<RemovalRequest, RemovalSlice>({ reads: ['run', 'model'], cost: 'passes', passes: ({ taken }) => taken.length }),
  writingOffer: declare<Pick<ModelRequest, 'directory' | 'variant'>, WritingOffer>({ reads: ['model'], cost: 'disk' }),
  write: declare<WriteRequest, WrittenByModel>({ reads: ['model'], cost: 'passes', passes: ({ most }) => most }),
  variant: declare<VariantRequest, VariantSlice>({ reads: ['run', 'model'], cost: 'pass' }),
  wordVectors: declare<WordVectorRequest, WordVectorSlice>({ reads: ['run', 'file'], cost: 'disk' }),
};

const ENGINE_METHODS = { ...KEEPING, ...ANALYSES };

type Signatures<Methods> = {
  [M in keyof Methods]: Methods[M] extends Declared<infer Request, infer Result> ? (request: Request) => Result : never;
};

/** The analyses as calls. */
export interface AnalysisApi extends Signatures<typeof ANALYSES> {}

/** What can be asked of the engine process. Parameters and results cross by structured clone; failures cross as `Fault` values. */
export interface EngineApi extends AnalysisApi, Signatures<typeof KEEPING> {}

/** One call with its parameters. */
export type EngineRequest = {
  [M in MethodOf<EngineApi>]: { readonly method: M; readonly parameters: ParametersOf<EngineApi, M> };
}[MethodOf<EngineApi>];

export type EngineMethod = Traits<never>;

/** Null for a name that is no method. */
export function engineMethod(name: MethodOf<EngineApi>): EngineMethod;
export function engineMethod(name: string): EngineMethod | null;
export function engineMethod(name: string): EngineMethod | null {
  return Object.hasOwn(ENGINE_METHODS, name) ? ENGINE_METHODS[name as MethodOf<EngineApi>] : null;
}

/** Only the process that made the run can answer. */
export function needsRun(method: MethodOf<EngineApi>): boolean {
  return engineMethod(method).reads.includes('run');
}

/** How often a request runs the model at most; 0 where it is never many times. */
export function passesOf({ method, parameters }: EngineRequest): number {
  return engineMethod(method).passes?.(parameters as never) ?? 0;
}
