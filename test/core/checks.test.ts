import { describe, expect, expectTypeOf, test } from 'vitest';
import { fields, flag, index, isIndex, oneOf, orNull, shortText, tagged, type Check, type Checked } from '../../src/core/checks.ts';

describe('checks of foreign input', () => {
  test('an index is a whole number from 0 on, below a length where there is one', () => {
    for (const value of [-1, 0.5, NaN, Infinity, 1e300, '1', null, undefined])
      expect([isIndex(value), index(value)]).toEqual([false, undefined]);
    expect([isIndex(0), isIndex(2, 2), isIndex(1, 2), index(7)]).toEqual([true, false, true, 7]);
  });

  test('false, null, 0 and the empty text are values, and no refusals', () => {
    const check = fields({ flag, index, name: shortText(3), none: orNull(flag) });
    const value = { flag: false, index: 0, name: '', none: null };
    expect(check({ ...value, more: 1 })).toEqual(value);
    for (const field of Object.keys(value)) expect(check({ ...value, [field]: undefined }), field).toBeUndefined();
    expect(check({ ...value, name: 'long' })).toBeUndefined();
    expectTypeOf<Checked<typeof check>>().toEqualTypeOf<{
      readonly flag: boolean;
      readonly index: number;
      readonly name: string;
      readonly none: boolean | null;
    }>();
  });

  test('a word that every object has is none of the words', () => {
    const check = oneOf<'a' | 'b'>({ a: true, b: true });
    expect([check('a'), check('toString'), check('__proto__'), check(['a'])]).toEqual(['a', undefined, undefined, undefined]);
    // @ts-expect-error -- b is forgotten
    oneOf<'a' | 'b'>({ a: true });
  });

  test('a union is told apart by its tag, and each kind has its own fields', () => {
    const check = tagged('kind', { empty: {}, head: { layer: index } });
    expect([check({ kind: 'empty', layer: -1 }), check({ kind: 'head', layer: 2, kindly: 1 })]).toEqual([
      { kind: 'empty' },
      { kind: 'head', layer: 2 },
    ]);
    for (const value of [null, 'empty', {}, { kind: 'head' }, { kind: 'constructor' }, []]) expect(check(value)).toBeUndefined();
    expectTypeOf(check).toExtend<Check<{ readonly kind: 'empty' } | { readonly kind: 'head'; readonly layer: number }>>();
  });
});
