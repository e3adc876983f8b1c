import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/onnx/analyse.ts';
import { assertSafeLocation } from '../../src/onnx/format/externalData.ts';
import { faultOfFormatError } from '../../src/onnx/fileFaults.ts';
import { OnnxFormatError } from '../../src/onnx/format/formatError.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { HEAD_BYTES, sizeInPointer, sniffFile } from '../../src/onnx/format/sniff.ts';
import { BROKEN_FILES } from './support/brokenFiles.ts';
import { CountingSource } from './support/countingSource.ts';
import type { GraphBuilder } from './support/graphBuilder.ts';
import { oneLayer } from './support/oneLayer.ts';
import { externalStorage, floatTensor, message, modelOf } from './support/protobufParts.ts';
import { modelBytes } from './support/tinyModels.ts';
import type { Fault } from '../../src/core/fault.ts';

/** The fault that reading these bytes leads to; fails when they are accepted or something else is thrown. */
function refusalOf(bytes: Uint8Array): Fault {
  try {
    indexModel(new CountingSource(bytes));
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error;
    const head = bytes.subarray(0, HEAD_BYTES);
    return faultOfFormatError(error, {
      label: 'model.onnx',
      sniffed: sniffFile(head, bytes.length),
      size: bytes.length,
      promisedSize: sizeInPointer(head),
    });
  }
  throw new Error('the file was accepted');
}

describe('a broken file', () => {
  it.each(BROKEN_FILES)('$what is refused', ({ bytes, code, cause }) => {
    const started = process.cpuUsage();
    const fault = refusalOf(bytes);
    expect(fault.cause).toMatch(cause);
    expect(fault.code).toBe(code);
    expect(fault.cause).toContain('model.onnx');
    expect(fault.nextStep).toMatch(/\.$/);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(1_000);
  });

  it('cut at every 64th of its length is called incomplete, with the size it has', () => {
    const whole = modelBytes('bert-external');
    for (let part = 1; part < 64; part++) {
      const fault = refusalOf(whole.subarray(0, Math.floor((whole.length * part) / 64)));
      expect(fault.code, `${part}/64`).toBe('file-truncated');
      expect(fault.cause).toMatch(/model\.onnx holds [0-9.]+ (?:bytes|kB)/);
    }
  });

  it('that shrinks while it is read is incomplete', () => {
    const whole = modelBytes('fused');
    const shrinking = { size: whole.length, read: (start: number, end: number) => whole.subarray(0, 8_000).subarray(start, end) };
    expect(() => indexModel(shrinking)).toThrow(expect.objectContaining({ name: 'OnnxFormatError', reason: 'truncated' }));
  });

  it.each([
    ['a shape', (builder: GraphBuilder, scores: string) => builder.node('Reshape', [scores, builder.integers(0, 4, -1, 8)])],
    ['a mask', (builder: GraphBuilder, scores: string) => builder.node('Where', [builder.squareMask(8, () => true), scores, scores])],
  ])('that shrinks before %s in it is looked at is incomplete', (_, scores) => {
    const whole = oneLayer({ scores });
    let left = whole;
    const model = indexModel({ size: whole.length, read: (start, end) => left.subarray(start, end) });
    left = whole.subarray(0, 100);
    expect(() => analyse(model)).toThrow(expect.objectContaining({ name: 'OnnxFormatError', reason: 'truncated' }));
  });
});

describe('external locations', () => {
  const UNSAFE = [
    '',
    '/etc/passwd',
    '..',
    '../w',
    'a/../../b',
    'a/..',
    './w',
    'a//b',
    'a/',
    '\\\\server\\share',
    '\\\\?\\C:\\w',
    'C:w',
    'C:/w',
    'a\\..\\w',
    'w\u0000.bin',
    'w\n',
    '*/_ORT_MEM_ADDR_/*',
    '_ORT_MEM_ADDR_',
    '%2e%2e/w',
    'a%2Fb',
    'file:///w',
    'x'.repeat(2_000),
  ];
  it.each(UNSAFE)('%j is refused', location => {
    expect(() => assertSafeLocation(location, 0)).toThrow(expect.objectContaining({ reason: 'unsafe-path' }));
  });

  it.each(['model.onnx.data', 'model.onnx_data', 'weights/part 1.bin', '..data', 'a.b..c'])('%j is accepted', location => {
    expect(() => assertSafeLocation(location, 0)).not.toThrow();
  });

  it('may be shared by two weights', () => {
    const tied = message(5, floatTensor([2], externalStorage({ location: 'w', offset: '8', length: '8' })));
    const range = { kind: 'external', location: 'w', offset: 8, length: 8 };
    expect(indexModel(new CountingSource(modelOf(tied, tied))).externalData).toEqual([range, range]);
  });
});
