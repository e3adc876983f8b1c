import '../onnx/support/withoutTelemetry.ts';
import { pathToFileURL } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { asInput, inputTensor, toFloat32 } from '../../src/engine/runtime/tensors.ts';
import { FLOAT16 } from '../../src/onnx/format/elementTypes.ts';
import { GraphBuilder } from '../onnx/support/graphBuilder.ts';

/** Of float16 inputs and outputs, on the Node.js that runs this. */
export interface HalfTensors {
  readonly hasFloat16Array: boolean;
  /** What the model puts out for {@link HALVES}: twice each. */
  readonly doubled: readonly number[];
  /** The same when that output is fed back. */
  readonly fedBack: readonly number[];
  /** Length of the output for an input of no numbers, as an empty cache is. */
  readonly ofNothing: number;
}

export const HALVES: readonly number[] = [0, 1, -2.5, 0.0999755859375, 6.103515625e-5, 5.9604644775390625e-8, 16376];

/** Runs a model of one float16 input and output. */
export async function runHalfTensors(): Promise<HalfTensors> {
  const graph = new GraphBuilder();
  const input = graph.input('half', ['numbers'], FLOAT16);
  const output = graph.node('Add', [input, input]);
  graph.output(output);
  const session = await InferenceSession.create(graph.model(), { logSeverityLevel: 3 });
  const run = async (half: Tensor): Promise<Tensor> => (await session.run({ half }))[output]!;
  const first = await run(inputTensor(Tensor, 'float16', HALVES, [HALVES.length]));
  const second = await run(asInput(first));
  const nothing = await run(inputTensor(Tensor, 'float16', [], [0]));
  return {
    hasFloat16Array: 'Float16Array' in globalThis,
    doubled: [...toFloat32(first)],
    fedBack: [...toFloat32(second)],
    ofNothing: nothing.data.length,
  };
}

// As a program of its own, for another Node.js than the one that the tests run on.
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.stdout.write(JSON.stringify(await runHalfTensors()));
