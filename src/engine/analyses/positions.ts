import {
  rotaryFrequencies,
  samplePositions,
  sinusoidLayout,
  rotaryVectors,
  wavelengthsOf,
  type SinusoidLayout,
} from '../../core/vectors/positionMap.ts';
import { cosineMatrix, type Vectors } from '../../core/vectors/vectors.ts';
import type { SupportedGraph } from '../../onnx/analysis.ts';
import type { OnnxTensor } from '../../onnx/format/tensor.ts';
import type { RotaryAngles } from '../../onnx/find/rotaryAngles.ts';
import type { PositionSlice, Wavelengths } from '../../protocol/embeddingApi.ts';
import type { ModelRequest } from '../../protocol/engineApi.ts';
import { readRowRange } from '../runtime/embeddingRows.ts';
import { assertUnchanged } from '../model/fingerprint.ts';
import type { FolderFile } from '../model/folderFiles.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { openStoredTensor } from '../runtime/storedTensor.ts';
import type { EmbeddingTable } from '../../onnx/find/embeddingTables.ts';

/** How a model tells positions apart. @throws FaultError `unavailable` for a table in a storage that is not read, `stale-run` when the files change meanwhile */
export const positions =
  (access: RunAccess) =>
  async (request: ModelRequest): Promise<PositionSlice> => {
    const { file, files, graph, summary } = await access.model(request);
    const recognised = recognisePositions(file, graph, summary.contextLength);
    assertUnchanged(files);
    // One for each head, or they are something else.
    return summary.attention.heads.includes(recognised.slopes.length) ? recognised : { ...recognised, slopes: NO_SLOPES };
  };

const NO_SLOPES = new Float32Array(0);

/**
 * From the graph and its numbers. A table of positions is named sinusoidal only where it equals the formula; else it is learned.
 * @param length positions that the map covers where the graph has no table of them
 * @throws FaultError `unavailable` for a table in a storage that is not read
 */
export function recognisePositions(file: FolderFile, graph: SupportedGraph, length: number): PositionSlice {
  return {
    ...kindOf(file, graph, length),
    wavelengths: wavelengthsIn(file, graph),
    slopes: graph.positions.slopes ? readTensor(file, graph.positions.slopes) : NO_SLOPES,
  };
}

function kindOf(file: FolderFile, { tables, positions }: SupportedGraph, length: number): Recognised {
  const hasBias = positions.relative && positions.slopes === null;
  const bias = hasBias ? '; attention adds a bias by distance too' : '';
  const mapNote = hasBias ? 'The bias is not on the map.' : '';
  if (tables.position) return { ...tableSlice(file, tables.position, bias), mapNote };
  if (positions.added) {
    const drawn = rotaryMap(file, length, [positions.added]);
    const what = 'The graph computes sines and cosines of the position and adds them to the word embeddings';
    return drawn ? { kind: 'sinusoidal', ...drawn, note: `${what}${bias}.`, mapNote } : named('sinusoidal', `${what}${bias}.`, UNREAD);
  }
  if (positions.rotary.length > 0) {
    const drawn = rotaryMap(file, length, positions.rotary);
    if (drawn)
      return { kind: 'rotary', ...drawn, note: `${ROTARY}, by ${drawn.frequencies}${bias}.`, mapNote: `${MEAN} ${mapNote}`.trim() };
    if (positions.rotary.some(source => source.kind !== 'tables')) return named('rotary', `${ROTARY}${bias}.`, UNREAD);
  }
  if (positions.relative) return positions.slopes === null ? named('relative', RELATIVE, MANY) : named('relative', SLOPES);
  return named('none', 'No table, rotation or bias by position was found in this graph.');
}

const ROTARY = 'Queries and keys are rotated by angles that grow with the position (rotary)';
const MEAN = 'The map is the mean of cos((i - j) w) over these frequencies w.';
const UNREAD = 'It cannot be computed exactly from the graph, so there is no map.';
const RELATIVE = 'Attention scores get a bias that depends on how far apart two tokens are (relative positions).';
const MANY = 'It differs by head, so there is no one map to draw.';

const SLOPES =
  'Each token of distance takes a fixed amount from the score, a slope of its own for each head (ALiBi, Press et al. 2022): the steeper, the nearer a head looks.';

type Recognised = Omit<PositionSlice, 'wavelengths' | 'slopes'>;

const LAYOUTS: Readonly<Record<SinusoidLayout, string>> = {
  alternating: 'sine and cosine columns alternate',
  halves: 'sines in the first half of the columns, cosines in the second',
};

function tableSlice(file: FolderFile, table: EmbeddingTable, bias: string): Omit<Recognised, 'mapNote'> {
  const { width, firstRow } = table;
  const rows = table.rows - firstRow;
  const { step, size } = samplePositions(rows);
  const values = readRowRange(file, table, firstRow, table.rows);
  const layout = sinusoidLayout(values, width, 0) ?? sinusoidLayout(values, width, firstRow);
  return {
    kind: layout ? 'sinusoidal' : 'learned',
    rows,
    step,
    size,
    similarity: cosineMatrix(sampleRows([values], width, step, size)),
    note: layout
      ? `The stored table equals the sinusoid formula of Vaswani et al. 2017 (${LAYOUTS[layout]}) and is added to the word embeddings${bias}.`
      : `A learned table, one row a position, is added to the word embeddings${bias}.`,
  };
}

/** Every `step`-th row of tables of one width, side by side. */
function sampleRows(tables: readonly Float32Array[], width: number, step: number, size: number): Vectors {
  const values = new Float64Array(size * tables.length * width);
  for (let index = 0; index < size; index++) {
    for (const [place, table] of tables.entries()) {
      const row = index * step * width;
      values.set(table.subarray(row, row + width), (index * tables.length + place) * width);
    }
  }
  return { count: size, width: tables.length * width, values };
}

interface RotaryMap extends Pick<PositionSlice, 'rows' | 'step' | 'size' | 'similarity'> {
  /** What the mean is over, in words. */
  readonly frequencies: string;
}

/** The map of the first layer that turns; null when it cannot be computed exactly. */
function rotaryMap(file: FolderFile, length: number, [first, ...others]: readonly RotaryAngles[]): RotaryMap | null {
  if (!first || first.kind === 'unknown') return null;
  const differ = others.some(other => !isSame(file, first, other)) ? ' (other layers have others)' : '';
  if (first.kind === 'frequencies') {
    const frequencies = readTensor(file, first.values);
    const { step, size } = samplePositions(length);
    const similarity = cosineMatrix(rotaryVectors(frequencies, step, size));
    return { rows: 0, step, size, similarity, frequencies: `${frequencies.length} frequencies${differ}` };
  }
  const width = first.tables[0]!.dims.at(-1)!;
  const tables = first.tables.map(tensor => readTensor(file, tensor));
  if (first.tables.some(tensor => tensor.dims.at(-1) !== width) || rotaryFrequencies(tables, width) === null) return null;
  const rows = tables[0]!.length / width;
  const { step, size } = samplePositions(rows);
  return {
    rows,
    step,
    size,
    similarity: cosineMatrix(sampleRows(tables, width, step, size)),
    frequencies: `frequencies, as stored${differ}`,
  };
}

/** Each set of wavelengths once, with how many layers turn by it. */
function wavelengthsIn(file: FolderFile, { positions }: SupportedGraph): Wavelengths[] {
  const sets: { source: RotaryAngles; layers: number; readonly tokens: Float32Array }[] = [];
  for (const source of positions.rotary) {
    const known = sets.find(set => isSame(file, set.source, source));
    if (known) known.layers++;
    else sets.push({ source, layers: 1, tokens: wavelengthsOf(frequenciesOf(file, source) ?? []) });
  }
  return sets.filter(({ tokens }) => tokens.length > 0).map(({ layers, tokens }) => ({ layers, tokens }));
}

/** Null where they are not read. */
function frequenciesOf(file: FolderFile, source: RotaryAngles): ArrayLike<number> | null {
  if (source.kind === 'unknown') return null;
  if (source.kind === 'frequencies') return readTensor(file, source.values);
  const width = source.tables[0]!.dims.at(-1)!;
  if (source.tables.some(tensor => tensor.dims.at(-1) !== width)) return null;
  return rotaryFrequencies(
    source.tables.map(tensor => readTensor(file, tensor)),
    width,
  );
}

function isSame(file: FolderFile, a: RotaryAngles, b: RotaryAngles): boolean {
  const [left, right] = [tensorsOf(a), tensorsOf(b)];
  if (left.length !== right.length) return false;
  return left.every((tensor, place) => {
    const other = right[place]!;
    if (tensor === other) return true;
    const [values, otherValues] = [readTensor(file, tensor), readTensor(file, other)];
    return values.length === otherValues.length && values.every((value, i) => value === otherValues[i]);
  });
}

function tensorsOf(source: RotaryAngles): readonly OnnxTensor[] {
  return source.kind === 'frequencies' ? [source.values] : source.kind === 'tables' ? source.tables : [];
}

function readTensor(file: FolderFile, tensor: OnnxTensor): Float32Array {
  const stored = openStoredTensor(file, tensor);
  try {
    return stored.read(
      0,
      tensor.dims.reduce((product, dim) => product * dim, 1),
    );
  } finally {
    stored.close();
  }
}

function named(kind: PositionSlice['kind'], note: string, mapNote = ''): Recognised {
  return { kind, rows: 0, step: 1, size: 0, similarity: new Float32Array(0), note, mapNote };
}
