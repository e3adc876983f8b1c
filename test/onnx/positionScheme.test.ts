import { describe, expect, it } from 'vitest';
import type { DistanceBias } from '../../src/core/model/facts.ts';
import type { PositionScheme } from '../../src/onnx/find/positionScheme.ts';
import type { GraphBuilder } from './support/graphBuilder.ts';
import { oneLayer, wordVectors, type Changes } from './support/oneLayer.ts';
import { analyseEncoder, modelBytes } from './support/tinyModels.ts';

const scheme = (changes: Changes): PositionScheme => analyseEncoder(oneLayer(changes)).positions;
const NOTHING: PositionScheme = { rotary: [], added: null, relative: null, slopes: null };

/** 0, 1, 2, ... for the tokens of a value's axis. */
function positions(builder: GraphBuilder, value: string, axis: number, step = builder.integers(1)): string {
  const tokens = builder.node('Squeeze', [builder.node('Shape', [value], { start: axis, end: axis + 1 })]);
  return builder.node('Range', [builder.integers(0), tokens, step]);
}

/** Multiplies the halves of queries or keys by sines and cosines of an angle, as rotary positions do. */
function rotated(builder: GraphBuilder, vectors: string, angle: string): string {
  const turned = builder.node('Concat', [builder.node('Neg', [builder.node('Slice', [vectors])]), builder.node('Slice', [vectors])], {
    axis: -1,
  });
  const cosines = builder.node('Mul', [vectors, builder.node('Cos', [angle])]);
  return builder.node('Add', [cosines, builder.node('Mul', [turned, builder.node('Sin', [angle])])]);
}

function bothRotated(angleOf: (builder: GraphBuilder, vectors: string, tokenAxis: number) => string): Changes {
  return {
    queries: (builder, queries) => rotated(builder, queries, angleOf(builder, queries, 2)),
    keys: (builder, keys) => rotated(builder, keys, angleOf(builder, keys, 3)),
  };
}

describe('queries and keys', () => {
  it('that nothing turns have no rotary positions', () => {
    expect(scheme({})).toEqual(NOTHING);
    const scaled = (builder: GraphBuilder, vectors: string): string =>
      builder.node('Mul', [vectors, builder.floats([8], Array(8).fill(2))]);
    expect(scheme({ queries: scaled, keys: scaled })).toEqual(NOTHING);
  });

  it('turned by position x frequency name the frequencies', () => {
    const changes = bothRotated((builder, vectors, axis) => {
      const column = builder.node('Unsqueeze', [builder.node('Cast', [positions(builder, vectors, axis)], { to: 1 }), builder.integers(1)]);
      const angle = builder.node('Mul', [column, builder.floats([1, 4], [1, 0.5, 0.25, 0.125])]);
      return builder.node('Concat', [angle, angle], { axis: -1 });
    });
    expect(scheme(changes)).toMatchObject({ rotary: [{ kind: 'frequencies', values: { dims: [1, 4] } }], added: null, relative: null });
  });

  it('turned by an outer product, with positions counted in floats', () => {
    const changes = bothRotated((builder, vectors, axis) => {
      const row = builder.node('Unsqueeze', [positions(builder, vectors, axis, builder.floats([], [1])), builder.integers(0)]);
      return builder.node('Transpose', [builder.node('MatMul', [builder.floats([4, 1], [1, 0.5, 0.25, 0.125]), row])], { perm: [1, 0] });
    });
    expect(scheme(changes)).toMatchObject({ rotary: [{ kind: 'frequencies', values: { dims: [4, 1] } }] });
  });

  it.each<[string, (builder: GraphBuilder, range: string, frequencies: string) => string]>([
    ['counted in twos', (builder, range, frequencies) => builder.node('Mul', [range, frequencies])],
    ['scaled', (builder, range, frequencies) => builder.node('Mul', [builder.node('Div', [range, builder.floats([], [4])]), frequencies])],
    ['bent', (builder, range, frequencies) => builder.node('Mul', [builder.node('Sqrt', [range]), frequencies])],
    [
      'with computed frequencies',
      (builder, range, frequencies) => builder.node('Mul', [range, builder.node('Pow', [frequencies, frequencies])]),
    ],
  ])('turned by positions %s are named, not read', (name, angle) => {
    const step = name === 'counted in twos' ? 2 : 1;
    const changes = bothRotated((builder, vectors, axis) =>
      angle(builder, positions(builder, vectors, axis, builder.integers(step)), builder.floats([4], [1, 0.5, 0.25, 0.125])),
    );
    expect(scheme(changes).rotary).toEqual([{ kind: 'unknown' }]);
  });

  it.each<[string, number]>([
    ['RotaryEmbedding', 1],
    ['com.microsoft:RotaryEmbedding', 2],
  ])('turned by %s name its caches', (operator, place) => {
    const turn = (builder: GraphBuilder, vectors: string): string => {
      const caches = [builder.weight(64, 4), builder.weight(64, 4)];
      const range = positions(builder, vectors, 2);
      return builder.node(operator, place === 1 ? [vectors, ...caches, range] : [vectors, range, ...caches]);
    };
    const changes: Changes = { queries: turn, keys: turn };
    expect(scheme(changes).rotary).toMatchObject([{ kind: 'tables', tables: [{ dims: [64, 4] }, { dims: [64, 4] }] }]);
  });

  it('turned by sines and cosines of different angles are named, not read', () => {
    const turn = (builder: GraphBuilder, vectors: string): string => {
      const angle = (): string => builder.node('Mul', [positions(builder, vectors, 2), builder.floats([4], [1, 2, 3, 4])]);
      const sines = builder.node('Mul', [vectors, builder.node('Sin', [angle()])]);
      return builder.node('Add', [builder.node('Mul', [vectors, builder.node('Cos', [angle()])]), sines]);
    };
    expect(scheme({ queries: turn, keys: turn }).rotary).toEqual([{ kind: 'unknown' }]);
  });

  it('are not rotary when they are multiplied by cosines alone', () => {
    const scale = (builder: GraphBuilder, vectors: string): string =>
      builder.node('Mul', [
        vectors,
        builder.node('Cos', [builder.node('Mul', [positions(builder, vectors, 2), builder.floats([4], [1, 2, 3, 4])])]),
      ]);
    expect(scheme({ queries: scale, keys: scale })).toEqual(NOTHING);
  });

  it('are not rotary when only the queries are turned', () => {
    const queries = (builder: GraphBuilder, vectors: string): string =>
      rotated(builder, vectors, builder.node('Mul', [positions(builder, vectors, 2), builder.floats([4], [1, 2, 3, 4])]));
    expect(scheme({ queries })).toEqual(NOTHING);
  });
});

describe('sines and cosines added to the word vectors', () => {
  it('are found with their frequencies', () => {
    const embedding = (builder: GraphBuilder, ids: string): string => {
      const column = builder.node('Unsqueeze', [positions(builder, ids, 1), builder.integers(1)]);
      const angle = builder.node('Mul', [column, builder.floats([16], Array(16).fill(0.5))]);
      const waves = builder.node('Concat', [builder.node('Sin', [angle]), builder.node('Cos', [angle])], { axis: -1 });
      return builder.node('Add', [wordVectors(builder, ids), waves]);
    };
    expect(scheme({ embedding })).toMatchObject({ rotary: [], added: { kind: 'frequencies', values: { dims: [16] } } });
  });

  it('from a table are left to the table', () => {
    for (const name of ['bert-dynamo', 'distilbert-sinusoidal', 'bert-blocks']) {
      const graph = analyseEncoder(modelBytes(name));
      expect(graph.positions).toEqual(NOTHING);
      expect(graph.tables.position?.rows).toBe(64);
    }
  });
});

describe('scores', () => {
  /** Row minus column, [1, tokens, tokens]. */
  const distance = (builder: GraphBuilder, scores: string): string =>
    builder.node('Sub', [
      builder.node('Unsqueeze', [positions(builder, scores, 2), builder.integers(0)]),
      builder.node('Unsqueeze', [positions(builder, scores, 3), builder.integers(1)]),
    ]);
  const plus = (bias: (builder: GraphBuilder, scores: string) => string): Changes => ({
    scores: (builder, scores) => builder.node('Add', [scores, bias(builder, scores)]),
  });
  const slopes = (builder: GraphBuilder): string => builder.floats([4, 1, 1], [0.5, 0.25, 0.125, 0.0625]);

  it.each<[string, DistanceBias, Changes]>([
    [
      'a slope times the distance (ALiBi)',
      'slopes',
      plus((builder, scores) =>
        builder.node('Mul', [builder.node('Neg', [builder.node('Abs', [distance(builder, scores)])]), slopes(builder)]),
      ),
    ],
    [
      'a stored matrix of slopes times distances',
      'table',
      plus(builder =>
        builder.node('Slice', [
          builder.floats(
            [1, 1, 8, 8],
            Float32Array.from({ length: 64 }, (_, i) => (i >> 3) - (i & 7)),
          ),
        ]),
      ),
    ],
    [
      'numbers picked by the distance (T5)',
      'buckets',
      plus((builder, scores) => builder.node('Gather', [builder.weight(32, 4), distance(builder, scores)])),
    ],
  ])('with %s are relative, by %s', (_, relative, changes) => {
    const { slopes: found, ...others } = scheme(changes);
    expect({ ...others, slopes: null }).toEqual({ ...NOTHING, relative });
    // Of a stored matrix they are not read.
    expect(found?.dims).toEqual(relative === 'slopes' ? [4, 1, 1] : undefined);
  });

  it.each<[string, Changes]>([
    [
      'a limit on the distance',
      plus((builder, scores) =>
        builder.node('Where', [
          builder.node('LessOrEqual', [builder.node('Abs', [distance(builder, scores)]), builder.integers(64)]),
          builder.floats([], [0]),
          builder.floats([], [-1e9]),
        ]),
      ),
    ],
    ['a mask for padding', plus(builder => builder.node('Mul', [builder.input('mask'), builder.floats([], [-1e9])]))],
    [
      'a stored matrix of two values',
      plus(builder =>
        builder.floats(
          [1, 1, 8, 8],
          Float32Array.from({ length: 64 }, (_, i) => (i % 3 ? 0 : -1e9)),
        ),
      ),
    ],
    [
      'rows picked from a stored mask',
      plus((builder, scores) =>
        builder.node('Where', [
          builder.node('Gather', [builder.squareMask(8, (row, column) => row % 2 === column % 2), positions(builder, scores, 2)], {
            axis: 2,
          }),
          builder.floats([], [0]),
          builder.floats([], [-1e9]),
        ]),
      ),
    ],
    ['a scale of their own for each head', { scores: (builder, scores) => builder.node('Mul', [scores, slopes(builder)]) }],
  ])('with %s are not', (_, changes) => {
    expect(scheme(changes)).toEqual(NOTHING);
  });

  it('of DeBERTa, with products of queries and vectors of distances, are relative', () => {
    const changes: Changes = {
      queries: (builder, queries) => {
        queriesOf.set(builder, queries);
        return queries;
      },
      scores: (builder, scores) => {
        const byDistance = builder.node('MatMul', [queriesOf.get(builder)!, builder.weight(8, 64)]);
        return builder.node('Add', [scores, builder.node('GatherElements', [byDistance, distance(builder, scores)])]);
      },
    };
    const queriesOf = new Map<GraphBuilder, string>();
    expect(scheme(changes)).toEqual({ ...NOTHING, relative: 'vectors' });
  });
});

describe('models as exported', () => {
  it.each([
    ['roformer', ['tables', 'tables', 'tables'], null],
    ['modernbert', ['frequencies', 'frequencies', 'frequencies'], null],
    ['mpnet', [], 'buckets'],
    ['t5', [], 'buckets'],
  ])('%s', (name, kinds, relative) => {
    const { rotary, added, relative: found } = analyseEncoder(modelBytes(name)).positions;
    expect([rotary.map(source => source.kind), added, found]).toEqual([kinds, null, relative]);
  });
});
