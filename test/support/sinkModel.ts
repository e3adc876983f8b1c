import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';

const WIDTH = 32;
const LAYERS = 2;

/**
 * Makes a folder with the tiny GPT-2, a chat template, and weights by which every token looks at the first one: the vector of the first position is by
 * far the longest of all that are added, and each query leans towards the key of it.
 */
export function makeSinkModel(gpt2: string, folder: string): void {
  cpSync(gpt2, folder, { recursive: true });
  const file = path.join(folder, 'onnx/model.onnx');
  const bytes = Uint8Array.from(readFileSync(file));
  const { initializers } = indexModel(bytesSource(bytes)).graph;
  const weights = (name: string): Float32Array => {
    const { data } = initializers.get(`model.${name}`)!;
    if (data.kind !== 'raw') throw new Error(`${name} is not where this looks`);
    return new Float32Array(bytes.buffer.slice(data.offset, data.offset + data.length));
  };
  const put = (name: string, values: Float32Array): void => {
    const { data } = initializers.get(`model.${name}`)!;
    if (data.kind === 'raw') bytes.set(new Uint8Array(values.buffer), data.offset);
  };

  // Of mean 0 and variance 1, so that LayerNorm leaves its direction.
  const direction = Float32Array.from({ length: WIDTH }, (_, i) => (i % 2 === 0 ? 1 : -1));
  const positions = weights('wpe.weight');
  for (const [i, part] of direction.entries()) positions[i] = 50 * part;
  put('wpe.weight', positions);
  for (let layer = 0; layer < LAYERS; layer++) {
    const scale = weights(`h.${layer}.ln_1.weight`);
    const project = weights(`h.${layer}.attn.c_attn.weight`); // [width, queries then keys then values]
    const bias = weights(`h.${layer}.attn.c_attn.bias`);
    for (let out = 0; out < WIDTH; out++) {
      let key = 0;
      for (const [i, part] of direction.entries()) key += part * scale[i]! * project[i * 3 * WIDTH + WIDTH + out]!;
      bias[out] = 3 * key;
    }
    put(`h.${layer}.attn.c_attn.bias`, bias);
  }
  writeFileSync(file, bytes);

  const tokenizer = path.join(folder, 'tokenizer.json');
  writeFileSync(tokenizer, JSON.stringify({ ...(JSON.parse(readFileSync(tokenizer, 'utf8')) as object), post_processor: null }));
  const template = "{% for message in messages %}{{ '[CLS]' + message.content + '[SEP]' }}{% endfor %}";
  writeFileSync(path.join(folder, 'tokenizer_config.json'), JSON.stringify({ chat_template: template }));
}
