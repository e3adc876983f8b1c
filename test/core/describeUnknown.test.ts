import { describe, expect, it } from 'vitest';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import {
  readingNote,
  unknownNeighboursNote,
  unknownPlacesNote,
  unknownToken,
  unknownWordsNotice,
} from '../../src/core/describe/unknown.ts';
import type { Token, Unknown } from '../../src/core/text/token.ts';
import { groupWords } from '../../src/core/text/words.ts';

/** Tokens `?` of the pattern are unknown, each of one character of the text or one word of Latin letters. */
function notice(text: string, isUnknown: (word: string) => boolean): string {
  const tokens = [...text.matchAll(/[a-z]+|\S/gu)].map(({ 0: word, index: start }): Token => {
    const unknown = isUnknown(word);
    return { id: 1, text: unknown ? '[UNK]' : word, special: false, unknown, start, end: start + word.length };
  });
  return plainSentence(unknownWordsNotice(groupWords(text, tokens), tokens));
}

const isForeign = (word: string) => !/^[a-z日]+$/.test(word);

describe('the notice', () => {
  it('is not there when every word is known', () => {
    expect(notice('the cat', isForeign)).toBe('');
  });

  it('names one word, several, and counts each spelling once', () => {
    expect(notice('the 🙂 and 🙂', isForeign)).toBe(
      '1 word is unknown to this model (“🙂”): it reads the unknown token “[UNK]” in its place.',
    );
    expect(notice('🙂 🍕 🙂', isForeign)).toBe(
      '2 words are unknown to this model (“🙂”, “🍕”): it reads the unknown token “[UNK]” in the place of each, so it cannot tell them apart.',
    );
    expect(notice('🙂 🍕 🌍 🚗 🎈 🐍 🦊', isForeign)).toContain(
      '7 words are unknown to this model (“🙂”, “🍕”, “🌍”, “🚗”, “🎈” and 2 more):',
    );
  });

  it('tells words that are known in part, after the others', () => {
    expect(notice('日本', isForeign)).toBe(
      '1 word is in part unknown to this model (“日本”): it reads the unknown token “[UNK]” in the place of that part.',
    );
    expect(notice('日本 日光', isForeign)).toContain(
      '2 words are in part unknown to this model (“日本”, “日光”): it reads the unknown token “[UNK]” in the place of each such part, so',
    );
    expect(notice('日本 🙂', isForeign)).toContain(
      '2 words are unknown to this model, 1 of them in part (“🙂”, “日本”): it reads the unknown token “[UNK]” in the place of each, so',
    );
  });
});

describe('a unit', () => {
  it('has the unknown token that it is read as, in a word beside it', () => {
    const tokens = ['日', '<unk>'].map((text, id): Token => ({ id, text, special: false, unknown: id === 1, start: id, end: id + 1 }));
    expect([unknownToken({ tokens: [0] }, tokens), unknownToken({ tokens: [0, 1] }, tokens)]).toEqual([null, '<unk>']);
    expect(readingNote({ label: '猫', unknown: 'all' }, '猫', '<unk>')).toBe('read as <unk>');
    expect(readingNote({ label: '日本', unknown: 'part' }, '日本', '<unk>')).toBe('read in part as <unk>');
    expect(readingNote({ label: '\u202e猫', unknown: 'all' }, '<unk>', '<unk>')).toBe('read in the place of U+202E猫');
  });
});

describe('neighbours', () => {
  it('are those of the unknown token', () => {
    expect(plainSentence(unknownNeighboursNote({ label: '🙂', unknown: 'all' }, '[UNK]'))).toBe(
      'The model does not know “🙂”: by word embedding these are the neighbours of its unknown token “[UNK]”, the same for every word that it does not know.',
    );
    expect(plainSentence(unknownNeighboursNote({ label: '日本', unknown: 'part' }, '[UNK]'))).toBe(
      'The model knows only a part of “日本”; its unknown token “[UNK]” stands for the rest.',
    );
  });
});

describe('places of a word', () => {
  const say = (...places: Unknown[]) => plainSentence(unknownPlacesNote('🙂', places));
  it('say nothing about it where it is unknown', () => {
    expect(say('none', 'none')).toBe('');
    expect(say('all', 'all')).toMatch(
      /^The model does not know “🙂”: it reads its unknown token in both places\. The word embedding is that of every/,
    );
    expect(say('all', 'all', 'all')).toContain('in all 3 places');
    expect(say('none', 'all', 'part')).toMatch(/^In place 2 the model does not know “🙂” as it is written there/);
    expect(say('all', 'none', 'all')).toMatch(/^In places 1 and 3 the model/);
    expect(say('part', 'none')).toBe('The model knows only a part of “🙂”; its unknown token stands for the rest.');
  });
});
