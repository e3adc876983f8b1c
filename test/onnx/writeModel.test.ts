import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OnnxFormatError } from '../../src/onnx/format/formatError.ts';
import { concatenate, float32Field, lengthDelimited, signedField, unsignedField } from '../../src/onnx/format/protobufWriter.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { NO_EDITS, type GraphEdits } from '../../src/onnx/graph/edits.ts';
import { indexModel, type OnnxModel } from '../../src/onnx/graph/graph.ts';
import { IN_PLACE, type WeightPlaces } from '../../src/onnx/rewrite/storedTensors.ts';
import { writeModel } from '../../src/onnx/rewrite/writeModel.ts';
import { createRandom } from '../support/random.ts';
import { mutate } from './support/mutate.ts';
import { naiveModel } from './support/naiveModel.ts';
import { floatTensor, integerField, message, modelOf } from './support/protobufParts.ts';
import { modelBytes } from './support/tinyModels.ts';

const MODELS = readdirSync(new URL('../fixtures/models/', import.meta.url));
const SELF: WeightPlaces = { model: 'self', data: location => location };

const read = (bytes: Uint8Array): OnnxModel => indexModel(bytesSource(bytes));
const outputsOf = (bytes: Uint8Array): string[] => read(bytes).graph.outputs.map(output => output.name);

describe('a model without its weights', () => {
  it.each(MODELS)('%s is the same model, and its weights are where they were', name => {
    const bytes = modelBytes(name);
    const skeleton = writeModel(read(bytes), NO_EDITS, [], SELF);
    expect(skeleton.length).toBeLessThan(bytes.length);
    expect(naiveModel({ bytes: skeleton, self: bytes })).toEqual(naiveModel({ bytes }));
  });

  it.each(['bert-blocks', 'bert-external', 'branches', 'gpt2-dynamo'])('%s with random damage is written as it is read', name => {
    const original = modelBytes(name);
    const random = createRandom(original.length);
    let written = 0;
    for (let run = 0; run < 150; run++) {
      const bytes = mutate(original, random);
      let model: OnnxModel;
      try {
        model = read(bytes);
      } catch (error) {
        if (!(error instanceof OnnxFormatError)) throw error;
        continue;
      }
      written++;
      expect(naiveModel({ bytes: writeModel(model, NO_EDITS, [], SELF), self: bytes })).toEqual(naiveModel({ bytes }));
    }
    expect(written).toBeGreaterThan(10);
  });

  it('has the names of files of weights that it is told', () => {
    const skeleton = writeModel(read(modelBytes('bert-external')), NO_EDITS, [], { model: 'self', data: location => `blobs/${location}` });
    expect(new Set(read(skeleton).externalData.map(({ location }) => location))).toEqual(new Set(['blobs/model.onnx.data']));
  });

  it('leaves out what is written for people: it can be most of the bytes of a graph', () => {
    const note = (field: number): Uint8Array => lengthDelimited(field, 'a stack trace'.repeat(100));
    const node = message(1, lengthDelimited(1, 'a'), lengthDelimited(2, 'b'), lengthDelimited(4, 'Relu'), note(6), note(9));
    const bytes = concatenate([modelOf(message(11, lengthDelimited(1, 'a')), node, note(10), note(16)), note(14)]);
    expect(writeModel(read(bytes), NO_EDITS, [], SELF).length).toBeLessThan(100);
  });

  it('refers to values in a packed list of floats and to large constants, but not to few, or to numbers of varying length', () => {
    const many = new Uint8Array(8_192).fill(7);
    const constant = message(
      1,
      lengthDelimited(2, 'c'),
      lengthDelimited(4, 'Constant'),
      message(5, lengthDelimited(1, 'value'), message(5, floatTensor([2048], lengthDelimited(9, many))), unsignedField(20, 4)),
    );
    const bytes = modelOf(
      constant,
      message(5, floatTensor([2048], lengthDelimited(4, many))),
      message(5, integerField(1, 8_192), integerField(2, 7), lengthDelimited(7, many)),
      message(5, floatTensor([2], lengthDelimited(9, many.subarray(0, 8)))),
    );
    const model = read(writeModel(read(bytes), NO_EDITS, [], SELF));
    const start = (from: number): number => bytes.findIndex((_, at) => at >= from && bytes[at] === 7 && bytes[at + 8_000] === 7);
    const first = start(0);
    expect(model.externalData).toEqual([
      { kind: 'external', location: 'self', offset: first, length: 8_192 },
      { kind: 'external', location: 'self', offset: start(first + 8_192), length: 8_192 },
    ]);
    expect([model.graph.nodes.length, model.graph.initializers.get('c')?.dims]).toEqual([0, [2048]]);
  });
});

it('goes through the outputs of a graph once, however many large constants there are', () => {
  const tensor = floatTensor([1024], lengthDelimited(9, new Uint8Array(4096)));
  const constants = Array.from({ length: 40 }, (_, index) =>
    message(
      1,
      lengthDelimited(2, `c${index}`),
      lengthDelimited(4, 'Constant'),
      message(5, lengthDelimited(1, 'value'), message(5, tensor)),
    ),
  );
  const model = read(modelOf(...constants, ...Array.from({ length: 40 }, (_, index) => message(12, lengthDelimited(1, `o${index}`)))));
  let reads = 0;
  const outputs = new Proxy(model.graph.outputs, {
    get: (target, key) => {
      reads++;
      return Reflect.get(target, key) as unknown;
    },
  });
  writeModel({ ...model, graph: { ...model.graph, outputs } }, NO_EDITS, [], SELF);
  expect(reads).toBeLessThan(200);
});

describe('what is changed', () => {
  it('outputs are added by name, those there already and repeated ones are not', () => {
    const bytes = modelBytes('bert-eager');
    const model = read(bytes);
    expect(outputsOf(writeModel(model, NO_EDITS, ['é', 'last_hidden_state', 'é'], IN_PLACE))).toEqual(['last_hidden_state', 'é']);
  });

  it('a node has the outputs and attributes it is given, and else what it had; nodes and types are added', () => {
    const attribute = (name: string, ...value: readonly Uint8Array[]): Uint8Array => message(5, lengthDelimited(1, name), ...value);
    const node = (name: string): Uint8Array =>
      message(
        1,
        lengthDelimited(1, 'a'),
        lengthDelimited(2, `${name}1`),
        lengthDelimited(4, 'Op'),
        attribute('kept', integerField(3, 5), integerField(20, 2)),
        attribute('mode', integerField(3, 0), integerField(20, 2)),
      );
    const model = read(modelOf(message(11, lengthDelimited(1, 'a')), node('x'), node('w'), node('y')));
    const edits: GraphEdits = {
      nodes: new Map([[model.graph.nodes[2]!, { outputs: ['y1', '', 'y3'], attributes: { mode: { integer: -1 }, cap: { float: 0.5 } } }]]),
      added: [{ operator: 'Split', domain: 'd', inputs: ['y3', ''], outputs: ['z'], attributes: { sizes: { integers: [300, -2] } } }],
      branches: new Map(),
      notGiven: new Set<string>(),
      leftOut: new Set(['w1']),
      inputs: new Map([['rows', { elementType: 7, rank: 1 }]]),
      notFed: new Set<string>(),
      types: new Map([['y3', 10]]),
    };
    const bytes = writeModel(model, edits, ['z'], IN_PLACE);
    const { nodes, inputs } = read(bytes).graph;
    const [x, y, z] = nodes;
    expect([nodes.length, inputs]).toMatchObject([3, [{ name: 'a' }, { name: 'rows', elementType: 7, dims: [null] }]]);
    const of = (name: string): unknown => [...y!.attributes].filter(([key]) => key === name).map(([, value]) => value);
    expect([x!.outputs, x!.attributes.get('mode')?.integer]).toEqual([['x1'], 0]);
    expect(y).toMatchObject({ operator: 'Op', inputs: ['a'], outputs: ['y1', '', 'y3'] });
    expect([of('kept'), of('mode'), of('cap')]).toMatchObject([[{ integer: 5 }], [{ integer: -1 }], [{ float: 0.5 }]]);
    expect(z).toMatchObject({ operator: 'Split', domain: 'd', inputs: ['y3', ''], outputs: ['z'] });
    expect(z!.attributes.get('sizes')?.integers).toEqual([300, -2]);
    const typed = concatenate([lengthDelimited(1, 'y3'), lengthDelimited(2, lengthDelimited(1, unsignedField(1, 10)))]);
    expect(Buffer.from(bytes).includes(Buffer.from(lengthDelimited(13, typed)))).toBe(true);
  });

  it('numbers are written as protobuf has them', () => {
    expect([...unsignedField(1, 2 ** 40)]).toEqual([8, 128, 128, 128, 128, 128, 32]);
    expect([...signedField(3, -1)]).toEqual([24, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]);
    expect([...float32Field(2, 1)]).toEqual([21, 0, 0, 128, 63]);
  });
});
