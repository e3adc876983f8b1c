import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { measureFolder } from '../matrix/folder.ts';

/** Files of the exporters that people use, whose attention is inside one operator; made by training/make_model_folders.py. */
const ROOT = resolve('test/fixtures/fused');

/** What is said of each layer: form, causal, heads, heads of keys and values, window, soft cap, sink. */
const MODELS: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'gpt-oss-genai': [
    ['GroupQueryAttention', true, 4, 2, 8, null, true],
    ['GroupQueryAttention', true, 4, 2, null, null, true],
  ],
  'gemma2-genai': [
    ['GroupQueryAttention', true, 4, 2, 8, 5, false],
    ['GroupQueryAttention', true, 4, 2, null, 5, false],
    ['GroupQueryAttention', true, 4, 2, 8, 5, false],
  ],
  'llama-attention24': Array.from({ length: 2 }, () => ['Attention', true, 4, 2, null, null, false]),
  'bert-attention': Array.from({ length: 3 }, () => ['com.microsoft:Attention', false, 4, null, null, null, false]),
  'bert-multihead': Array.from({ length: 3 }, () => ['MultiHeadAttention', false, 4, null, null, null, false]),
};

describe.each(Object.keys(MODELS))('%s', name => {
  const directory = resolve(ROOT, name);

  test('maps and hidden states are those of the reference within 1e-5, ids and spans the same', async () => {
    const cell = await measureFolder(directory);
    if (cell.kind === 'refused') throw new Error(`${cell.title}: ${cell.cause}`);
    expect([cell.idsEqual, cell.spansEqual]).toEqual([true, true]);
    expect(cell.maps).toBeLessThan(1e-5);
    // Gemma's builder computes in another order than PyTorch: its reference is the file, run in Python with other outputs.
    if (cell.hidden === null) expect(name).toBe('gemma2-genai');
    else expect(cell.hidden).toBeLessThan(1e-5);
  });

  test('each layer says what it is', () => {
    const { graph } = readModelGraph(findModelFile(directory));
    const said = graph.sites.map(site => [
      site.form,
      site.causal,
      site.headCount,
      site.keyValueHeads,
      site.window,
      site.softcap,
      site.sink,
    ]);
    expect(said).toEqual(MODELS[name]);
    expect(graph.sites.map(({ layer, route }) => [layer, route])).toEqual(MODELS[name]!.map((_, layer) => [layer, 'rewritten']));
    if (graph.kind === 'text') expect(graph.hidden.length).toBe(graph.sites.length + 1);
  });
});
