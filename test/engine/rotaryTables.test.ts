import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { recognisePositions } from '../../src/engine/positions.ts';
import type * as stored from '../../src/engine/storedTensor.ts';
import type { SupportedGraph } from '../../src/onnx/analysis.ts';
import { FLOAT32 } from '../../src/onnx/elementTypes.ts';
import type { OnnxTensor } from '../../src/onnx/tensor.ts';

const reads = vi.hoisted(() => ({ numbers: 0 }));
vi.mock('../../src/engine/storedTensor.ts', async importOriginal => {
  const original = await importOriginal<typeof stored>();
  const openStoredTensor: typeof stored.openStoredTensor = (file, tensor) => {
    const opened = original.openStoredTensor(file, tensor);
    const read = (start: number, end: number): Float32Array => {
      reads.numbers += end - start;
      return opened.read(start, end);
    };
    return { ...opened, read };
  };
  return { ...original, openStoredTensor };
});

const [ROWS, WIDTH, LAYERS] = [16_384, 16, 32];
const TABLE = ROWS * WIDTH;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-rotary-'));
  // Cosines, sines, and cosines of other frequencies.
  const turn = (of: (angle: number) => number, base: number): number[] =>
    Array.from({ length: TABLE }, (_, i) => of(Math.floor(i / WIDTH) * base ** (-(i % WIDTH) / WIDTH)));
  writeFileSync(join(folder, 'model'), Float32Array.from([turn(Math.cos, 10_000), turn(Math.sin, 10_000), turn(Math.cos, 500)].flat()));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  reads.numbers = 0;
});

/** Each layer has tensors of its own. */
function noteOf(cosines: (layer: number) => number): string {
  const tensor = (table: number): OnnxTensor => ({
    name: '',
    elementType: FLOAT32,
    dims: [ROWS, WIDTH],
    data: { kind: 'raw', offset: 4 * TABLE * table, length: 4 * TABLE },
  });
  const rotary = Array.from({ length: LAYERS }, (_, layer) => ({ kind: 'tables', tables: [tensor(cosines(layer)), tensor(1)] }));
  const graph = { tables: { position: null }, positions: { rotary, added: null, relative: false } } as unknown as SupportedGraph;
  return recognisePositions({ name: 'model', path: join(folder, 'model'), size: 12 * TABLE }, graph, 512).note;
}

test('tables of many layers are compared by a few rows: two are read whole, for the map', () => {
  expect(noteOf(() => 0)).toContain('frequencies w, as stored.');
  expect(reads.numbers).toBeLessThan(2 * TABLE + LAYERS * 2 * 100 * WIDTH);
});

test('layers that turn by others are told', () => {
  expect(noteOf(layer => (layer === 20 ? 2 : 0))).toContain('(other layers have others)');
});
