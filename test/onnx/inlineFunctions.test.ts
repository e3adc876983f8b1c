import { describe, expect, test } from 'vitest';
import { faultOfFormatError } from '../../src/onnx/fileFaults.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { OnnxFormatError } from '../../src/onnx/format/formatError.ts';
import { concatenate, lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';
import { messageOf } from '../../src/onnx/format/wire.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { calledFunctions, readFunctions, type FunctionBody } from '../../src/onnx/rewrite/functionBodies.ts';
import { inlineFunctions } from '../../src/onnx/rewrite/inlineFunctions.ts';
import { integerField, message, type Bytes } from './support/protobufParts.ts';

type Attributes = Readonly<Record<string, Uint8Array>>;
const text = (field: number, ...values: readonly string[]): Bytes => concatenate(values.map(value => lengthDelimited(field, value)));
const opset = (domain: string, version: number): Bytes => concatenate([text(1, domain), integerField(2, version)]);

/** The fields of a node: `domain:operator:overload`, what it reads, what it gives. */
function node(operator: string, inputs: readonly string[], outputs: readonly string[], attributes: Attributes = {}): Bytes {
  const [domain, name, overload = ''] = operator.includes(':') ? (operator.split(':') as [string, string, string?]) : ['', operator];
  const fields = Object.entries(attributes).map(([key, value]) => message(5, text(1, key), value));
  return concatenate([
    text(1, ...inputs),
    text(2, ...outputs),
    text(3, 'named'),
    text(4, name),
    text(7, domain),
    text(8, overload),
    ...fields,
  ]);
}

interface Body {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly Bytes[];
  readonly version?: number;
  readonly defaults?: Attributes;
  readonly domain?: string;
  readonly overload?: string;
}
const functionOf = (name: string, { inputs, outputs, nodes, version = 17, defaults = {}, domain = 'local', overload = '' }: Body): Bytes =>
  message(
    25,
    text(1, name),
    text(4, ...inputs),
    text(5, ...outputs),
    ...nodes.map(inner => message(7, inner)),
    message(9, opset('', version)),
    message(9, opset('local', 1)),
    text(10, domain),
    text(13, overload),
    ...Object.entries(defaults).map(([key, value]) => message(11, text(1, key), value)),
  );

const modelOf = (nodes: readonly Bytes[], ...functions: readonly Bytes[]): Bytes =>
  concatenate([
    integerField(1, 8),
    message(7, ...nodes.map(inner => message(1, inner)), message(11, text(1, 'x')), message(12, text(1, 'y'))),
    message(8, opset('', 17)),
    message(8, opset('local', 1)),
    ...functions,
  ]);

function inlined(model: Bytes) {
  const { graph, functions } = indexModel(bytesSource(inlineFunctions(model)));
  const shape = graph.nodes.map(({ operator, inputs, outputs }) => [operator, ...inputs, '>', ...outputs].join(' '));
  return { graph, functions: functions.map(({ name }) => name), shape };
}

describe('model functions', () => {
  test('stand in the place of their calls, each with values of its own', () => {
    const twice = functionOf('twice', { inputs: ['a'], outputs: ['c'], nodes: [node('Neg', ['a'], ['b']), node('Exp', ['b'], ['c'])] });
    expect(inlined(modelOf([node('local:twice', ['x'], ['m']), node('local:twice', ['m'], ['y'])], twice))).toMatchObject({
      functions: [],
      shape: ['Neg x > inlined.0.b', 'Exp inlined.0.b > m', 'Neg m > inlined.1.b', 'Exp inlined.1.b > y'],
    });
  });

  test('leave out what the caller does, and hand on what they are given', () => {
    const body = functionOf('some', {
      inputs: ['a', 'b'],
      outputs: ['a', 'c', 'd'],
      nodes: [node('Max', ['a', 'b'], ['c']), node('Neg', ['c'], ['d'])],
    });
    expect(inlined(modelOf([node('local:some', ['x'], ['z', '', 'y'])], body)).shape).toEqual([
      'Max x  > inlined.0.c',
      'Neg inlined.0.c > y',
      'Identity x > z',
    ]);
  });

  test('take attributes of their caller, through functions in between, or those that they have for it', () => {
    const reference = (name: string): Bytes => concatenate([text(21, name), integerField(20, 2)]);
    const number = (value: number): Bytes => concatenate([integerField(3, value), integerField(20, 2)]);
    const inner = functionOf('inner', {
      inputs: ['a'],
      outputs: ['b'],
      nodes: [node('Softmax', ['a'], ['b'], { axis: reference('along'), other: reference('given'), none: reference('left_out') })],
      defaults: { along: number(7), given: number(8) },
    });
    const outer = functionOf('outer', {
      inputs: ['a'],
      outputs: ['b'],
      nodes: [node('local:inner', ['a'], ['b'], { along: reference('axis') })],
    });
    const { graph } = inlined(modelOf([node('local:outer', ['x'], ['y'], { axis: number(1) })], outer, inner));
    expect([...graph.nodes[0]!.attributes].map(([name, { integer }]) => [name, integer])).toEqual([
      ['axis', 1],
      ['other', 8],
    ]);
  });

  test('are written out in bodies of nodes, which see the values of the function around them', () => {
    const half = functionOf('half', { inputs: ['a'], outputs: ['b'], nodes: [node('Neg', ['a'], ['b'])] });
    const branch = message(6, message(1, node('local:half', ['s'], ['t'])), message(12, text(1, 't')));
    const steered = functionOf('steered', {
      inputs: ['a'],
      outputs: ['b'],
      nodes: [node('Abs', ['a'], ['s']), node('If', ['a'], ['b'], { then_branch: branch, else_branch: branch })],
    });
    const { graph } = inlined(modelOf([node('local:steered', ['x'], ['y'])], steered, half));
    const body = graph.nodes[1]!.attributes.get('else_branch')!.graphs[0]!;
    expect(body.nodes.map(({ operator, inputs, outputs }) => [operator, inputs, outputs])).toEqual([
      ['Neg', ['inlined.0.s'], ['inlined.0.t']],
    ]);
    expect(body.outputs[0]!.name).toBe('inlined.0.t');
  });

  test('of another version of the operator set stay functions, with what they call', () => {
    const half = functionOf('half', { inputs: ['a'], outputs: ['b'], nodes: [node('Neg', ['a'], ['b'])] });
    const old = functionOf('old', { inputs: ['a'], outputs: ['b'], nodes: [node('local:half', ['a'], ['b'])], version: 11 });
    const model = modelOf([node('local:half', ['x'], ['m']), node('local:old', ['m'], ['y'])], old, half);
    expect(inlined(model)).toMatchObject({ functions: ['old', 'half'], shape: ['Neg x > m', 'old m > y'] });
  });

  test('of the domains of the runtime stay functions: it computes its own operators of that name', () => {
    const negated = (name: string, domain: string): Bytes =>
      functionOf(name, { domain, inputs: ['a'], outputs: ['b'], nodes: [node('Neg', ['a'], ['b'])] });
    const model = modelOf(
      [node('Softmax', ['x'], ['m']), node('com.microsoft:Gelu', ['m'], ['y'])],
      negated('Softmax', 'ai.onnx'),
      negated('Gelu', 'com.microsoft'),
    );
    expect(inlined(model)).toMatchObject({ functions: ['Softmax', 'Gelu'], shape: ['Softmax x > m', 'Gelu m > y'] });
  });

  test('of one name are told apart by their overload, also where one calls the other', () => {
    const plain = functionOf('some', { inputs: ['a'], outputs: ['b'], nodes: [node('local:some:two', ['a'], ['b'])] });
    const two = functionOf('some', { overload: 'two', inputs: ['a'], outputs: ['b'], nodes: [node('Exp', ['a'], ['b'])] });
    expect(inlined(modelOf([node('local:some', ['x'], ['y'])], plain, two))).toMatchObject({ functions: [], shape: ['Exp x > y'] });
  });

  test('give names to values and nodes that nothing else has', () => {
    const body = functionOf('some', {
      inputs: ['a'],
      outputs: ['a', 'c'],
      nodes: [node('Neg', ['a'], ['b']), node('Exp', ['b'], ['c'])],
    });
    const before = concatenate([text(1, 'x'), text(2, 'z'), text(3, 'inlined.0.named'), text(4, 'Abs')]);
    const named = concatenate([text(1, 'z'), text(2, 'v'), text(3, 'w'), text(4, 'Abs')]);
    const sparse = message(
      15,
      message(1, integerField(1, 1), integerField(2, 1), text(8, 'inlined.0.b'), lengthDelimited(9, new Uint8Array(4))),
    );
    const graph = [before, named, node('local:some', ['v'], ['w', 'y'])].map(inner => message(1, inner));
    const model = concatenate([
      integerField(1, 8),
      message(7, ...graph, sparse, message(11, text(1, 'x')), message(12, text(1, 'y'))),
      message(8, opset('', 17)),
      message(8, opset('local', 1)),
      body,
    ]);
    const { nodes, sparseInitializers } = inlined(model).graph;
    for (const names of [nodes.map(({ name }) => name), [...nodes.flatMap(({ outputs }) => outputs), ...sparseInitializers]])
      expect(new Set(names).size, names.join()).toBe(names.length);
  });

  test('that stay are found by their names, however many there are', () => {
    class Walked extends Map<string, FunctionBody> {
      override keys(): never {
        throw new Error('all were gone through');
      }
      override [Symbol.iterator](): never {
        return this.keys();
      }
    }
    const half = functionOf('half', { inputs: ['a'], outputs: ['b'], nodes: [node('Neg', ['a'], ['b'])] });
    const old = functionOf('old', { inputs: ['a'], outputs: ['b'], nodes: [node('local:half', ['a'], ['b'])] });
    const functions = readFunctions(messageOf(modelOf([], half, old)));
    const walked = new Walked();
    for (const [key, body] of functions) walked.set(key, body);
    const [first, last] = functions.keys();
    expect([...calledFunctions(walked, [last!])]).toEqual([last, first]);
  });

  test('with more numbers than can be written out are refused for that, not for their calls', () => {
    const weights = message(5, integerField(1, 10 * 2 ** 20), integerField(2, 1), lengthDelimited(9, new Uint8Array(40 * 2 ** 20)));
    const heavy = functionOf('heavy', { inputs: ['a'], outputs: ['b'], nodes: [node('Constant', [], ['b'], { value: weights })] });
    const once = [node('local:heavy', ['x'], ['y'])];
    expect(inlined(modelOf(once, heavy)).functions).toEqual([]);
    const refused = (): unknown => {
      try {
        return inlineFunctions(modelOf([...once, node('local:heavy', ['x'], ['z'])], heavy));
      } catch (error) {
        return error;
      }
    };
    const error = refused() as OnnxFormatError;
    expect(error.reason).toBe('function-weights');
    const file = { label: 'model.onnx', sniffed: 'onnx-like', size: 42e6, promisedSize: null } as const;
    expect(faultOfFormatError(error, file)).toMatchObject({
      code: 'unsupported-model',
      title: 'The model keeps its weights inside functions',
      cause:
        'model.onnx has model functions (FunctionProto) with more than 64 MiB of constants, too many to be written out where they are called.',
      nextStep: expect.stringContaining('onnx.inliner.inline_local_functions') as string,
    });
  });

  test('that call themselves, or each other without end, are refused', () => {
    const self = functionOf('self', { inputs: ['a'], outputs: ['b'], nodes: [node('local:self', ['a'], ['b'])] });
    expect(() => inlineFunctions(modelOf([node('local:self', ['x'], ['y'])], self))).toThrow(/a model function that calls itself/);
    const wide = Array.from({ length: 20 }, (_, level) =>
      functionOf(`wide${level}`, {
        inputs: ['a'],
        outputs: ['b'],
        nodes: ['c', 'b'].map(output => node(level === 19 ? 'Neg' : `local:wide${level + 1}`, ['a'], [output])),
      }),
    );
    expect(() => inlineFunctions(modelOf([node('local:wide0', ['x'], ['y'])], ...wide))).toThrow(OnnxFormatError);
  });
});
