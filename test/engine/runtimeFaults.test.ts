import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { faultOfRuntimeError } from '../../src/engine/runtime/faults.ts';
import { FLOAT32 } from '../../src/onnx/format/elementTypes.ts';
import { concatenate, lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';
import type { GraphBuilder } from '../onnx/support/graphBuilder.ts';
import { twoLayers, type Changes } from '../onnx/support/oneLayer.ts';
import { integerField, message } from '../onnx/support/protobufParts.ts';
import type { Fault } from '../../src/core/fault.ts';
import { forwardPass, loadAlone } from '../support/loadedModel.ts';

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
    const { session } = await loadAlone(folder);
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
    expect(await load(twoLayers())).toBeNull();
    expect(await load(twoLayers({ ...withOperator('Gelu'), opset: 20 }))).toBeNull();
  });

  test.each([
    ['an operator', twoLayers(withOperator('Foo')), 'Foo, which the ONNX Runtime here does not have in version 17 of the operator set.'],
    ['an operator that came later', twoLayers(withOperator('Gelu')), 'Gelu, which the ONNX Runtime here does not have in version 17'],
    ['an operator of another domain', imported(twoLayers(withOperator('ai.onnx.ml:Foo')), 'ai.onnx.ml', 3), 'ai.onnx.ml:Foo, which'],
    [
      'an operator for training',
      imported(twoLayers(withOperator('com.microsoft:SoftmaxGrad')), 'com.microsoft', 1),
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
    ['standard', twoLayers({ opset: 99 }), /version 99 of the operator set ai\.onnx; the ONNX Runtime here reads up to version (\d+)\./],
    [
      'other',
      imported(twoLayers(withOperator('com.microsoft:Gelu')), 'com.microsoft', 99),
      /version 99 of the operator set com\.microsoft/,
    ],
    [
      'file format',
      concatenate([twoLayers(), integerField(1, 99)]),
      /format is version 99 \(the IR version\); .* reads up to version (\d+)\./,
    ],
  ])('a version of the future (%s): which one, and which it reads', async (_, model, cause) => {
    const fault = await load(model);
    expect(fault).toMatchObject({ code: 'unsupported-model', title: 'The model is newer than ONNX Runtime' });
    expect(fault!.cause).toMatch(cause);
  });

  test.each([
    ['Erf', twoLayers(inType('Erf', BFLOAT16))],
    ['com.microsoft.GemmFastGelu', imported(twoLayers(inType('com.microsoft:GemmFastGelu', FLOAT16, 2)), 'com.microsoft', 1)],
  ])('how to compute %s with such numbers', async (operator, model) => {
    const fault = await load(model);
    expect(fault).toMatchObject({ code: 'unsupported-model', title: 'The model computes with numbers of an unusual kind' });
    expect(fault!.cause).toContain(`the operator ${operator},`);
  });
});

describe('a tensor beyond all memory', () => {
  /** The layer with the largest value of such a tensor added to its update. */
  const withTensor = (make: (builder: GraphBuilder, stream: string) => string): Uint8Array =>
    twoLayers({
      sum: (builder, update, stream) =>
        builder.node('Add', [builder.node('Add', [update, builder.node('ReduceMax', [make(builder, stream)], { keepdims: 0 })]), stream]),
    });
  const million = 1_000_000;
  const range = (builder: GraphBuilder): string => {
    const scalars = [0, million ** 2, 1].map(value => builder.node('Squeeze', [builder.integers(value)]));
    return builder.node('Cast', [builder.node('Range', scalars)], { to: FLOAT32 });
  };

  test.each([
    ['ConstantOfShape', withTensor(builder => builder.node('ConstantOfShape', [builder.integers(million, million)])), '4.0 TB'],
    ['Expand', withTensor((builder, stream) => builder.node('Expand', [stream, builder.integers(million, million, 1, 1)])), '1024 TB'],
    ['Range', withTensor(range), '8.0 TB'],
    ['Tile', withTensor((builder, stream) => builder.node('Tile', [stream, builder.integers(1, million, million)])), '4.3 GB'],
  ])('%s: what it asked for is said, and nothing is allocated', async (_, model, size) => {
    const before = process.memoryUsage.rss();
    const fault = await load(model);
    expect(fault).toMatchObject({ code: 'out-of-memory', title: 'The model needs too much memory' });
    expect(fault!.cause).toContain(`asked for at least ${size} at once`);
    expect(process.memoryUsage.rss() - before).toBeLessThan(500e6);
  });
});

test('a failure that only some texts meet is told in the same way', async () => {
  // Fits eight tokens, the length of the first run, and no other number.
  const uneven = Array.from({ length: 64 }, (_, cell) => cell % 7);
  const fixed: Changes = { scores: (builder, scores) => builder.node('Add', [scores, builder.floats([1, 1, 8, 8], uneven)]) };
  expect(await load(twoLayers(fixed))).toBeNull();
  const { session } = await loadAlone(folder);
  const error: unknown = await forwardPass(session, [0, 1, 2, 3], false).catch((reason: unknown) => reason);
  await session.dispose();
  expect(error).toBeInstanceOf(FaultError);
  expect((error as FaultError).fault).toMatchObject({ code: 'unsupported-model', title: 'The model does not fit texts of this length' });
});

test.each<[string, Changes]>([
  ['Reshape', { scores: (builder, scores) => builder.node('Reshape', [scores, builder.integers(1, 4, 16, 16)]) }],
  [
    'Add',
    {
      scores: (builder, scores) =>
        builder.node('Add', [
          scores,
          builder.floats(
            [1, 1, 16, 16],
            Array.from({ length: 256 }, () => 0),
          ),
        ]),
    },
  ],
  ['Expand', { scores: (builder, scores) => builder.node('Expand', [scores, builder.integers(1, 4, 16, 16)]) }],
])('a file whose %s was traced for one number of tokens says so', async (operator, changes) => {
  const fault = await load(twoLayers(changes));
  expect(fault).toMatchObject({ code: 'unsupported-model', title: 'The model does not fit texts of this length' });
  expect(fault!.cause).toContain(`Its step ${operator} got`);
  expect(fault!.nextStep).toContain('dynamic_axes');
});

test('an operator that is given numbers it does not take: which', async () => {
  const wrong: Changes = {
    sum: (builder, update, stream) => builder.node('Add', [builder.node('Erf', [builder.node('Cast', [update], { to: 9 })]), stream]),
  };
  const fault = await load(twoLayers(wrong));
  expect(fault!.title).toBe('The model file breaks the rules of its format');
  expect(fault!.cause).toMatch(/^Its operator Erf is given numbers of the type bool, /);
});

test('an output in numbers that JavaScript has no tensors of: which, unless nobody wants it', async () => {
  const withOutput: Changes = {
    sum: (builder, update, stream) => {
      builder.output(builder.node('Cast', [update], { to: BFLOAT16 }));
      return builder.node('Add', [update, stream]);
    },
  };
  const model = twoLayers(withOutput);
  expect(await load(model)).toBeNull();
  const error: unknown = await InferenceSession.create(model, { logSeverityLevel: 4 }).catch((reason: unknown) => reason);
  const fault = faultOfRuntimeError(error);
  expect(fault).toMatchObject({ code: 'unsupported-model', title: 'The model uses a number format that is not read' });
  expect(fault.cause).toContain('the type bfloat16.');
});

test('a name from the file stays a name', async () => {
  const fault = await load(twoLayers(withOperator(`F\u202eoo${'o'.repeat(200)}`)));
  expect(fault!.cause).toMatch(/^It uses Fo{1,60}, which /);
});

test('another failure is told in general, its message in the log only', async () => {
  const contradicting: Changes = { scores: (builder, scores) => builder.node('Squeeze', [scores, builder.integers(1)]) };
  const fault = await load(twoLayers(contradicting));
  expect(fault).toMatchObject({ code: 'unsupported-model', title: 'ONNX Runtime cannot run this model' });
  expect(fault!.detail).toContain('Squeeze');
  expect(`${fault!.cause} ${fault!.nextStep}`).not.toContain('Squeeze');
  expect(faultOfRuntimeError('no Error at all')).toMatchObject({ title: 'ONNX Runtime cannot run this model', detail: 'no Error at all' });
});
