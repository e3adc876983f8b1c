import { expect, it } from 'vitest';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { reverseNodes } from './support/reverseNodes.ts';
import { largestDifference, openEncoder } from './support/runEncoder.ts';
import { analyseEncoder, modelBytes, modelFolder, referenceTexts } from './support/tinyModels.ts';

// Converters to 16 bits put what they add at the end of the list, before which it is used; ONNX Runtime sorts.
it.each(['bert-eager', 'modernbert', 'distilbert-dynamo'] as const)(
  '%s with its nodes listed from the end is the same model',
  async name => {
    const bytes = modelBytes(name);
    const reversed = reverseNodes(bytes);
    const { graph } = indexModel(bytesSource(reversed));
    expect(graph.listed.map(node => node.outputs)).toEqual(
      indexModel(bytesSource(bytes))
        .graph.nodes.map(node => node.outputs)
        .toReversed(),
    );
    const places = new Map(graph.nodes.flatMap((node, place) => node.outputs.map(output => [output, place] as const)));
    expect(graph.nodes.every((node, place) => node.inputs.every(input => (places.get(input) ?? -1) < place))).toBe(true);

    const analysed = analyseEncoder(reversed);
    const { sites, hidden, updates, tables, inputs } = analyseEncoder(bytes);
    expect(analysed).toMatchObject({ sites, hidden, updates, tables, inputs });
    const run = await openEncoder(reversed, analysed, modelFolder(name));
    const [reference] = referenceTexts(name);
    const output = await run(reference!.ids);
    for (const [layer, map] of output.attention.entries())
      expect(largestDifference(map, reference!.attention[layer]!)).toBeLessThanOrEqual(1e-5);
  },
);
