import { describe, expect, it } from 'vitest';
import { exposeSuffix } from '../../src/onnx/rewrite/expose.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { bytesSource } from '../../src/onnx/format/wire.ts';
import { modelBytes } from './support/tinyModels.ts';

const model = indexModel(bytesSource(modelBytes('bert-eager')));

describe('exposeSuffix', () => {
  it('is a ModelProto with a graph of named outputs and nothing else', () => {
    const a = [0x62, 0x03, 0x0a, 0x01, 0x61];
    const b = [0x62, 0x04, 0x0a, 0x02, 0x62, 0x63];
    expect([...exposeSuffix(model, ['a', 'bc'])]).toEqual([0x3a, 11, ...a, ...b]);
  });

  it('skips outputs that are there already, and repeated names', () => {
    expect(exposeSuffix(model, ['last_hidden_state'])).toHaveLength(0);
    expect(exposeSuffix(model, ['a', 'last_hidden_state', 'a'])).toEqual(exposeSuffix(model, ['a']));
    expect(exposeSuffix(model, [])).toHaveLength(0);
  });

  it('writes long names with their length in bytes', () => {
    const name = 'é'.repeat(100);
    const suffix = exposeSuffix(model, [name]);
    expect(new TextDecoder().decode(suffix.subarray(-200))).toBe(name);
    expect([...suffix.subarray(0, 9)]).toEqual([0x3a, 0xce, 0x01, 0x62, 0xcb, 0x01, 0x0a, 0xc8, 0x01]);
  });
});
