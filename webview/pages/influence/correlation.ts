import { formatSigned, type UnitNoun } from '../../../src/core/describe/attention.ts';
import { relationOf } from '../../../src/core/describe/embeddings.ts';
import { chanceBound, rankCorrelation } from '../../../src/core/vectors/rankCorrelation.ts';

/** A reading of the words that another one is compared with; its weights are null while it is not here. */
export interface OtherReading {
  readonly name: string;
  readonly weights: Float32Array | null;
}

/** Whether a reading and others order the words alike, and how much of that could be chance; empty when nothing can be compared. */
export function correlationNote(
  name: string,
  values: Float32Array,
  others: readonly OtherReading[],
  units: readonly number[],
  noun: UnitNoun,
): string {
  const pick = (from: Float32Array) => units.map(unit => from[unit]!);
  const compared = others.flatMap(other => {
    const rho = other.weights === null ? NaN : rankCorrelation(pick(values), pick(other.weights));
    return Number.isNaN(rho)
      ? []
      : [`those by ${name} and by ${other.name} ${relationOf(rho, units.length)} at ρ\u00a0${formatSigned(rho)}`];
  });
  if (compared.length === 0) return '';
  const bound = chanceBound(units.length).toFixed(2);
  return `Of the orders of these ${units.length} ${noun}, ${compared.join(', ')}; up to ±${bound} can be chance.`;
}
