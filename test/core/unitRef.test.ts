import { describe, expect, it } from 'vitest';
import { indexIn, isSameCell, isSameUnit, unitKey, unitRef } from '../../src/core/text/unitRef.ts';
import { reduce } from '../../src/core/state/reduce.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import { textUnit } from '../support/textUnit.ts';

describe('a unit named by stream and index', () => {
  it('is the same as another name of it, and as no unit of another stream', () => {
    expect(isSameUnit(unitRef('source', 2), unitRef('source', 2))).toBe(true);
    expect(isSameUnit(unitRef('source', 2), unitRef('target', 2))).toBe(false);
    expect(isSameUnit(unitRef('source', 2), unitRef('source', 3))).toBe(false);
    expect(isSameUnit(null, unitRef('source', 0))).toBe(false);
    expect(isSameUnit(null, undefined)).toBe(true);
  });

  it('has an index in its own stream alone', () => {
    expect(indexIn('source', unitRef('source', 0))).toBe(0);
    expect(indexIn('target', unitRef('source', 0))).toBeNull();
    expect(indexIn('source', null)).toBeNull();
  });

  it('has a key of its own', () => {
    expect(new Set([unitRef('source', 1), unitRef('target', 1), unitRef('source', 11)].map(unitKey)).size).toBe(3);
  });

  it('makes a cell with another one, by row and column', () => {
    const cell = [unitRef('target', 0), unitRef('source', 1)] as const;
    expect(isSameCell(cell, [unitRef('target', 0), unitRef('source', 1)])).toBe(true);
    expect(isSameCell(cell, [unitRef('source', 1), unitRef('target', 0)])).toBe(false);
    expect(isSameCell(cell, null)).toBe(false);
    expect(isSameCell(null, null)).toBe(true);
  });

  it('is no change of the view when it is pointed at again', () => {
    for (const type of ['hover', 'cursor', 'pin'] as const) {
      const pointed = reduce(INITIAL_STATE, { type, unit: textUnit(1) });
      expect(reduce(pointed, { type, unit: textUnit(1) })).toBe(pointed);
      expect(reduce(pointed, { type, unit: unitRef('target', 1) })).not.toBe(pointed);
    }
    const inCell = reduce(INITIAL_STATE, { type: 'cell', cell: [textUnit(1), textUnit(2)] });
    expect(reduce(inCell, { type: 'cell', cell: [textUnit(1), textUnit(2)] })).toBe(inCell);
  });
});
