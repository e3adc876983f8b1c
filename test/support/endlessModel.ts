import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BOOL, FLOAT32, INT64 } from '../../src/onnx/format/elementTypes.ts';
import { concatenate, lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';
import { twoLayers } from '../onnx/support/oneLayer.ts';
import { integerField, message, type Bytes } from '../onnx/support/protobufParts.ts';

/** A folder with a model that is like any other, but for a Loop in its layer whose body never ends it: a run of it never comes back from native code. */
export function writeEndlessModel(directory: string): void {
  cpSync(resolve('test/fixtures/models/bert-eager'), directory, { recursive: true });
  const loop = { body: body() };
  const model = twoLayers({
    sum: (builder, update, stream) => builder.node('Add', [builder.node('Loop', ['', '', update], {}, loop), stream]),
  });
  writeFileSync(join(directory, 'onnx/model.onnx'), model);
}

/** Gives on whether it goes on, and the value, as they came. */
function body(): Bytes {
  const scalar = message(2);
  const value = (field: number, name: string, elementType: number, ...shape: readonly Bytes[]) =>
    message(field, lengthDelimited(1, name), message(2, message(1, integerField(1, elementType), ...shape)));
  const copy = (from: string, to: string) => message(1, lengthDelimited(1, from), lengthDelimited(2, to), lengthDelimited(4, 'Identity'));
  return concatenate([
    copy('goesOn', 'stillGoesOn'),
    copy('value', 'next'),
    lengthDelimited(2, 'body'),
    value(11, 'round', INT64, scalar),
    value(11, 'goesOn', BOOL, scalar),
    value(11, 'value', FLOAT32),
    value(12, 'stillGoesOn', BOOL, scalar),
    value(12, 'next', FLOAT32),
  ]);
}
