import { describe, expect, test } from 'vitest';
import { headsOfRole, roledHeads, ROLE_BAR, scoreRoles, type ScoredHead } from '../../src/core/attention/headRoles.ts';
import { createRandom } from '../support/random.ts';

const IDS = [5, 9, 7, 5, 9, 7];

/** A head that gives all it has to one place. */
function headLookingAt(place: (query: number) => number, ids: readonly number[] = IDS): Float32Array {
  const map = new Float32Array(ids.length ** 2);
  ids.forEach((_, query) => (map[query * ids.length + place(query)] = 1));
  return map;
}

describe('heads that do one thing only', () => {
  test('the token before: every query but the first, which has none', () => {
    expect(scoreRoles(headLookingAt(Math.max.bind(null, 0)), IDS).previous).toBe(0);
    expect(
      scoreRoles(
        headLookingAt(query => Math.max(0, query - 1)),
        IDS,
      ),
    ).toEqual({ previous: 1, same: 0, induction: 0 });
  });

  test('the same token, three places back, where there is one', () => {
    expect(
      scoreRoles(
        headLookingAt(query => (query < 3 ? query : query - 3)),
        IDS,
      ),
    ).toEqual({ previous: 0, same: 1, induction: 0 });
  });

  test('what followed it, two places back', () => {
    expect(
      scoreRoles(
        headLookingAt(query => (query < 3 ? 0 : query - 2)),
        IDS,
      ),
    ).toEqual({ previous: 1 / 5, same: 0, induction: 1 });
  });

  test('without a repeat nothing was looked for, so nothing was found', () => {
    expect(
      scoreRoles(
        headLookingAt(() => 0, [1, 2, 3]),
        [1, 2, 3],
      ),
    ).toEqual({ previous: 1 / 2, same: 0, induction: 0 });
  });

  test('a token right after itself: what followed it is the query', () => {
    expect(
      scoreRoles(
        headLookingAt(query => query, [4, 4]),
        [4, 4],
      ),
    ).toEqual({ previous: 0, same: 0, induction: 1 });
  });
});

test('random maps over tokens that repeat many times: as the definitions say, pair by pair', () => {
  const random = createRandom(11);
  for (let round = 0; round < 40; round++) {
    const tokens = 2 + Math.floor(random() * 20);
    const ids = Array.from({ length: tokens }, () => Math.floor(random() * 5));
    const map = Float32Array.from({ length: tokens ** 2 }, random);
    const pairs = ids.flatMap((id, query) => ids.slice(0, query).flatMap((other, key) => (other === id ? [[query, key] as const] : [])));
    const queries = Math.max(1, new Set(pairs.map(([query]) => query)).size);
    const sum = (offset: number) => pairs.reduce((total, [query, key]) => total + map[query * tokens + key + offset]!, 0) / queries;
    const scores = scoreRoles(map, ids);
    expect(scores.same).toBeCloseTo(sum(0), 6);
    expect(scores.induction).toBeCloseTo(sum(1), 6);
  }
});

test('a role is held by the strongest heads that clear the bar, and by no others', () => {
  const scored = (head: number, induction: number): ScoredHead => ({ head: [0, head], scores: { previous: 1, same: 0, induction } });
  const heads = [scored(0, ROLE_BAR), scored(1, ROLE_BAR - 1e-6), scored(2, 0.9), scored(3, 0.6)];
  expect(headsOfRole(heads, 'induction', 2).map(({ head }) => head[1])).toEqual([2, 3]);
  expect(headsOfRole(heads, 'induction', 9).map(({ head }) => head[1])).toEqual([2, 3, 0]);
  expect(headsOfRole(heads, 'same', 9)).toEqual([]);
});

test('every head that clears the bar has one role, its strongest', () => {
  const scored = (head: number, previous: number, same: number, induction: number): ScoredHead => ({
    head: [1, head],
    scores: { previous, same, induction },
  });
  const heads = [scored(0, 0.5, 0.45, 0), scored(1, 0, 0.3, 0.39), scored(2, 0.9, 0, 0), scored(3, 0, 0.1, ROLE_BAR)];
  expect(roledHeads(heads).map(({ head, role, score }) => [head[1], role, score])).toEqual([
    [2, 'previous', 0.9],
    [0, 'previous', 0.5],
    [3, 'induction', ROLE_BAR],
  ]);
});
