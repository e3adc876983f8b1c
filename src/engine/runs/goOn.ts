import { FaultError } from '../../core/faults.ts';
import { CANCELLED, type CallContext, type Step } from '../../protocol/rpc.ts';

/**
 * Between two steps that take long: a cancellation that came meanwhile is delivered now, and the call says that it goes on.
 * @param step how far it is, where that is known
 * @throws FaultError `cancelled`
 */
export async function goOn(context: CallContext | undefined, step?: Step): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
  if (context?.cancelled) throw new FaultError(CANCELLED);
  context?.progress?.(step);
}
