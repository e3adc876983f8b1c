import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FaultError, type Fault } from '../../src/core/errors.ts';
import { faultOfLoadError } from '../../src/engine/loadFaults.ts';
import { loadModel } from '../../src/engine/modelLoader.ts';
import { FLOAT32 } from '../../src/onnx/elementTypes.ts';
import { concatenate, lengthDelimited } from '../../src/onnx/protobufWriter.ts';
import { oneLayer, type Changes } from '../onnx/support/oneLayer.ts';
import { integerField, message } from '../onnx/support/protobufParts.ts';

/** TensorProto.DataType. */
const [FLOAT16, BFLOAT16] = [10, 16];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-load-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function load(model: Uint8Array): Promise<Fault | null> {
  cpSync(resolve('test/fixtures/models/bert-eager'), folder, { recursive: true });
  writeFileSync(join(folder, 'onnx/model.onnx'), model);
  try {
    const { session } = await loadModel(folder);
    await session.dispose();
    return null;
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return error.fault;
  }
}

/** The layer with an operator between its update and its sum, which is far from the attention. */
const withOperator = (operator: string): Changes => ({
  sum: (builder, update, stream) => builder.node('Add', [builder.node(operator, [update]), stream]),
});
/** The same, with the sum's other operand computed in numbers of another kind. */
const inType = (operator: string, elementType: number, inputs = 1): Changes => ({
  sum: (builder, update, stream) => {
    const values = Array.from({ length: inputs }, () => builder.node('Cast', [update], { to: elementType }));
    return builder.node('Add', [builder.node('Cast', [builder.node(operator, values)], { to: FLOAT32 }), stream]);
  },
});
const imported = (model: Uint8Array, domain: string, version: number): Uint8Array =>
  concatenate([model, message(8, lengthDelimited(1, domain), integerField(2, version))]);

describe('ONNX Runtime does not know', () => {
  test('nothing of the plain layer, and nothing of a newer operator in a newer set', async () => {
    expect(await load(oneLayer())).toBeNull();
    expect(await load(oneLayer({ ...withOperator('Gelu'), opset: 20 }))).toBeNull();
  });

  test.each([
    ['an operator', oneLayer(withOperator('Foo')), 'Foo, which the ONNX Runtime here does not have in version 17 of the operator set.'],
    ['an operator that came later', oneLayer(withOperator('Gelu')), 'Gelu, which the ONNX Runtime here does not have in version 17'],
    ['an operator of another domain', imported(oneLayer(withOperator('ai.onnx.ml:Foo')), 'ai.onnx.ml', 3), 'ai.onnx.ml:Foo, which'],
    [
      'an operator for training',
      imported(oneLayer(withOperator('com.microsoft:SoftmaxGrad')), 'com.microsoft', 1),
      'com.microsoft:SoftmaxGrad, which the ONNX Runtime here does not have.',
    ],
  ])('%s: it is named', async (_, model, cause) => {
    const fault = await load(model);
    expect(fault).toMatchObject({ code: 'unsupported-model', title: 'The model needs an operator that is not available' });
    expect(fault!.cause).toContain(`It uses ${cause}`);
    expect(fault!.nextStep).toMatch(/opset.*built-in model\.$/);
    expect(fault!.detail).toMatch(/No Op registered|not a registered/);
  });

  test.each([
    ['standard', oneLayer({ opset: 99 }), /version 99 of the operator set ai\.onnx; the ONNX Runtime here reads up to version (\d+)\./],
    ['other', imported(oneLayer(withOperator('com.microsoft:Gelu')), 'com.microsoft', 99), /version 99 of the operator set com\.microsoft/],
    [
      'file format',
      concatenate([oneLayer(), integerField(1, 99)]),
      /format is version 99 \(the IR version\); .* reads up to version (\d+)\./,
    ],
  ])('a version of the future (%s): which one, and which it reads', async (_, model, cause) => {
    const fault = await load(model);
    expect(fault).toMatchObject({ code: 'unsupported-model', title: 'The model is newer than ONNX Runtime' });
    expect(fault!.cause).toMatch(cause);
  });

  test.each([
    ['Erf', oneLayer(inType('Erf', BFLOAT16))],
    ['com.microsoft.GemmFastGelu', imported(oneLayer(inType('com.microsoft:GemmFastGelu', FLOAT16, 2)), 'com.microsoft', 1)],
  ])('how to compute %s with such numbers', async (operator, model) => {
    const fault = await load(model);
    expect(fault).toMatchObject({ code: 'unsupported-model', title: 'The model computes with numbers of an unusual kind' });
    expect(fault!.cause).toContain(`the operator ${operator},`);
  });
});

test('a name from the file stays a name', async () => {
  const fault = await load(oneLayer(withOperator(`F\u202eoo${'o'.repeat(200)}`)));
  expect(fault!.cause).toMatch(/^It uses Fo{1,60}, which /);
});

test('another failure is told in general, its message in the log only', async () => {
  const contradicting: Changes = { scores: (builder, scores) => builder.node('Reshape', [scores, builder.integers(1, 2, 3)]) };
  const fault = await load(oneLayer(contradicting));
  expect(fault).toMatchObject({ code: 'unsupported-model', title: 'ONNX Runtime cannot run this model' });
  expect(fault!.detail).toContain('cannot be reshaped');
  expect(`${fault!.cause} ${fault!.nextStep}`).not.toContain('Reshape');
  expect(faultOfLoadError('no Error at all')).toMatchObject({ title: 'ONNX Runtime cannot run this model', detail: 'no Error at all' });
});
