import type * as OnnxRuntime from 'onnxruntime-node';
import { FaultError } from '../../core/faults.ts';

let loading: Promise<typeof OnnxRuntime> | null = null;

/**
 * ONNX Runtime, loaded when first needed. Its telemetry writes a device id and a log to the user's folders unless it is told not to
 * before the native library loads; this is the one place that loads it, so no way of starting the product can forget.
 */
export function loadRuntime(): Promise<typeof OnnxRuntime> {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  loading ??= import('onnxruntime-node').catch((error: unknown) => {
    loading = null;
    throw new FaultError({
      code: 'runtime',
      title: 'The library that runs models did not load',
      cause: `There is no working copy of ONNX Runtime for this machine (${process.platform} ${process.arch}).`,
      nextStep: 'Install the package that was made for this machine; the log has the details.',
      detail: error instanceof Error ? error.message : String(error),
    });
  });
  return loading;
}
