import { describe, expect, test } from 'vitest';
import { inOwnSentence, sentenceAround, sentencesIn } from '../../src/core/text/sentences.ts';
import { randomTexts } from '../tokenizer/randomTexts.ts';

/** The sentence around the bar. */
function sentenceOf(marked: string): string {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { start, end } = sentenceAround(text, offset);
  return text.slice(start, end);
}

describe('the sentence around an offset', () => {
  test.for<[marked: string, sentence: string]>([
    ['One. Two is |here. Three.', 'Two is here.'],
    ['|One. Two.', 'One.'],
    ['One. Two.|', 'Two.'],
    ['One. |Two.', 'Two.'],
    ['Is it? |Yes! No.', 'Yes!'],
    ['A line that\ngoes |on\r\nand on. Next.', 'A line that\ngoes on\r\nand on.'],
    ['No full stop\n\nnew |one', 'new one'],
    ['no full |stop\r\n\r\nnew one', 'no full stop'],
    ['# Title\ntext |here', 'text here'],
    ['# Ti|tle\ntext here', '# Title'],
    ['Title\n=====\ntext |here', 'text here'],
    ['- first\n- sec|ond\n- third', '- second'],
    ['1. first\n2. sec|ond\n   goes on\n3. third', '2. second\n   goes on'],
    ['> quo|ted\nnot', '> quoted\nnot'],
    ['a\n> quo|ted', '> quoted'],
    ['It costs 3.14 |euros. No.', 'It costs 3.14 euros.'],
    ['日本語の|文。次の文。', '日本語の文。'],
    ['   |   ', ''],
    ['|', ''],
    ['a\n\n|\n\nb', ''],
  ])('%j', ([marked, sentence]) => {
    expect(sentenceOf(marked)).toBe(sentence);
  });

  test('a span in its own sentence', () => {
    const text = 'One. The bank closed. Three.';
    expect(inOwnSentence(text, { start: 9, end: 13 })).toEqual({ text: 'The bank closed.', span: { start: 4, end: 8 } });
    // A word over the end of its sentence.
    expect(inOwnSentence(text, { start: 14, end: 27 })).toEqual({ text: 'The bank closed. Three', span: { start: 9, end: 22 } });
  });

  test('it is a trimmed part of the text that holds the offset, for any text and offset', () => {
    for (const text of randomTexts(7, 150)) {
      for (let offset = 0; offset < text.length; offset += 3) {
        const { start, end } = sentenceAround(text, offset);
        expect(end).toBeGreaterThanOrEqual(start);
        const sentence = text.slice(start, end);
        expect(sentence.trim()).toBe(sentence);
        if (text[offset]!.trim() !== '') expect([start <= offset, offset < end]).toEqual([true, true]);
      }
    }
  });

  test('a text without an end is cut, never inside a surrogate pair, and in little time', () => {
    const text = '😀'.repeat(50_000);
    const started = performance.now();
    const { start, end } = sentenceAround(text, 50_001);
    expect(performance.now() - started).toBeLessThan(2000);
    expect([start % 2, end % 2, end - start > 1000, end - start <= 4000]).toEqual([0, 0, true, true]);
  });
});

describe('all sentences of a stretch', () => {
  test.for<[text: string, sentences: readonly string[]]>([
    ['One. Two is here.  Three', ['One.', 'Two is here.', 'Three']],
    ['\n\n- first\n- second\n\nA line\nthat goes on. End.\n', ['- first', '- second', 'A line\nthat goes on.', 'End.']],
    ['# Title\ntext', ['# Title', 'text']],
    ['  \n ', []],
    ['', []],
  ])('%j', ([text, sentences]) => {
    expect(sentencesIn(text, { start: 0, end: text.length }).map(({ start, end }) => text.slice(start, end))).toEqual(sentences);
  });

  test('only the stretch is looked at', () => {
    const text = 'One. Two is here. Three.';
    expect(sentencesIn(text, { start: 5, end: 12 })).toEqual([{ start: 5, end: 11 }]);
  });

  test('they hold every mark of any text once, in order', () => {
    for (const text of [...randomTexts(8, 150), 'word '.repeat(3000)]) {
      const found = sentencesIn(text, { start: 0, end: text.length });
      let end = 0;
      for (const sentence of found) {
        expect(text.slice(end, sentence.start).trim()).toBe('');
        expect(sentence.end).toBeGreaterThan(sentence.start);
        ({ end } = sentence);
      }
      expect(text.slice(end).trim()).toBe('');
    }
  });
});
