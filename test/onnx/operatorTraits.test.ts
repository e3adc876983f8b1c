import { expect, test } from 'vitest';
import { effectOf, hasTrait, OPERATORS, TRAITS, valueInputs, type Effect, type Trait } from '../../src/onnx/graph/operatorTraits.ts';
import type { OnnxNode } from '../../src/onnx/format/types.ts';

const node = (operator: string, inputs: readonly string[] = []): OnnxNode => ({
  name: '',
  operator,
  domain: '',
  inputs,
  outputs: [],
  attributes: new Map(),
  overload: '',
});
const traits = Object.keys(TRAITS) as Trait[];
const within = (part: Trait, whole: Trait): boolean => TRAITS[part].every(effect => (TRAITS[whole] as readonly Effect[]).includes(effect));

test('each operator stands in the table once, each effect is in some trait, and no trait names one twice', () => {
  const operators = Object.values(OPERATORS).flat();
  expect(operators.toSorted()).toEqual([...new Set(operators)].toSorted());
  for (const trait of traits) expect(new Set(TRAITS[trait]).size).toBe(TRAITS[trait].length);
  for (const [effect, names] of Object.entries(OPERATORS)) for (const name of names) expect(effectOf(node(name))).toBe(effect);
});

test('what a trait says of an operator is what it says of the effect', () => {
  for (const trait of traits)
    for (const [effect, names] of Object.entries(OPERATORS))
      for (const name of names) expect(hasTrait(node(name), trait)).toBe((TRAITS[trait] as readonly string[]).includes(effect));
  for (const trait of traits) expect([hasTrait(node('NoSuchOperator'), trait), hasTrait(undefined, trait)]).toEqual([false, false]);
});

test('traits that say more of the same do not contradict each other', () => {
  for (const keeping of ['laysOutAngles', 'keepsPositions', 'keepsIds', 'keepsHeadMask'] as const)
    expect(within('keepsAllButLayout', keeping)).toBe(true);
  for (const carrying of ['keepsProbabilities', 'shapesScores', 'carriesResult'] as const)
    expect(within('keepsValues', carrying)).toBe(true);
  expect(within('finishesProbabilities', 'keepsProbabilities')).toBe(true);
  // Nothing that keeps values or layout makes new ones.
  for (const making of ['isMatrixProduct', 'addsResidual', 'projectsOpaquely'] as const)
    for (const effect of TRAITS[making]) expect((TRAITS.keepsAllButLayout as readonly Effect[]).includes(effect)).toBe(false);
});

test('shapes, axes, types and indices are no values', () => {
  expect(valueInputs(node('Reshape', ['x', 'shape']))).toEqual(['x']);
  expect(valueInputs(node('CastLike', ['x', 'type']))).toEqual(['x']);
  expect(valueInputs(node('Gather', ['table', 'ids']))).toEqual(['table']);
  expect(valueInputs(node('Add', ['x', 'y']))).toEqual(['x', 'y']);
  expect(valueInputs(node('Concat', ['x', 'y', 'z']))).toEqual(['x', 'y', 'z']);
});
