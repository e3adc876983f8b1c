import { expect, test } from 'vitest';
import type { OnnxGraph, OnnxNode } from '../../src/onnx/format/types.ts';
import { GraphIndex } from '../../src/onnx/graph/index.ts';
import { hasTrait } from '../../src/onnx/graph/operatorTraits.ts';
import { backward, chain, forward, originOf, pathTo, type Visit } from '../../src/onnx/graph/traverse.ts';
import { Random } from '../support/random.ts';

const node = (operator: string, inputs: readonly string[], output: string): OnnxNode => ({
  name: output,
  operator,
  domain: '',
  inputs,
  outputs: [output],
  attributes: new Map(),
  overload: '',
});

function graphOf(nodes: readonly OnnxNode[]): OnnxGraph {
  const inputs = ['a', 'b'].map(name => ({ name, elementType: 1, dims: null }));
  return { nodes, listed: nodes, inputs, outputs: [], initializers: new Map(), sparseInitializers: new Set() };
}

/** Nodes in order, each of one to three values made before; some inputs are left out. */
function randomGraph(random: Random, size: number): OnnxGraph {
  const names = ['a', 'b'];
  const nodes: OnnxNode[] = [];
  for (let at = 0; at < size; at++) {
    const inputs = Array.from({ length: 1 + random.below(3) }, (_, input) =>
      input > 0 && random.below(8) === 0 ? '' : random.pick(names),
    );
    nodes.push(node(random.pick(['Add', 'Cast', 'Neg', 'Reshape', 'MatMul']), inputs, `v${at}`));
    names.push(`v${at}`);
  }
  return graphOf(nodes);
}

/** Steps to every value that can be reached, by going over all edges until nothing changes. */
function distances(edges: readonly (readonly [string, string])[], starts: readonly string[], limit: number): Map<string, number> {
  const found = new Map(starts.map(name => [name, 0]));
  for (let changed = true; changed;) {
    changed = false;
    for (const [from, to] of edges) {
      const next = (found.get(from) ?? Infinity) + 1;
      if (next <= limit && next < (found.get(to) ?? Infinity)) {
        found.set(to, next);
        changed = true;
      }
    }
  }
  return found;
}

function expectShortest(
  visits: readonly Visit[],
  wanted: ReadonlyMap<string, number>,
  edges: readonly (readonly [string, string])[],
): void {
  expect(new Map(visits.map(({ name, steps }) => [name, steps]))).toEqual(wanted);
  expect(visits.length).toBe(wanted.size);
  expect(visits.map(({ steps }) => steps)).toEqual(visits.map(({ steps }) => steps).toSorted((a, b) => a - b));
  for (const { name, steps, from } of visits) {
    expect(from === null).toBe(steps === 0);
    if (from) expect([from.steps, edges.some(([start, end]) => start === from.name && end === name)]).toEqual([steps - 1, true]);
  }
}

test.each([1, 2, 3, 4])('walks come to what a naive search comes to, each value once and by a shortest way, seed %d', seed => {
  const random = new Random(seed);
  for (let round = 0; round < 60; round++) {
    const graph = randomGraph(random, 1 + random.below(25));
    const index = new GraphIndex(graph);
    const passes = ({ operator }: OnnxNode) => operator !== 'MatMul';
    const steps = random.pick([Infinity, 0, 1, 3]);
    const starts = [random.pick(graph.nodes).name, random.pick(graph.nodes).name];

    const back = graph.nodes.filter(passes).flatMap(({ name, inputs }) => inputs.filter(Boolean).map(input => [name, input] as const));
    const visits = [...backward(index, starts, one => (passes(one) ? one.inputs : []), { steps })];
    expectShortest(visits, distances(back, starts, steps), back);
    for (const visit of visits) expect(visit.node?.name).toBe(graph.nodes.find(({ name }) => name === visit.name)?.name);

    const ahead = graph.nodes.filter(passes).flatMap(({ name, inputs }) => inputs.filter(Boolean).map(input => [input, name] as const));
    const uses = [...forward(index, 'a', use => passes(use.node), { steps })];
    const reached = distances(ahead, ['a'], steps);
    const all = graph.nodes.flatMap(({ name, inputs }) =>
      inputs.flatMap((input, at) => (reached.has(input) ? [`${input} ${name} ${at}`] : [])),
    );
    expect(uses.map(use => `${use.visit.name} ${use.node.name} ${use.input}`).toSorted()).toEqual(all.toSorted());
    for (const { visit } of uses) {
      expect(visit.steps).toBe(reached.get(visit.name));
      expect(
        pathTo(visit)
          .map(({ name }) => name)
          .at(-1),
      ).toBe(visit.steps === 0 ? undefined : visit.name);
      expect(pathTo(visit).length).toBe(visit.steps);
    }
  }
});

test('a walk looks at no more than what it is asked for', () => {
  const nodes = Array.from({ length: 1000 }, (_, at) => node('Neg', [at === 0 ? 'a' : `v${at - 1}`], `v${at}`));
  const index = new GraphIndex(graphOf(nodes));
  const before = index.looks;
  for (const { steps } of backward(index, ['v999'], one => one.inputs)) if (steps === 3) break;
  expect(index.looks - before).toBeLessThan(20);
  expect([...backward(index, ['v999'], one => one.inputs, { values: 5 })].length).toBe(5);
  expect([...chain(index, 'v999', one => one.inputs[0], 7)].map(({ name }) => name)).toEqual([
    'v999',
    'v998',
    'v997',
    'v996',
    'v995',
    'v994',
    'v993',
  ]);
});

test('the origin of a value lies behind nodes of the trait alone, at most so many', () => {
  const index = new GraphIndex(
    graphOf([node('Neg', ['a'], 'n'), node('Cast', ['n'], 'c'), node('CastLike', ['c', 'b'], 'd'), node('Add', ['d', 'b'], 's')]),
  );
  expect(originOf(index, 'd', 'givesNameOrType', 9)).toBe('n');
  expect(originOf(index, 'd', 'givesNameOrType', 1)).toBe('c');
  expect(originOf(index, 's', 'givesNameOrType', 9)).toBe('s');
  expect(hasTrait(index.producer('d'), 'givesNameOrType')).toBe(true);
});
