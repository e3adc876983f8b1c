/**
 * Why a file is no acceptable ONNX model.
 * - `truncated`: a field of the outermost message runs past the end of the file.
 * - `not-onnx`: readable as protobuf perhaps, but not a ModelProto with one graph.
 * - `malformed`: bytes that no writer produces.
 * - `limit`: more nodes, tensors, names or nesting than any real model has.
 * - `function-weights`: model functions that hold more numbers than can be written out where they are called.
 * - `unsafe-path`: external data outside the model's folder.
 * - `bad-order`: a value that is made of itself, or made twice.
 * - `bad-tensor`: declared shape and stored bytes do not agree.
 */
export type FormatReason =
  'truncated' | 'not-onnx' | 'malformed' | 'limit' | 'function-weights' | 'unsafe-path' | 'bad-order' | 'bad-tensor';

/** The only exception the reader throws. `offset` is the byte of the file where reading stopped making sense. */
export class OnnxFormatError extends Error {
  readonly reason: FormatReason;
  readonly offset: number;

  constructor(reason: FormatReason, offset: number, message: string) {
    super(`${message} (byte ${offset})`);
    this.name = 'OnnxFormatError';
    this.reason = reason;
    this.offset = offset;
  }
}
