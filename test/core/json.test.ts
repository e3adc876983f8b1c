import { describe, expect, test } from 'vitest';
import { readJson, SETTINGS_JSON, type JsonLimits } from '../../src/core/json.ts';

const LIMITS: JsonLimits = { depth: 3, parts: 20, names: 4 };

describe('a JSON text within limits', () => {
  test.each([
    '{"a": [1, {"b": "[[[[{{{{,,,,::::"}]}',
    '"\\"[[[[[[[["',
    '[]',
    ' \uFEFF1',
    '{"__proto__": 1, "constructor": {"prototype": 2}}',
    '"NaN and Infinity"',
  ])('%s is read as JSON.parse reads it', text => {
    const read = readJson(text, LIMITS);
    expect('value' in read ? JSON.stringify(read.value) : 'refused').toBe(
      text.startsWith(' ') ? 'refused' : JSON.stringify(JSON.parse(text)),
    );
    expect(({} as Record<string, unknown>)['prototype']).toBeUndefined();
  });

  test('numbers that Python writes are no numbers', () => {
    expect(readJson('{"a": Infinity, "b": [-Infinity, NaN, 1, "NaN"]}', LIMITS)).toEqual({ value: { a: null, b: [null, null, 1, 'NaN'] } });
    expect(readJson('\uFEFF{"a": NaN}', LIMITS)).toEqual({ value: { a: null } });
  });

  test.each([
    ['[[[[1]]]]', 'it is nested deeper than 3 levels'],
    ['{"a":{"a":{"a":{', 'it is nested deeper than 3 levels'],
    [`[${'1,'.repeat(30)}1]`, 'it has more than 20 parts'],
    [`[${'NaN '.repeat(30)}`, 'it has more than 20 parts'],
    ['{"a":1,"b":2,"c":3,"d":4,"e":5}', 'it has an object of more than 4 names'],
    ['{"a":1,"a":1,"a":1,"a":1,"a":1}', 'it has an object of more than 4 names'],
    ['{"a": ', 'it is not valid JSON'],
    ['["abc', 'it is not valid JSON'],
    ['"a\\', 'it is not valid JSON'],
    [']]]]', 'it is not valid JSON'],
    ['', 'it is not valid JSON'],
    ['Infinite', 'it is not valid JSON'],
  ])('%s is refused', (text, refused) => {
    expect(readJson(text, LIMITS)).toEqual({ refused });
  });

  test('names are counted for each object by itself', () => {
    expect(readJson('[{"a":1,"b":2,"c":3},{"a":1,"b":2,"c":3}]', LIMITS)).toHaveProperty('value');
  });
});

// What is refused is refused while it is read: nothing of it is built. Each of these would take gigabytes or seconds to parse.
describe('hostile texts of 32 MB', () => {
  test.each<[string, () => string]>([
    ['lists in lists', () => '['.repeat(32e6)],
    ['numbers', () => `[${'0,'.repeat(16e6)}0]`],
    ['empty objects', () => `[${'{},'.repeat(10e6)}{}]`],
    ['no numbers', () => `[${'NaN,'.repeat(8e6)}NaN]`],
  ])('%s', (_, make) => {
    const before = process.memoryUsage().heapUsed;
    const text = make();
    const read = readJson(text, SETTINGS_JSON);
    expect(read).toHaveProperty('refused');
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200e6);
  });
});
