import { describe, expect, it } from 'vitest';
import { GraphBuilder } from './support/graphBuilder.ts';
import { addLayer, wordVectors, type Changes } from './support/oneLayer.ts';
import { analyseEncoder, modelBytes } from './support/tinyModels.ts';

const WIDTH = 32;

/** Two layers of one kind behind each other; what entered each and what left the last one, as the graph names it. */
function twoLayers(normalise: (builder: GraphBuilder, name: string) => string, changes: (added: string[]) => Changes = () => ({})) {
  const builder = new GraphBuilder();
  const norm = (name: string): string => normalise(builder, name);
  const added: string[] = [];
  const first = wordVectors(builder, builder.input('ids'));
  const second = addLayer(builder, first, norm, changes(added));
  const last = norm(addLayer(builder, second, norm, changes(added)));
  return { graph: analyseEncoder(builder.model()), states: [first, second, last], added };
}

function inOneNode(builder: GraphBuilder, name: string): string {
  return builder.node('LayerNormalization', [name, builder.weight(WIDTH), builder.weight(WIDTH)]);
}

/** As TorchScript writes the normalisation of Llama: in 32 bits, whatever the model's own type is. */
function betweenCasts(builder: GraphBuilder, name: string): string {
  const wide = builder.node('Cast', [name], { to: 1 });
  const mean = builder.node('ReduceMean', [builder.node('Pow', [wide, builder.weight(1)])], { axes: [-1] });
  const root = builder.node('Sqrt', [builder.node('Add', [mean, builder.weight(1)])]);
  const scaled = builder.node('Mul', [wide, builder.node('Div', [builder.weight(1), root])]);
  return builder.node('Mul', [builder.weight(WIDTH), builder.node('Cast', [scaled], { to: 1 })]);
}

/** As ModernBERT has it before opset 17. */
function withoutBias(builder: GraphBuilder, name: string): string {
  const centred = builder.node('Sub', [name, builder.node('ReduceMean', [name], { axes: [-1] })]);
  const variance = builder.node('ReduceMean', [builder.node('Pow', [centred, builder.weight(1)])], { axes: [-1] });
  const root = builder.node('Sqrt', [builder.node('Add', [variance, builder.weight(1)])]);
  return builder.node('Mul', [builder.node('Div', [centred, root]), builder.weight(WIDTH)]);
}

describe('layers without attention between those with it', () => {
  it.each([1, 2])('are said, where %i of their sums lie between', sums => {
    const builder = new GraphBuilder();
    const norm = (name: string): string => inOneNode(builder, name);
    let stream = addLayer(builder, wordVectors(builder, builder.input('ids')), norm);
    for (let sum = 0; sum < sums; sum++)
      stream = builder.node('Add', [builder.node('MatMul', [norm(stream), builder.weight(WIDTH, WIDTH)]), stream]);
    norm(addLayer(builder, stream, norm));
    const { warnings, hidden, sites } = analyseEncoder(builder.model());
    expect(warnings).toEqual([expect.stringMatching(/^Between its layers with attention.*counted among themselves/)]);
    expect([hidden, sites.length]).toEqual([[], 2]);
  });

  it('are not what stands between two layers that share no sums', () => {
    const builder = new GraphBuilder();
    const norm = (name: string): string => inOneNode(builder, name);
    const first = addLayer(builder, wordVectors(builder, builder.input('ids')), norm);
    norm(addLayer(builder, builder.node('MatMul', [norm(first), builder.weight(WIDTH, WIDTH)]), norm));
    const { warnings, hidden } = analyseEncoder(builder.model());
    expect([warnings, hidden]).toEqual([[expect.stringMatching(/^The residual stream of this graph was not found/)], []]);
  });
});

describe('the residual stream', () => {
  it('ends behind the gain of the last normalisation where it has no bias', () => {
    const { graph, states } = twoLayers(withoutBias);
    expect(graph.hidden).toEqual(states);
  });

  it('ends behind the gain of the last normalisation, whatever type its numbers have on the way', () => {
    const { graph, states } = twoLayers(betweenCasts);
    expect(graph.hidden).toEqual(states);
  });

  const SIDE_BY_SIDE: Readonly<Record<string, (builder: GraphBuilder, attention: string, feedForward: string, stream: string) => string>> =
    {
      'attention with the feed-forward block, then the stream': (builder, attention, feedForward, stream) =>
        builder.node('Add', [builder.node('Add', [feedForward, attention]), stream]),
      'the stream with attention, then the feed-forward block': (builder, attention, feedForward, stream) =>
        builder.node('Add', [builder.node('Add', [attention, stream]), feedForward]),
    };

  it.each(Object.keys(SIDE_BY_SIDE))('is found where both blocks read it side by side: added is %s', order => {
    const { graph, states, added } = twoLayers(inOneNode, added => {
      let attention = '';
      const sum: Changes['sum'] = (builder, update, stream) => {
        added.push(update);
        // The first sum is left to the second.
        if (attention !== '') return SIDE_BY_SIDE[order]!(builder, attention, update, stream);
        attention = update;
        return stream;
      };
      return { sum };
    });
    expect(graph.hidden).toEqual(states);
    expect(graph.updates.flatMap(({ attention, feedForward }) => [attention, feedForward])).toEqual(added);
  });

  it('is found side by side where one node adds the stream and normalises the sum for the next layer', () => {
    const builder = new GraphBuilder();
    const first = wordVectors(builder, builder.input('ids'));
    let normalised = inOneNode(builder, first);
    const layer = (stream: string): string => {
      let attention = '';
      let sum = '';
      const sums: Changes['sum'] = (builder, update, entering) => {
        if (attention === '') return (attention = update) && entering;
        const inputs = [builder.node('Add', [update, attention]), stream, builder.weight(WIDTH), builder.weight(WIDTH)];
        [normalised, sum] = builder.skipNode('SkipLayerNormalization', inputs);
        return sum;
      };
      const entering = normalised;
      addLayer(builder, stream, () => entering, { sum: sums });
      return sum;
    };
    const second = layer(first);
    layer(second);
    expect(analyseEncoder(builder.model()).hidden).toEqual([first, second, normalised]);
  });

  it('begins behind the floats that a table of 8 bits is read as', () => {
    const builder = new GraphBuilder();
    const norm = (name: string): string => inOneNode(builder, name);
    const first = builder.node('DequantizeLinear', [wordVectors(builder, builder.input('ids')), builder.weight()]);
    const last = norm(addLayer(builder, first, norm));
    expect(analyseEncoder(builder.model()).hidden).toEqual([first, last]);
  });

  it('is found through weights of 4-bit floats', () => {
    const builder = new GraphBuilder();
    const norm = (name: string): string => inOneNode(builder, name);
    const sum: Changes['sum'] = (builder, update, stream) =>
      builder.node('Add', [
        builder.node('com.microsoft:MatMulBnb4', [update, builder.weight(8), builder.weight(1)], { K: WIDTH, N: WIDTH }),
        stream,
      ]);
    const first = wordVectors(builder, builder.input('ids'));
    const last = norm(addLayer(builder, first, norm, { sum }));
    expect(analyseEncoder(builder.model()).hidden).toEqual([first, last]);
  });

  it('is found where the feed-forward block has the tokens of all texts in one row', () => {
    const { graph, states } = twoLayers(inOneNode, () => {
      let sums = 0;
      const sum: Changes['sum'] = (builder, update, stream) => {
        const shape = sums++ === 0 ? builder.integers(-1, WIDTH) : builder.integers(1, -1, WIDTH);
        return builder.node('Reshape', [builder.node('Add', [stream, update]), shape]);
      };
      return { sum };
    });
    expect(graph.hidden).toEqual(states);
  });
});

/** What leaves the last layer is normalised once more, by what no layer before it is. */
it.each([
  ['bert-eager', false],
  ['distilbert', false],
  ['gpt2', true],
  ['llama-cached', true],
  ['gemma2', true],
  ['modernbert', true],
])('the last hidden state of %s is behind a final norm: %s', (name, isBehind) => {
  const graph = analyseEncoder(modelBytes(name));
  expect([graph.finalNorm, graph.hidden.length > 2]).toEqual([isBehind, true]);
});
