import type { InSteps } from '../../core/inSteps.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { goOn } from './goOn.ts';

/** Between two looks up from the work. */
const STEP_MILLISECONDS = 50;

/** Computes in steps of a few dozen milliseconds, and says how many percent are done. @throws FaultError `cancelled` */
export async function computeInSteps<R>(work: InSteps<R>, context: CallContext | undefined): Promise<R> {
  let looked = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - looked < STEP_MILLISECONDS) continue;
    await goOn(context, { done: Math.floor(100 * step.value), total: 100 });
    looked = performance.now();
  }
}
