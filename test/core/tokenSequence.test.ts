import { expect, it } from 'vitest';
import { sequenceOf, type TokenSequence } from '../../src/core/text/tokenSequence.ts';
import { TEXT, type Stream } from '../../src/core/text/unitRef.ts';

const sequence = (stream: Stream): TokenSequence => ({
  stream,
  tokens: [],
  words: [],
  pieces: [],
  totalTokens: 0,
  shownStart: 0,
  shownEnd: 0,
});

it('the text of a run is its only one, unless another is named, wherever that stands', () => {
  const text = sequence(TEXT);
  expect(sequenceOf({ sequences: [text] })).toBe(text);
  const [source, target] = [sequence('source'), sequence('target')];
  expect(sequenceOf({ sequences: [source, target] }, 'target')).toBe(target);
  expect(sequenceOf({ sequences: [target, source] }, 'source')).toBe(source);
});

it('a text that a run does not have is never taken for another one', () => {
  expect(() => sequenceOf({ sequences: [sequence('source'), sequence('target')] })).toThrow(RangeError);
  expect(() => sequenceOf({ sequences: [] })).toThrow('a run without the text "text"');
});
