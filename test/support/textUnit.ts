import { TEXT, unitRef, type UnitRef } from '../../src/core/text/unitRef.ts';

/** A unit of a model's only text. */
export function textUnit(unit: number): UnitRef {
  return unitRef(TEXT, unit);
}
