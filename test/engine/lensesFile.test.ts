import { equalHeads } from '../../src/core/model/stack.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaultLenses } from '../../src/engine/model/defaultLenses.ts';
import { readLenses } from '../../src/engine/model/lensesFile.ts';

const SHAPE = equalHeads(3, 4);
const LENS = {
  id: 'reference',
  name: 'Reference',
  description: 'One head.',
  selection: { kind: 'heads', heads: [[2, 3]] },
  combine: 'mean',
  evidence: [{ measure: 'the name', value: 0.75, baseline: 0.51, baselineName: 'nearest', data: 'GAP', cases: 1000 }],
};

function read(...lenses: unknown[]) {
  const warnings: string[] = [];
  return { ...readLenses(JSON.stringify({ default: 'last', about: 'About.', lenses }), SHAPE, warnings), warnings };
}

test('a model without lenses.json gets three views that claim nothing', () => {
  const { lenses, defaultLens } = defaultLenses(SHAPE);
  expect(lenses.map(lens => [lens.id, lens.name, lens.selection, lens.evidence])).toEqual([
    ['strongest', 'Strongest heads', { kind: 'all' }, []],
    ['last-layer', 'Last layer (mean)', { kind: 'layer', layer: 2 }, []],
    ['all-heads', 'All heads (mean)', { kind: 'all' }, []],
  ]);
  expect(defaultLens).toBe('strongest');
});

test('lenses come through as they are', () => {
  const last = { ...LENS, id: 'last', selection: { kind: 'layer', layer: 2 }, combine: 'max', evidence: [] };
  const all = { ...LENS, id: 'all', selection: { kind: 'all' } };
  const own = { ...LENS, id: 'own', selection: { kind: 'all' }, combine: 'strongest' };
  expect(read(LENS, last, all, own)).toEqual({
    lenses: [LENS, last, all, own],
    defaultLens: 'last',
    about: 'About.',
    roles: [],
    warnings: [],
  });
});

test('languages are codes of two letters, or are left out with a warning', () => {
  const readIn = (languages: unknown) => {
    const warnings: string[] = [];
    return [readLenses(JSON.stringify({ languages, lenses: [LENS] }), SHAPE, warnings)?.languages, warnings];
  };
  const damaged = [undefined, ['The languages of lenses.json were left out: they are not codes of two letters.']];
  expect(readIn(['en', 'fr'])).toEqual([['en', 'fr'], []]);
  for (const languages of ['en', [], ['English'], [5], Array<string>(301).fill('en')]) expect(readIn(languages)).toEqual(damaged);
});

test('without its default the first lens is the default', () => {
  expect(read(LENS).defaultLens).toBe('reference');
});

/** With an id of its own, so that only what is wrong with it can keep it out. */
const OTHER = { ...LENS, id: 'other' };

test('a second lens without a fault is no fault', () => {
  expect(read(LENS, OTHER).warnings).toEqual([]);
});

test.each<[string, unknown]>([
  ['no object', 'reference'],
  ['an id that is no id', { ...OTHER, id: '../x' }],
  ['an id of the prototype', { ...OTHER, id: '__proto__' }],
  ['no name', { ...OTHER, name: '' }],
  ['a name of 100 characters', { ...OTHER, name: 'x'.repeat(100) }],
  ['no description', { ...OTHER, description: undefined }],
  ['a layer too many', { ...OTHER, selection: { kind: 'layer', layer: 3 } }],
  ['a head too many', { ...OTHER, selection: { kind: 'heads', heads: [[0, 0], [0, 4]] } }], // prettier-ignore
  ['a head that is no pair', { ...OTHER, selection: { kind: 'heads', heads: [[0, 0, 0]] } }],
  ['a negative head', { ...OTHER, selection: { kind: 'heads', heads: [[-1, 0]] } }],
  ['half a head', { ...OTHER, selection: { kind: 'heads', heads: [[0.5, 0]] } }],
  ['no heads', { ...OTHER, selection: { kind: 'heads', heads: [] } }],
  ['an unknown selection', { ...OTHER, selection: { kind: 'some' } }],
  ['an unknown combination', { ...OTHER, combine: 'sum' }],
  ['no evidence list', { ...OTHER, evidence: undefined }],
  ['evidence of 150 %', { ...OTHER, evidence: [{ ...LENS.evidence[0], value: 1.5 }] }],
  ['evidence without data', { ...OTHER, evidence: [{ ...LENS.evidence[0], data: undefined }] }],
  ['the same id again', LENS],
])('%s: left out with a warning', (_, lens) => {
  const { lenses, warnings } = read(LENS, lens);
  expect(lenses).toEqual([LENS]);
  expect(warnings.length).toBe(1);
  expect(warnings[0]).toContain('Lens 2 of lenses.json was left out');
});

describe('a file that is no list of lenses', () => {
  test.each(['', 'null', '[]', '{"lenses": {}}', '{"__proto__": {"lenses": []}}', '['.repeat(1000)])('%s', text => {
    const warnings: string[] = [];
    expect(readLenses(text, SHAPE, warnings)).toBeNull();
    expect(warnings).toEqual(['lenses.json is damaged and was not used.']);
  });
});

test('a key of the prototype does no harm', () => {
  readLenses(`{"lenses": [{"__proto__": {"polluted": true}, "id": "a"}]}`, SHAPE, []);
  expect('polluted' in {}).toBe(false);
});

test("the built-in model's own lenses are all accepted", () => {
  const warnings: string[] = [];
  const text = readFileSync('models/minilm/lenses.json', 'utf8');
  const { lenses, defaultLens, about } = readLenses(text, equalHeads(6, 12), warnings)!;
  expect(warnings).toEqual([]);
  expect(lenses.length).toBe((JSON.parse(text) as { lenses: unknown[] }).lenses.length);
  expect(defaultLens).toBe('strongest');
  expect(about).not.toBe('');
});

test('a lens names heads of a layer as that layer has them', () => {
  const lens = (head: number) => ({
    id: `h${head}`,
    name: 'A',
    description: 'B.',
    selection: { kind: 'heads', heads: [[1, head]] },
    combine: 'mean',
    evidence: [],
  });
  const warnings: string[] = [];
  const { lenses } = readLenses(JSON.stringify({ lenses: [lens(2), lens(3)] }), [4, 3, 4], warnings)!;
  expect(lenses.map(({ id }) => id)).toEqual(['h2']);
  expect(warnings).toEqual(['Lens 2 of lenses.json was left out: it names heads that this model does not have.']);
  expect(defaultLenses([2, 4, 3]).lenses.map(({ description }) => description.match(/\d+ heads/)![0])).toEqual([
    '9 heads',
    '3 heads',
    '9 heads',
  ]);
});
