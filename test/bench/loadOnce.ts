// node loadOnce.ts plain|ours FOLDER: loads its model once, in a process of its own, and prints milliseconds and the peak of memory.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { loadRuntime } from '../../src/engine/runtime/runtime.ts';
import { AttentionSession } from '../../src/engine/runtime/session.ts';

const [how, folder] = process.argv.slice(2) as ['plain' | 'ours', string];
const { InferenceSession } = await loadRuntime();
const started = performance.now();
if (how === 'plain') await InferenceSession.create(join(folder, 'onnx/model.onnx'));
else {
  const { graph, runtime } = readModelGraph(findModelFile(folder));
  if (graph.kind !== 'text') throw new Error(graph.fault.cause);
  await AttentionSession.create(runtime, { graph, padId: 0, headSize: null });
}
const milliseconds = performance.now() - started;
// Of this program alone: what `resourceUsage` says begins with the process that started it.
const peak = 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]);
console.log(JSON.stringify({ milliseconds, peak }));
process.exit(0);
