import type { LinkRequest } from '../../protocol/headsApi.ts';
import { unitKey } from '../../core/text/unitRef.ts';
import { base, type PartTask, type Shown } from './task.ts';

/** The heads that link the pinned word with another one, or with several. */
export const link: PartTask<'link'> = {
  // The answer, above all sections.
  pages: ['attention'],
  isInCompact: true,
  key: context => {
    const { pinned, linked } = context.state;
    return pinned && linked && [base(context), ...[pinned, ...linked].map(unitKey)].join(' ');
  },
  fetch: (context, signal) => context.engine.call('linkHeads', linkRequest(context), signal),
};

function linkRequest({ exploration, state }: Shown): LinkRequest {
  const { level, pinned, linked } = state;
  return { runId: exploration.summary.runId, level, from: [pinned!.unit], to: linked!.map(({ unit }) => unit) };
}
