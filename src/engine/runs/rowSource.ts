import type { LayerWalk } from '../../core/attention/layerWalk.ts';
import type { Attention } from '../../core/attention/maps.ts';
import type { MapPooling } from '../../core/attention/pooling.ts';
import { pickRows, rowsOfUnits, unitsWithin, withRows, type RowSample, type SomeRows } from '../../core/attention/someRows.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { StoredRun } from './attentionStore.ts';
import { goOn } from './goOn.ts';
import type { RunAccess } from './runAccess.ts';

/** Rows of a text's attention, wherever they come from: what an analysis is made of. */
export interface RowSource {
  readonly attention: Attention;
  /** With its rows alone. */
  readonly pooling: MapPooling;
  /** With all units as rows, by their own indices; those that are not here have no tokens. */
  readonly inPlace: MapPooling;
  /** Units that are here, ascending. */
  readonly units: readonly number[];
  /** Of a sample: how many units of all. */
  readonly sampled: RowSample | null;
  /** The rows of a layer, [heads, rows, T]. */
  readonly layer: (layer: number) => Promise<Float32Array>;
}

/** Drives an analysis by the rows of a source. @throws FaultError `cancelled` before a layer that nobody waits for */
export async function walkRows<R>({ layer }: RowSource, walk: LayerWalk<R>): Promise<R> {
  let step = walk.next();
  while (!step.done) step = walk.next(await layer(step.value));
  return step.value;
}

/** All rows where they are held, else those of the sample. */
export function allOrSample(
  access: RunAccess,
  run: StoredRun,
  pooling: MapPooling,
  layers: readonly number[],
  context: CallContext | undefined,
): RowSource {
  if (run.summary.held === 'rows') return sampleOf(access, run, pooling, layers, context);
  const units = [...pooling.rows.units.keys()];
  return { attention: run.attention, pooling, inPlace: pooling, units, sampled: null, layer: access.layerMaps(run, layers, context) };
}

/** The rows of evenly spaced words, of any text. */
export function sampleOf(
  access: RunAccess,
  run: StoredRun,
  pooling: MapPooling,
  layers: readonly number[],
  context: CallContext | undefined,
): RowSource {
  const tokens = access.sampledTokens(run);
  const all = pooling.columns.units;
  const units = unitsWithin(all, tokens);
  const rows = rowsOfUnits(pooling.columns, units);
  const source = sourceOf(run, rows);
  if (run.summary.held === 'maps') return { ...source, sampled: null, layer: pickedRows(access, run, rows, layers, context) };
  const places = new Map(tokens.map((token, place) => [token, place]));
  const kept = rows.queries.map(query => places.get(query)!);
  const layer = async (one: number): Promise<Float32Array> => {
    await goOn(context);
    const whole = (await access.heldRows(run, context))!.sample.layer(one);
    return kept.length === tokens.length ? whole : someOf(whole, tokens.length, kept, run.attention.columns);
  };
  return { ...source, sampled: { rows: units.length, of: all.length }, layer };
}

/** The row of one unit, of any text; of a long one it is computed when it is first asked for. */
export function rowOfUnit(
  access: RunAccess,
  run: StoredRun,
  pooling: MapPooling,
  unit: number,
  layers: readonly number[],
  context: CallContext | undefined,
): RowSource {
  const rows = rowsOfUnits(pooling.columns, [unit]);
  if (run.summary.held === 'maps') return { ...sourceOf(run, rows), sampled: null, layer: pickedRows(access, run, rows, layers, context) };
  // The row of a word is the mean over its tokens: one row, however many they are.
  const one = rowsOfUnits(withOneToken(pooling, unit), [unit]);
  const { columns } = pooling;
  const pooled = { ...one, pooling: { ...one.pooling, columns }, inPlace: { ...one.inPlace, columns } };
  const layer = async (index: number): Promise<Float32Array> => (await access.meanRow(run, rows.queries, context))[index]!;
  return { ...sourceOf(run, pooled), sampled: null, layer };
}

function sourceOf({ attention }: StoredRun, { units, queries, pooling, inPlace }: SomeRows): Omit<RowSource, 'sampled' | 'layer'> {
  return { attention: withRows(attention, queries), pooling, inPlace, units };
}

function pickedRows(
  access: RunAccess,
  run: StoredRun,
  { queries }: SomeRows,
  layers: readonly number[],
  context: CallContext | undefined,
): RowSource['layer'] {
  const mapsOf = access.layerMaps(run, layers, context);
  return async layer => pickRows(await mapsOf(layer), run.attention.rows, queries);
}

/** Of [heads, rows, columns] some rows. */
function someOf(all: Float32Array, rows: number, kept: readonly number[], columns: number): Float32Array {
  const heads = all.length / (rows * columns);
  const some = new Float32Array(heads * kept.length * columns);
  for (let head = 0; head < heads; head++)
    for (const [place, row] of kept.entries())
      some.set(all.subarray((head * rows + row) * columns).subarray(0, columns), (head * kept.length + place) * columns);
  return some;
}

/** As if a unit were its last token alone. */
function withOneToken({ columns }: MapPooling, unit: number): MapPooling['columns'] {
  const units = columns.units.map((own, index) => (index === unit ? { ...own, tokens: own.tokens.slice(-1) } : own));
  return { ...columns, units };
}
