import { cpus } from 'node:os';
import type { InferenceSession } from 'onnxruntime-node';

/** @param folder that the weights are in */
export function sessionOptions(folder: string, disableQuantQdq: boolean): InferenceSession.SessionOptions {
  return {
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threadCount(),
    // Errors come as exceptions; on standard error they would stand beside the one message of the command line.
    logSeverityLevel: 4,
    extra: {
      session: {
        // Spinning threads would eat the editor's processor time between runs.
        intra_op: { allow_spinning: '0' },
        model_external_initializers_file_folder_path: folder,
        // Otherwise weights stored in 8 bits are computed in 8 bits: the hidden state is off by 2.7 %.
        ...(disableQuantQdq ? { disable_quant_qdq: '1' } : {}),
      },
    },
  };
}

/** Half of the physical cores, which are about half of the logical ones: the editor stays responsive. */
function threadCount(): number {
  return Math.max(1, Math.floor(cpus().length / 4));
}
