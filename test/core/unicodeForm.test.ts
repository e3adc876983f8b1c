import { expect, test } from 'vitest';
import { toForm, type Form } from '../../src/core/text/unicodeForm.ts';

const FORMS: readonly Form[] = ['NFC', 'NFD', 'NFKC', 'NFKD'];

const MARKS = Array.from({ length: 0x1e000 }, (_, code) => code)
  .filter(code => code < 0xd800 || code > 0xdfff)
  .map(code => String.fromCodePoint(code))
  .filter(character => /\p{M}/u.test(character));

test.for(FORMS)('%s is that of the run-time, also where many marks stand in a row', form => {
  let random = 7;
  const pick = (): string => MARKS[(random = (random * 48_271) % 0x7fffffff) % MARKS.length]!;
  for (let round = 0; round < 300; round++) {
    // Few and many kinds of marks, and a letter or a ligature before and between.
    const kinds = Array.from({ length: round % 2 === 0 ? 5 : 200 }, pick);
    const some = Array.from({ length: 150 }, () => kinds[(random = (random * 48_271) % 0x7fffffff) % kinds.length]!).join('');
    const text = `é${some}\ufb01${some.slice(0, 20)}각${some}`;
    if (toForm(text, form) !== text.normalize(form)) expect([text, toForm(text, form)]).toEqual([text, text.normalize(form)]);
  }
  expect(toForm('', form)).toBe('');
});
