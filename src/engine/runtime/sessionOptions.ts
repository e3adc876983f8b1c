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

/**
 * All logical processors of a small machine, the physical ones of a larger one: the process gives way to the editor (its priority is lower). Measured on
 * two processors, SmolLM2-135M in 32-bit floats, two threads and one: 1,040 tokens 5.1 and 6.3 s, 3,974 tokens 34 and 49 s, a row of those 110 and 170 ms.
 */
function threadCount(): number {
  const logical = cpus().length;
  return logical <= SMALL_MACHINE ? Math.max(1, logical) : Math.max(SMALL_MACHINE, Math.floor(logical / 2));
}

const SMALL_MACHINE = 4;
