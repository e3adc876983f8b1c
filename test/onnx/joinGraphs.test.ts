import { describe, expect, test } from 'vitest';
import { FLOAT16, FLOAT32 } from '../../src/onnx/format/elementTypes.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { joinGraphs } from '../../src/onnx/rewrite/joinGraphs.ts';
import { analyseEncoder } from './support/tinyModels.ts';
import { GraphBuilder } from './support/graphBuilder.ts';
import { addLayer, addRows, wordVectors } from './support/oneLayer.ts';
import { message, type Bytes } from './support/protobufParts.ts';
import { concatenate, lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';

/** Gives vectors of ids under a name. */
function words(name = 'vectors', { elementType = FLOAT32, opset = 17, operator = 'Identity' } = {}): Bytes {
  const builder = new GraphBuilder();
  builder.named(name, operator, [wordVectors(builder, builder.input('ids'))]);
  builder.output(name, elementType);
  return builder.model(opset);
}

/** Reads vectors: a layer over them. */
function decoder(change = (_: GraphBuilder, vectors: string): string => vectors, elementType: number = FLOAT32): Bytes {
  const builder = new GraphBuilder();
  const vectors = builder.input('vectors', ['batch', 'tokens', 32], elementType);
  addLayer(builder, change(builder, vectors), name => name);
  return builder.model();
}

const decoderOf = (dims: readonly (number | string)[], more: (builder: GraphBuilder) => unknown = () => null): Bytes => {
  const builder = new GraphBuilder();
  addLayer(builder, builder.input('vectors', dims, FLOAT32), name => name);
  more(builder);
  return builder.model();
};

const inputsOf = (model: Bytes) => Object.fromEntries(indexModel(bytesSource(model)).graph.inputs.map(({ name, dims }) => [name, dims]));

const joined = (...pair: readonly [Bytes, Bytes]): Bytes => {
  const bytes = joinGraphs(...pair);
  if ('obstacle' in bytes) throw new Error(bytes.obstacle);
  return bytes;
};

describe('two graphs, of which one makes what the other reads', () => {
  test('are one, although all that is inside has the same names', () => {
    const graph = analyseEncoder(joined(words(), decoder()));
    expect([graph.inputs.ids, graph.sites.length, graph.tables.word.rows]).toEqual(['ids', 1, 100]);
    expect(graph.graphInputs.map(input => input.name)).toEqual(['ids']);
    const { nodes } = indexModel(bytesSource(joined(words(), decoder()))).graph;
    expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
  });

  test('share an input that both are fed', () => {
    const both = decoder((builder, vectors) => addRows(builder, vectors, 3, builder.input('ids')));
    const { graph } = indexModel(bytesSource(joined(words(), both)));
    expect(graph.inputs.map(input => input.name)).toEqual(['ids']);
  });

  test('keep inputs apart that have the name of something else in the other', () => {
    const other = decoder((builder, vectors) => (builder.named('ids', 'Identity', [vectors]), 'ids'));
    expect(analyseEncoder(joined(words(), other)).inputs.ids).toBe('words.ids');
  });

  test('are joined by every value that they both name, in the type that is asked for', () => {
    const builder = new GraphBuilder();
    const ids = builder.input('ids');
    for (const name of ['vectors', 'more']) {
      builder.named(name, 'Identity', [wordVectors(builder, ids)]);
      builder.output(name, FLOAT32);
    }
    const both = decoder((inner, vectors) => inner.node('Add', [vectors, inner.input('more', ['batch', 'tokens', 32], FLOAT32)]), FLOAT16);
    const { graph } = indexModel(bytesSource(joined(builder.model(), both)));
    expect(graph.inputs.map(input => input.name)).toEqual(['ids']);
    const casts = graph.nodes.filter(node => node.operator === 'Cast');
    expect(casts.map(cast => [cast.outputs, cast.attributes.get('to')?.integer])).toEqual([[['vectors'], FLOAT16]]);
  });

  test('may be of two versions of the operator set where the operators of the one are the same in both', () => {
    expect(analyseEncoder(joined(words('vectors', { opset: 14 }), decoder())).opset).toBe(17);
    for (const other of [{ opset: 12 }, { opset: 14, operator: 'Softmax' }])
      expect(joinGraphs(words('vectors', other), decoder())).toEqual({
        obstacle: `they are written in versions ${other.opset} and 17 of the operator set`,
      });
  });

  test('are not put together where a value is handed on as it came', () => {
    const builder = new GraphBuilder();
    builder.output(builder.input('vectors', ['batch', 'tokens', 32], FLOAT32), FLOAT32);
    expect(joinGraphs(builder.model(), decoder())).toEqual({ obstacle: 'one gives on what it is given' });
  });

  test('call dimensions as the second does, and by names of their own where it says nothing of them', () => {
    const builder = new GraphBuilder();
    builder.named('vectors', 'Identity', [wordVectors(builder, builder.input('ids', ['rows', 'tokens']))]);
    builder.output('vectors', FLOAT32, ['rows', 'tokens', 32]);
    builder.input('unread', ['tokens', 'keys']);
    // What one calls tokens is something else in the other.
    const pieces = decoderOf(['batch', 'pieces', 32], inner => inner.input('mask', ['batch', 'tokens']));
    expect(inputsOf(joined(builder.model(), pieces))).toEqual({
      ids: ['batch', 'pieces'],
      unread: ['pieces', 'words.keys'],
      mask: ['batch', 'tokens'],
    });
    expect(inputsOf(joined(builder.model(), decoderOf([1, 64, 32])))['ids']).toEqual([1, 64]);
    expect(inputsOf(joined(words(), decoderOf(['batch', 'tokens', 32])))['ids']).toEqual(['words.batch', 'words.tokens']);
  });

  test('keep names apart that begin as those of the other are to, of nodes too', () => {
    const builder = new GraphBuilder();
    const ids = builder.input('words.ids');
    builder.named('vectors', 'Identity', [builder.named('ids', 'Identity', [wordVectors(builder, ids)])]);
    builder.output('vectors', FLOAT32);
    const { graph } = indexModel(bytesSource(joined(builder.model(), decoder())));
    expect(graph.inputs.map(({ name }) => name)).toEqual(['words.ids']);
    const half = decoder((inner, vectors) => inner.named('other', 'Identity', [vectors], {}, {}, 'vectors'), FLOAT16);
    const { nodes } = indexModel(bytesSource(joined(words(), half))).graph;
    expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
  });

  test('say who made the second, and share their model functions unless those differ', () => {
    const calling = (operator: string, change: (builder: GraphBuilder) => Bytes): Bytes => {
      const builder = new GraphBuilder();
      builder.functionOf('local', 'same', operator);
      return change(builder);
    };
    const first = calling('Neg', builder => {
      builder.named('vectors', 'local:same', [wordVectors(builder, builder.input('ids'))]);
      builder.output('vectors', FLOAT32);
      return builder.model();
    });
    const second = (operator: string): Bytes =>
      calling(operator, builder => {
        addLayer(builder, builder.node('local:same', [builder.input('vectors', ['batch', 'tokens', 32], FLOAT32)]), name => name);
        return concatenate([lengthDelimited(2, 'maker'), builder.model()]);
      });
    const model = indexModel(bytesSource(joined(first, second('Neg'))));
    expect([model.functions.length, model.producer]).toEqual([1, 'maker']);
    expect(joinGraphs(first, second('Exp'))).toEqual({ obstacle: 'each has a model function “same” of its own' });
  });

  test('bring their model functions along', () => {
    const builder = new GraphBuilder();
    builder.functionOf('local', 'rows', 'Gather');
    builder.named('vectors', 'local:rows', [builder.weight(100, 32), builder.input('ids')]);
    builder.output('vectors', FLOAT32);
    expect(indexModel(bytesSource(joined(builder.model(), decoder()))).functions.map(body => body.name)).toEqual(['rows']);
  });

  test('rename what is in bodies of nodes too', () => {
    const builder = new GraphBuilder();
    const rows = wordVectors(builder, builder.input('ids'));
    const branch = [
      message(1, lengthDelimited(1, rows), lengthDelimited(2, 'inner'), lengthDelimited(4, 'Identity')),
      message(12, lengthDelimited(1, 'inner')),
    ];
    const body = Uint8Array.from(branch.flatMap(part => [...part]));
    builder.named('vectors', 'If', [builder.weight(1)], { then_branch: body, else_branch: body });
    builder.output('vectors', FLOAT32);
    const { graph } = indexModel(bytesSource(joined(builder.model(), decoder())));
    const inside = graph.nodes.find(node => node.operator === 'If')!.attributes.get('then_branch')!.graphs[0]!;
    expect([inside.nodes[0]!.inputs, inside.nodes[0]!.outputs, inside.outputs[0]!.name]).toEqual([
      [`words.${rows}`],
      ['words.inner'],
      'words.inner',
    ]);
  });
});
