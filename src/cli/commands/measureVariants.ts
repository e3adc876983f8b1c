import type { Fault } from '../../core/fault.ts';
import { FaultError } from '../../core/faults.ts';
import { describeDifference, type VariantDifference } from '../../core/model/variantDifference.ts';
import { listVariants } from '../../engine/model/listVariants.ts';
import { Runner } from '../../engine/runner.ts';

/** A variant that cannot be loaded says nothing of the others. */
export interface NotMeasured {
  readonly variant: string;
  readonly fault: Fault;
}

/** How far one variant, or each that can be shown, is from the most exact one. @throws FaultError for the one that was named */
export async function measureVariants(directory: string, named: string | null): Promise<(VariantDifference | NotMeasured)[]> {
  const runner = new Runner();
  if (named !== null) return [await runner.variantDifference({ directory, variant: named })];
  const [, ...others] = listVariants(directory).filter(({ fault }) => fault === null);
  const measured: (VariantDifference | NotMeasured)[] = [];
  for (const { name: variant } of others)
    try {
      measured.push(await runner.variantDifference({ directory, variant }));
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      measured.push({ variant, fault: error.fault });
    }
  return measured;
}

export function describeMeasured(measured: VariantDifference | NotMeasured): string {
  return 'fault' in measured ? `not measured. ${measured.fault.title}. ${measured.fault.cause}` : describeDifference(measured);
}
