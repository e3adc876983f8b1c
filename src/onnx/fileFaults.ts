import { formatCount } from '../core/describe/numbers.ts';
import { formatBytes } from '../core/describe/bytes.ts';
import { LIMITS } from './format/limits.ts';
import type { OnnxFormatError } from './format/formatError.ts';
import type { SniffedKind } from './format/sniff.ts';
import type { Fault, FaultCode } from '../core/fault.ts';

const FETCH_AGAIN = 'Download or copy the file again, or use the built-in model.';

/** Everything that tells a person why a model file was refused. */
export interface RefusedFile {
  /** Name to call the file by, without a path, e.g. `model.onnx`. */
  readonly label: string;
  readonly sniffed: SniffedKind;
  /** Bytes in the file. */
  readonly size: number;
  /** Bytes that a Git LFS pointer promises; null otherwise. */
  readonly promisedSize: number | null;
}

/** Turns a refusal by the reader into words. What the file looks like says more than where reading stopped. */
export function faultOfFormatError(error: OnnxFormatError, file: RefusedFile): Fault {
  const [code, title, cause, nextStep = FETCH_AGAIN] = describe(error, file);
  return { code, title, cause, nextStep, detail: `${error.reason}: ${error.message}` };
}

type Description = readonly [code: FaultCode, title: string, cause: string, nextStep?: string];

function describe(error: OnnxFormatError, file: RefusedFile): Description {
  const { label } = file;
  const holds = `${label} holds ${formatBytes(file.size)}`;
  const isOther = (what: string): Description => [
    'file-corrupt',
    'Not an ONNX model',
    `${label} is ${what}, not an ONNX model.`,
    'Choose a folder with an ONNX file, or use the built-in model.',
  ];
  switch (file.sniffed) {
    case 'empty':
      return ['file-empty', 'The model file is empty', `${label} holds no data.`];
    case 'html':
      return [
        'file-html',
        'The model file is a web page',
        `${label} holds a web page instead of a model: the download probably ended on a sign-in or error page.`,
      ];
    case 'lfs-pointer':
      return [
        'file-lfs',
        'The model file is only a pointer',
        `${label} is a Git LFS pointer${file.promisedSize === null ? '' : ` to a file of ${formatBytes(file.promisedSize)}`}; the model itself was not downloaded.`,
        'Run "git lfs pull" in the model\'s repository, or use the built-in model.',
      ];
    case 'zeros':
      return ['file-corrupt', 'The model file holds only zeros', `${holds}, all of it zeros: the copy was never filled.`];
    case 'zip':
      return isOther('a ZIP archive (PyTorch saves its weights like that)');
    case 'pickle':
      return isOther('a Python pickle');
    case 'safetensors':
      return isOther('a Safetensors file, which has weights but no graph');
    case 'json':
      return isOther('a JSON file');
    case 'onnx-like':
    case 'unknown':
      return describeReason(error, file, holds);
  }
}

function describeReason(error: OnnxFormatError, file: RefusedFile, holds: string): Description {
  const { label, sniffed } = file;
  switch (error.reason) {
    case 'truncated':
      if (sniffed === 'onnx-like')
        return ['file-truncated', 'The model file is incomplete', `${holds}, but its contents go on beyond that: the copy was cut short.`];
      return ['file-corrupt', 'Not an ONNX model', `${holds}, but they do not read as an ONNX model.`];
    case 'not-onnx':
      if (sniffed === 'onnx-like')
        return ['file-truncated', 'The model file is incomplete', `${holds} and ends before the graph: the copy was cut short.`];
      return ['file-corrupt', 'Not an ONNX model', `${holds}, but they do not read as an ONNX model.`];
    case 'malformed':
      if (sniffed === 'onnx-like')
        return [
          'file-corrupt',
          'The model file is damaged',
          `${label} stops making sense at byte ${formatCount(error.offset)} of ${formatCount(file.size)}.`,
        ];
      return ['file-corrupt', 'Not an ONNX model', `${holds}, but they do not read as an ONNX model.`];
    case 'bad-order':
      return [
        'file-corrupt',
        'The graph of the model runs in a circle',
        `In ${label} the value ${error.message}, so that there is no order in which it could be computed.`,
        'Export the model again (onnx.checker names the node), or use the built-in model.',
      ];
    case 'bad-tensor':
      return [
        'file-corrupt',
        'The model file contradicts itself',
        `${label} declares a weight whose shape and stored bytes do not agree (byte ${error.offset}).`,
      ];
    case 'unsafe-path':
      return [
        'file-corrupt',
        'The model file points outside its folder',
        `${label} asks for weights in a place outside its own folder, which is never read.`,
        'Use a model from a source you trust, or the built-in model.',
      ];
    case 'limit':
      return [
        'unsupported-model',
        'The model file is too complex',
        `${label} has more parts than any known model (${error.message}).`,
        'Use another model, or the built-in one.',
      ];
    case 'function-weights':
      return [
        'unsupported-model',
        'The model keeps its weights inside functions',
        `${label} has model functions (FunctionProto) with more than ${LIMITS.inlinedBytes / 2 ** 20} MiB of constants, too many to be written out where they are called.`,
        'Write them into the graph (in Python: onnx.inliner.inline_local_functions), export the model without functions, or use the built-in model.',
      ];
  }
}
