import { describe, expect, test } from 'vitest';
import { decodeText, nameInvalid } from '../../src/core/text/decodeText.ts';
import { createRandom } from '../support/random.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

describe('decodeText', () => {
  test.for<[name: string, bytes: Uint8Array, text: string, encoding: string]>([
    ['nothing', Buffer.from(''), '', 'UTF-8'],
    ['UTF-8', Buffer.from('café 😀 日本'), 'café 😀 日本', 'UTF-8'],
    ['a byte order mark, which is dropped', Buffer.from('\ufeffcafé'), 'café', 'UTF-8'],
    ['a second mark, which is a character', Buffer.from('\ufeff\ufeffx'), '\ufeffx', 'UTF-8'],
    ['a replacement character that was written', Buffer.from('a\ufffdb é'), 'a\ufffdb é', 'UTF-8'],
    ['UTF-16, little end first', utf16('café 😀\ufffd', 'le'), 'café 😀\ufffd', 'UTF-16'],
    ['UTF-16, big end first', utf16('café 😀\ufffd', 'be'), 'café 😀\ufffd', 'UTF-16'],
  ])('%s', ([, bytes, text, encoding]) => {
    expect(decodeText(bytes)).toEqual({ text, encoding, invalid: null });
  });

  test.for<[name: string, bytes: Uint8Array, offset: number, line: number, byte: number, at: number]>([
    ['Latin-1', latin1('The caf\xe9 was'), 7, 1, 0xe9, 7],
    ['in a later line, after long characters', Buffer.concat([Buffer.from('é😀日\nb '), latin1('na\xefve')]), 14, 2, 0xef, 9],
    ['after a mark', Buffer.concat([Buffer.from('\ufeffa'), latin1('\xff')]), 4, 1, 0xff, 1],
    ['after a replacement character that was written', Buffer.concat([Buffer.from('\ufffd'), latin1('\x80')]), 3, 1, 0x80, 1],
    ['cut in the middle of a character', Buffer.from('a😀').subarray(0, 3), 1, 1, 0xf0, 1],
    ['a surrogate in UTF-8', Buffer.from([0x61, 0xed, 0xa0, 0x80]), 1, 1, 0xed, 1],
    ['half a pair in UTF-16', Buffer.from([0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x3d, 0xd8]), 6, 2, 0x3d, 2],
    ['half a unit of UTF-16', Buffer.from([0xfe, 0xff, 0, 0x61, 0x41]), 4, 1, 0x41, 1],
  ])('the place of the first fault: %s', ([, bytes, offset, line, byte, at]) => {
    const { text, invalid } = decodeText(bytes);
    expect(invalid).toEqual({ offset, line, byte, at });
    expect(text[at]).toBe('\ufffd');
  });

  test('is said in words', () => {
    expect(nameInvalid({ offset: 7, line: 1, byte: 0xe9, at: 7 })).toBe('byte 0xE9 at offset 7 (line 1)');
  });

  test('random bytes put into a text: the text before the place is whole, a valid text has none', () => {
    const random = createRandom(3);
    for (let round = 0; round < 500; round++) {
      const before = Array.from({ length: 20 }, () =>
        String.fromCodePoint([0x61, 0xe9, 0x65e5, 0x1f600, 0xfffd][Math.floor(random() * 5)]!),
      ).join('');
      const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0x80 + Math.floor(random() * 128)]), Buffer.from('a')]);
      expect(decodeText(bytes).invalid).toMatchObject({ offset: Buffer.from(before).length, at: before.length });
      expect(decodeText(Buffer.from(before))).toMatchObject({ text: before, invalid: null });
    }
  });
});
