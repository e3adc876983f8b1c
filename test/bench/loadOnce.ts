// node loadOnce.ts plain|ours FOLDER: loads its model once, in a process of its own, and prints milliseconds and the peak of memory.
import { join } from 'node:path';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { loadRuntime } from '../../src/engine/runtime/runtime.ts';
import { AttentionSession } from '../../src/engine/runtime/session.ts';

const [how, folder] = process.argv.slice(2) as ['plain' | 'ours', string];
const { InferenceSession } = await loadRuntime();
const before = process.resourceUsage().maxRSS;
const started = performance.now();
if (how === 'plain') await InferenceSession.create(join(folder, 'onnx/model.onnx'));
else {
  const { graph, runtime } = readModelGraph(findModelFile(folder));
  if (graph.kind !== 'text') throw new Error(graph.fault.cause);
  await AttentionSession.create(runtime, { graph, padId: 0, headSize: null });
}
const milliseconds = performance.now() - started;
console.log(JSON.stringify({ milliseconds, before: before * 1024, peak: process.resourceUsage().maxRSS * 1024 }));
process.exit(0);
