import './withoutTelemetry.ts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { SupportedGraph } from '../../../src/onnx/analysis.ts';
import { IN_PLACE } from '../../../src/onnx/rewrite/storedTensors.ts';
import { writeModel } from '../../../src/onnx/rewrite/writeModel.ts';
import { indexModel } from '../../../src/onnx/graph/graph.ts';
import { bytesSource } from '../../../src/onnx/format/byteSource.ts';

export interface EncoderOutput {
  readonly attention: readonly Float32Array[];
  readonly hidden: readonly Float32Array[];
}

/** Opens the patched model as the engine does and returns a function that runs it on one text. `folder` holds external weights. */
export async function openEncoder(
  bytes: Uint8Array,
  graph: SupportedGraph,
  folder: string,
): Promise<(ids: readonly number[]) => Promise<EncoderOutput>> {
  const probabilities = graph.sites.map(site => site.probabilities);
  const exposed = writeModel(indexModel(bytesSource(bytes)), graph.edits, [...probabilities, ...graph.hidden], IN_PLACE);
  const session = await InferenceSession.create(exposed, {
    logSeverityLevel: 3,
    intraOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    extra: {
      session: {
        model_external_initializers_file_folder_path: folder,
        ...(graph.disableQuantQdq ? { disable_quant_qdq: '1' } : {}),
      },
    },
  });
  return async ids => {
    const feeds: Record<string, Tensor> = {};
    const feed = (name: string | null, values: readonly number[]): void => {
      if (name !== null) feeds[name] = new Tensor('int64', BigInt64Array.from(values, BigInt), [1, ids.length]);
    };
    feed(graph.inputs.ids, ids);
    feed(
      graph.inputs.mask,
      ids.map(() => 1),
    );
    feed(
      graph.inputs.segments,
      ids.map(() => 0),
    );
    const results = await session.run(feeds);
    const read = (name: string): Float32Array => results[name]!.data as Float32Array;
    return { attention: probabilities.map(read), hidden: graph.hidden.map(read) };
  };
}

/** Largest absolute difference; infinite when the lengths differ or a value is no number. */
export function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (const [i, value] of a.entries()) {
    const difference = Math.abs(value - b[i]!);
    if (Number.isNaN(difference)) return Infinity;
    largest = Math.max(largest, difference);
  }
  return largest;
}
