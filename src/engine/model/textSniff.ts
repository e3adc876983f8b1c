import { FaultError } from '../../core/faults.ts';
import { HEAD_BYTES, sniffFile, type SniffedKind } from '../../onnx/format/sniff.ts';
import type { Fault } from '../../core/fault.ts';

const AGAIN = 'Download or copy the file again, or use the built-in model.';

/** Refuses a JSON file of a model folder that is something else. @throws FaultError `file-empty`, `file-html`, `file-lfs`, `file-corrupt` */
export function assertJsonFile(name: string, bytes: Uint8Array): void {
  const kind = kindOf(bytes);
  if (kind !== 'json') throw new FaultError(faultOf(kind, name, 'JSON'));
}

/** Refuses a text file of a model folder that is something else. @throws as {@link assertJsonFile} */
export function assertTextFile(name: string, bytes: Uint8Array): void {
  const kind = kindOf(bytes);
  // A line may begin with whatever a model may begin with, or JSON.
  if (kind !== 'json' && kind !== 'onnx-like' && kind !== 'unknown') throw new FaultError(faultOf(kind, name, 'text'));
}

const kindOf = (bytes: Uint8Array): SniffedKind => sniffFile(bytes.subarray(0, HEAD_BYTES), bytes.length);

function faultOf(kind: Exclude<SniffedKind, 'json'>, name: string, wanted: 'JSON' | 'text'): Fault {
  switch (kind) {
    case 'empty':
      return { code: 'file-empty', title: 'A file of the model is empty', cause: `${name} holds no data.`, nextStep: AGAIN };
    case 'html':
      return {
        code: 'file-html',
        title: 'A file of the model is a web page',
        cause: `${name} holds a web page: the download probably ended on a sign-in or error page.`,
        nextStep: AGAIN,
      };
    case 'lfs-pointer':
      return {
        code: 'file-lfs',
        title: 'A file of the model is only a pointer',
        cause: `${name} is a Git LFS pointer; the file itself was not downloaded.`,
        nextStep: 'Run "git lfs pull" in the model\'s repository, or use the built-in model.',
      };
    case 'onnx-like':
    case 'zip':
    case 'pickle':
    case 'safetensors':
    case 'zeros':
    case 'unknown':
      return { code: 'file-corrupt', title: 'A file of the model is damaged', cause: `${name} is not a ${wanted} file.`, nextStep: AGAIN };
  }
}
