import { toFault } from '../../src/core/faults.ts';
import type { Fault } from '../../src/core/fault.ts';

/** What something throws. @throws Error when it throws nothing */
export function faultOf(run: () => unknown): Fault {
  try {
    run();
  } catch (error) {
    return toFault(error);
  }
  throw new Error('no fault');
}

/** What it is rejected with. @throws Error when it is not */
export async function faultIn(run: () => unknown): Promise<Fault> {
  try {
    await run();
  } catch (error) {
    return toFault(error);
  }
  throw new Error('no fault');
}
