import { FaultError } from '../../core/faults.ts';
import type { RuntimeModel } from '../model/graph.ts';
import { cropRows } from './crop.ts';
import { faultOfRuntimeError } from './faults.ts';
import { feedsOf, type Fed } from './feeds.ts';
import { loadRuntime } from './runtime.ts';
import { sessionOptions } from './sessionOptions.ts';
import { toFloat32 } from './tensors.ts';

/**
 * A number for each entry of the vocabulary at each token of one text, [T, entries]. A session is made for it and released: the one that reads texts does
 * not give them.
 * @param model that gives `name` alone
 * @throws FaultError `unsupported-model`, `out-of-memory`, `runtime`
 */
export async function readLogits(model: RuntimeModel, fed: Fed, name: string, ids: readonly number[]): Promise<Float32Array> {
  const { InferenceSession, Tensor } = await loadRuntime();
  const length = fed.graph.fixedLength ?? ids.length;
  try {
    const session = await InferenceSession.create(model.bytes, sessionOptions(model.folder, fed.graph.disableQuantQdq));
    try {
      const outputs = await session.run(feedsOf(Tensor, fed, [ids], length), [name]);
      return cropRows(toFloat32(outputs[name]!), length, ids.length);
    } finally {
      await session.release();
    }
  } catch (error) {
    throw error instanceof FaultError ? error : new FaultError(faultOfRuntimeError(error));
  }
}
