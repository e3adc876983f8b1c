import { describe, expect, it } from 'vitest';
import { counterpartBar } from '../../src/core/attention/counterparts.ts';
import type { Direction } from '../../src/core/attention/lens.ts';
import type { Visibility } from '../../src/core/attention/visibility.ts';
import { pairLinks, unitsAlone } from '../../src/core/state/pairLinks.ts';
import { together } from '../../src/core/state/together.ts';
import { hasRow, valueIn, type UnitMatrix } from '../../src/core/state/unitMatrix.ts';
import { visibilityIn } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE, type ViewState } from '../../src/core/state/viewState.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { Random } from '../support/random.ts';
import { createUnit } from './attentionFixtures.ts';

/** Two texts of a few dozen words, some of several tokens; weights with ties and, now and then, what is no number; all rows or some of them. */
function pairOf(seed: number) {
  const random = new Random(seed);
  const size = 20 + random.below(30);
  const middle = 5 + random.below(size - 10);
  let token = 0;
  const units = Array.from({ length: size }, () => createUnit(Array.from({ length: 1 + random.below(3) }, () => token++)));
  const causal = random.below(2) === 0;
  const sampled = random.below(3) === 0 ? units.flatMap((_, unit) => (random.below(4) > 0 ? [unit] : [])) : undefined;
  const values = Float32Array.from({ length: (sampled?.length ?? size) * size }, () => Math.round(50 * random.next() ** 8) / 50);
  if (random.below(3) === 0) for (let count = 0; count < 20; count++) values[random.below(values.length)] = NaN;
  const none = new Float32Array(0);
  const matrix: UnitMatrix = {
    rows: size,
    columns: size,
    causal,
    hasSink: false,
    sinks: random.below(2) === 0 ? [{ unit: random.below(middle), share: 0.4 }] : [],
    sides: { of: Int8Array.from(units, (_, unit) => (unit === 0 ? -1 : unit < middle ? 0 : 1)), far: 'other' },
    ...(sampled && { sampled }),
    values,
    low: none,
    high: none,
    headCount: 1,
  };
  const hideSink = random.below(2) === 0;
  const state: ViewState = { ...INITIAL_STATE, hideSink, scale: { unit: random.pick(['auto', 'share', 'evenShare']), strength: 'normal' } };
  const of = (side: number) => [...units.keys()].filter(unit => matrix.sides!.of[unit] === side);
  const looking = causal || random.below(2) === 0 ? 1 : 0;
  const rows = of(looking).filter(unit => sampled?.includes(unit) ?? true);
  return { random, units, token, matrix, visibility: visibilityIn(matrix, units, token, state), axes: { rows, columns: of(1 - looking) } };
}

/** What is meant, cell by cell. */
function everyLink(matrix: UnitMatrix, visibility: Visibility, { rows, columns }: ReturnType<typeof pairOf>['axes']) {
  const cells = rows.flatMap(from => columns.map(to => ({ from, to, weight: valueIn(matrix, from, to) })));
  const seen = cells.filter(({ from, to }) => !visibility.hides(to) && visibility.sees(from, to));
  const links = seen.map(cell => ({ ...cell, step: visibility.bucketOf(cell.weight, cell.from, cell.to) })).filter(({ step }) => step > 0);
  const isOf = (unit: number) => (cell: (typeof cells)[number]) => cell.from === unit || cell.to === unit;
  const isKnown = (unit: number) =>
    rows.includes(unit)
      ? seen.some(isOf(unit)) && seen.filter(isOf(unit)).every(({ weight }) => !Number.isNaN(weight))
      : !matrix.sampled && !visibility.hides(unit) && seen.filter(isOf(unit)).every(({ weight }) => !Number.isNaN(weight));
  const meets = (unit: number) =>
    seen.filter(isOf(unit)).some(({ from, to, weight }) => weight >= counterpartBar(visibility.shareOf(from, to)));
  return {
    links: links.toSorted((a, b) => b.weight - a.weight),
    alone: [...rows, ...columns].filter(unit => isKnown(unit) && !meets(unit)),
  };
}

describe('two texts of many words', () => {
  it('have the links that every cell by itself gives, and the words without a counterpart', () => {
    let [links, alone] = [0, 0];
    for (let seed = 0; seed < 150; seed++) {
      const { matrix, visibility, axes, random } = pairOf(seed);
      const meant = everyLink(matrix, visibility, axes);
      const most = random.below(30) + 1;
      const found = pairLinks(matrix, visibility, axes, most);
      expect({ seed, count: found.count, strongest: found.strongest }).toEqual({
        seed,
        count: meant.links.length,
        strongest: meant.links.slice(0, most),
      });
      for (const unit of [random.pick(axes.rows), random.pick(axes.columns)])
        expect(found.ofUnit(unit)).toEqual(meant.links.filter(({ from, to }) => from === unit || to === unit));
      expect([seed, ...unitsAlone(matrix, visibility, axes)]).toEqual([seed, ...meant.alone]);
      links += meant.links.length;
      alone += meant.alone.length;
    }
    expect(Math.min(links, alone)).toBeGreaterThan(300);
  });

  it('give together what each of the members gives, asked for once or again', () => {
    for (let seed = 0; seed < 80; seed++) {
      const { matrix, units, visibility, random } = pairOf(seed);
      const groups = Array.from({ length: 6 }, () => [...units.keys()].slice(1).filter(() => random.below(3) === 0));
      for (const members of [...groups, ...groups, groups[0]!].filter(({ length }) => length > 0))
        for (const direction of ['to', 'by'] as const) {
          const meant = everyMember(matrix, units, visibility, members, direction);
          const found = together(matrix, units, visibility, members, direction);
          expect(found === null).toBe(meant === null);
          expect(found && [...found.weights]).toEqual(meant && meant.map(({ weight }) => weight));
          expect(found && meant!.map((_, unit) => found.shareOf(unit))).toEqual(meant && meant.map(({ share }) => share));
        }
    }
  });
});

/** What is meant, unit by unit; null where no row of a member is here. */
function everyMember(matrix: UnitMatrix, units: readonly Unit[], visibility: Visibility, members: readonly number[], direction: Direction) {
  const sum = (of: (member: number) => number, from: readonly number[]) => from.reduce((total, member) => total + of(member), 0);
  const [rows, columns] = [members.filter(member => hasRow(matrix, member)), members.filter(member => !visibility.hides(member))];
  const tokensOf = (member: number) => units[member]!.tokens.length;
  if (direction === 'to' && rows.length === 0) return null;
  const mean = (of: (row: number) => number) => sum(row => of(row) * tokensOf(row), rows) / sum(tokensOf, rows);
  return units.map((_, unit) =>
    direction === 'to'
      ? { weight: Math.fround(mean(row => valueIn(matrix, row, unit))), share: mean(row => visibility.shareOf(row, unit)) }
      : {
          weight: Math.fround(sum(column => valueIn(matrix, unit, column), columns)),
          share: sum(column => visibility.shareOf(unit, column), columns),
        },
  );
}
