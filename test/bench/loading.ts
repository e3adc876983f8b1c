import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { GraphBuilder } from '../onnx/support/graphBuilder.ts';
import type { Figure } from './figure.ts';
import { median } from './statistics.ts';

const [LAYERS, HEADS, WIDTH, INNER, VOCABULARY] = [12, 12, 768, 3072, 30_522];
const ROUNDS = 5;

/** What loading costs: analysis, checks and session, against ONNX Runtime given the path of the file as it is. Each load has a process of its own. */
export async function measureLoading(): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-base-'));
  try {
    mkdirSync(path.join(folder, 'onnx'));
    writeFileSync(path.join(folder, 'onnx/model.onnx'), baseModel());
    const loads = Array.from({ length: ROUNDS + 1 }, () => [loadOnce('plain', folder), loadOnce('ours', folder)] as const).slice(1);
    const ratio = (of: (load: Load) => number): number => median(loads.map(([plain, ours]) => of(ours) / of(plain)));
    const note = `BERT-base's shape, 435 MB of float32; median of ${ROUNDS}`;
    const times = loads.map(([, ours]) => ours.milliseconds);
    return [
      { name: 'load/plain load, time', value: ratio(load => load.milliseconds), unit: 'ratio', aim: 0.6, note },
      {
        name: 'load/plain load, peak of memory',
        value: ratio(load => load.peak),
        unit: 'ratio',
        aim: 0.65,
        note: `${note}; the whole process`,
      },
      { name: 'load', value: median(times), unit: 'ms', note: 'on the clock, the check of a few tokens included' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Load {
  readonly milliseconds: number;
  readonly peak: number;
}

function loadOnce(how: 'plain' | 'ours', folder: string): Load {
  const script = path.join(import.meta.dirname, 'loadOnce.ts');
  return JSON.parse(execFileSync(process.execPath, [script, how, folder], { encoding: 'utf8' })) as Load;
}

/** An encoder with random weights, so that no two heads are alike. */
function baseModel(): Uint8Array {
  const builder = new GraphBuilder();
  const weight = (...dims: readonly number[]): string =>
    builder.floats(dims, randomValues(dims.reduce((product, dim) => product * dim, 1)));
  const normalise = (value: string): string => builder.node('LayerNormalization', [value, weight(WIDTH), weight(WIDTH)], { axis: -1 });
  let stream = normalise(builder.node('Gather', [weight(VOCABULARY, WIDTH), builder.input('ids')]));
  for (let layer = 0; layer < LAYERS; layer++) {
    const split = (perm: readonly number[]): string => {
      const shaped = builder.node('Reshape', [
        builder.node('MatMul', [stream, weight(WIDTH, WIDTH)]),
        builder.integers(0, 0, HEADS, WIDTH / HEADS),
      ]);
      return builder.node('Transpose', [shaped], { perm });
    };
    const scores = builder.node('Mul', [builder.node('MatMul', [split([0, 2, 1, 3]), split([0, 2, 3, 1])]), builder.floats([1], [0.125])]);
    const mixed = builder.node('MatMul', [builder.node('Softmax', [scores], { axis: -1 }), split([0, 2, 1, 3])]);
    const joined = builder.node('Reshape', [builder.node('Transpose', [mixed], { perm: [0, 2, 1, 3] }), builder.integers(0, 0, WIDTH)]);
    const attended = normalise(builder.node('Add', [builder.node('MatMul', [joined, weight(WIDTH, WIDTH)]), stream]));
    const inner = builder.node('Erf', [builder.node('MatMul', [attended, weight(WIDTH, INNER)])]);
    stream = normalise(builder.node('Add', [builder.node('MatMul', [inner, weight(INNER, WIDTH)]), attended]));
  }
  builder.output(stream);
  return builder.model();
}

function randomValues(count: number): Float32Array {
  return Float32Array.from({ length: count }, () => 0.1 * (Math.random() - 0.5));
}
