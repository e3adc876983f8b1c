/** What the first bytes of a file that should be an ONNX model look like. */
export type SniffedKind = 'onnx-like' | 'empty' | 'html' | 'lfs-pointer' | 'zip' | 'json' | 'pickle' | 'safetensors' | 'zeros' | 'unknown';

/** How many bytes from the start of a file {@link sniffFile} and {@link sizeInPointer} want to see. */
export const HEAD_BYTES = 1_024;

const LFS_START = 'version https://git-lfs.github.com/spec/';
/** Wire types of ModelProto's fields 1 to 8: ir_version, names, version, doc, graph, opset_import. */
const MODEL_FIELDS: readonly (number | undefined)[] = [undefined, 0, 2, 2, 2, 0, 2, 2, 2];

/**
 * Guesses the kind of a file from its first {@link HEAD_BYTES} bytes, to say something better than "not a model".
 * @param size of the whole file in bytes
 */
export function sniffFile(head: Uint8Array, size: number): SniffedKind {
  if (size === 0 || head.length === 0) return 'empty';
  if (head.every(byte => byte === 0)) return 'zeros';
  const text = asLatin1(head);
  if (text.startsWith(LFS_START)) return 'lfs-pointer';
  if (text.startsWith('PK\u0003\u0004')) return 'zip';
  if (head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5) return 'pickle';
  if (isSafetensors(head, text, size)) return 'safetensors';
  const start = text
    .replace(/^(?:\u00ef\u00bb\u00bf)?\s*/, '')
    .slice(0, 16)
    .toLowerCase();
  if (/^<(?:!doctype|html|head|\?xml|!--)/.test(start)) return 'html';
  if (/^(?:\{\s*["}]|\[)/.test(start)) return 'json';
  return isModelStart(head) ? 'onnx-like' : 'unknown';
}

/** Size in bytes of the real file that a Git LFS pointer stands for; null when it does not say. */
export function sizeInPointer(head: Uint8Array): number | null {
  const match = /^size ([0-9]{1,15})$/m.exec(asLatin1(head));
  return match === null ? null : Number(match[1]);
}

/** Safetensors starts with the length of a JSON header (8 bytes, little-endian) and the header itself. */
function isSafetensors(head: Uint8Array, text: string, size: number): boolean {
  if (head.length < 9 || text[8] !== '{') return false;
  let length = 0;
  for (let i = 7; i >= 0; i--) length = length * 256 + head[i]!;
  return length > 1 && length <= size;
}

/** The first field must be one of ModelProto with the right wire type. */
function isModelStart(head: Uint8Array): boolean {
  const tag = head[0]!;
  return MODEL_FIELDS[tag >> 3] === (tag & 7);
}

function asLatin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes.subarray(0, HEAD_BYTES)) text += String.fromCharCode(byte);
  return text;
}
