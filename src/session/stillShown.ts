import { FaultError } from '../core/faults.ts';
import type { Exploration } from './exploration.ts';
import type { Explorer } from './explorer.ts';
import { modelKey } from './parts/task.ts';

/**
 * To be called behind every wait of what began with a word of the explored text: another text has other words at its places, and another model
 * cuts it into other tokens. @throws FaultError `stale-run`
 */
export function assertStillShown({ exploration }: Pick<Explorer, 'exploration'>, { target, model }: Exploration): void {
  if (exploration?.target === target && modelKey(exploration) === modelKey({ model })) return;
  throw new FaultError({
    code: 'stale-run',
    title: exploration ? 'Another text is shown by now' : 'The text was cleared',
    cause: 'The word belongs to the text that was shown before.',
    nextStep: exploration ? 'Point at a word of the text that is shown, and try again.' : 'Explore again.',
  });
}
