import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languageNotice } from '../../src/core/describe/language.ts';
import { otherLanguage } from '../../src/core/text/language.ts';
import { joinTexts } from '../../src/core/text/textPair.ts';
import type { Token } from '../../src/core/text/token.ts';
import { groupWords } from '../../src/core/text/words.ts';

/** Letters by themselves and runs of them are tokens, the marks between them too. */
function wordsOf(text: string) {
  const tokens = [...text.matchAll(/\p{L}+|\S/gu)].map(({ 0: word, index: start }): Token => {
    return { id: 1, text: word, special: false, unknown: false, start, end: start + word.length };
  });
  return groupWords(text, tokens);
}

const ENGLISH = { languages: ['en'] };
const FRENCH = 'Il n\u2019est pas venu parce qu\u2019il avait trop de travail.';
const GERMAN = 'Das Wetter ist heute nicht so gut wie gestern, und wir bleiben im Haus.';

describe('a language', () => {
  it.each([
    ['looks like French', 'Le chat est sur le tapis.'],
    ['looks like French', FRENCH],
    ['looks like German', GERMAN],
    ['looks like Spanish', 'No sé por qué el perro está en la casa, pero es muy grande.'],
    ['looks like Italian', 'Il cane non è nella casa, ma nel giardino con i bambini.'],
    ['looks like Portuguese', 'O cão não está em casa, mas a porta ainda está aberta para você.'],
    ['looks like Dutch', 'Het is niet waar dat hij naar huis ging, maar hij was er wel.'],
    ['is in Cyrillic letters', 'Быстрая лиса прыгает через собаку.'],
    ['is in Arabic letters', 'مرحبا بالعالم، هذا نص عربي قصير.'],
    ['is in Devanagari letters', 'यह एक छोटा वाक्य है।'],
    ['is in Hebrew letters', 'שלום עולם, זה משפט קצר.'],
    ['looks like Greek', 'Ο γρήγορος σκύλος τρέχει στην αυλή.'],
    ['looks like Thai', 'สวัสดีชาวโลก นี่คือประโยค'],
    ['looks like Korean', '한국어 문장은 재미있습니다.'],
    ['looks like Japanese', '日本語の文章を読むのは楽しい。'],
    ['looks like Chinese', '中文的句子没有空格，我们一起学习。'],
  ])('%s: %s', (says, text) => {
    expect(otherLanguage(text)?.says).toBe(says);
  });

  it.each([
    ['names', 'Count de Gramont, Madame de la Tour, Rio de la Plata, Los Angeles, Ludwig van der Rohe, San Juan de los Lagos'],
    ['a quotation', 'As they say there, c\u2019est la vie, il faut que tout le monde le sache; and with that he went out to the garden.'],
    ['codes of languages', "const LANGUAGES = ['de', 'en', 'es', 'fr', 'il', 'la', 'no', 'par', 'se', 'un'];"],
    ['a command', 'du -sh . && ls -la et al | sort --key=que'],
    ['a formula', 'α + β = γδ, π ≈ 3.14159'],
    ['a name in other letters', 'Толстой (Tolstoy)'],
    ['a few words', 'la dolce vita'],
    ['nothing', ''],
    ['numbers', '1 2 3 4 5'],
  ])('of none of them: %s', (_, text) => {
    expect(otherLanguage(text)).toBeNull();
  });

  it('none of our own texts, whole or line by line', () => {
    const folder = 'test/fixtures/texts';
    const own = readdirSync(folder).map(name => readFileSync(`${folder}/${name}`, 'utf8'));
    const lines = [...own, readFileSync('README.md', 'utf8'), readFileSync('CHANGELOG.md', 'utf8')].flatMap(text => text.split('\n'));
    expect([...own, ...lines].filter(text => otherLanguage(text))).toEqual([]);
    expect(lines.length).toBeGreaterThan(400);
  });
});

describe('the notice', () => {
  it('is there for a language that the model was not made for', () => {
    expect(languageNotice(ENGLISH, wordsOf(FRENCH))).toBe(
      'This text looks like French; the model was made for English, so its attention says little here.',
    );
    expect(languageNotice({ languages: ['en', 'de'] }, wordsOf(FRENCH))).toContain('made for English, German, so');
    expect(languageNotice({ languages: ['en', 'fr'] }, wordsOf(FRENCH))).toBe('');
    expect(languageNotice({}, wordsOf(FRENCH))).toBe('');
    expect(languageNotice(ENGLISH, wordsOf('The cat is on the mat.'))).toBe('');
  });

  it('says of two texts which one', () => {
    const notice = (first: string, second: string) => {
      const { text, pair } = joinTexts(first, second);
      return languageNotice(ENGLISH, wordsOf(text), { texts: pair, names: ['a.md', 'b.md'] }).replace(/; the model was made.*/, '');
    };
    const english = 'It was not what the two of us had seen.';
    expect(notice(english, FRENCH)).toBe('b.md looks like French');
    expect(notice(FRENCH, english)).toBe('a.md looks like French');
    expect(notice(FRENCH, FRENCH)).toBe('Both texts look like French');
    expect(notice(FRENCH, GERMAN)).toBe('a.md looks like French and b.md looks like German');
    expect(notice(english, english)).toBe('');
  });
});
