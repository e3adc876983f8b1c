import { headsOfRole, ROLE_BAR, type HeadRole, type ScoredHead } from '../../core/attention/headRoles.ts';
import type { Lens } from '../../core/attention/lens.ts';
import { formatWeight } from '../../core/describe/numbers.ts';
import { allHeads, headsIn } from '../../core/model/stack.ts';

export interface Lenses {
  readonly lenses: readonly Lens[];
  /** Id of one of them. */
  readonly defaultLens: string;
  readonly about: string;
}

/**
 * A model without lenses.json gets two views that claim nothing, and one for each role that heads of it have been seen in.
 * @param heads of each layer @param scored what the heads did on random tokens; empty when that was not looked at
 */
export function defaultLenses(heads: readonly number[], scored: readonly ScoredHead[] = []): Lenses {
  const last = heads.length - 1;
  return {
    about: '',
    defaultLens: 'last-layer',
    lenses: [
      {
        id: 'last-layer',
        name: 'Last layer (mean)',
        description: `The mean of the ${headsIn(heads, last)} heads of layer ${last}. It claims nothing.`,
        selection: { kind: 'layer', layer: last },
        combine: 'mean',
        evidence: [],
      },
      {
        id: 'all-heads',
        name: 'All heads (mean)',
        description: `The mean of all ${allHeads(heads).length} heads. It claims nothing, and the special tokens take a large share of it.`,
        selection: { kind: 'all' },
        combine: 'mean',
        evidence: [],
      },
      ...ROLES.flatMap(role => lensOfRole(role, headsOfRole(scored, role, MOST_HEADS))),
    ],
  };
}

/** More would water down what the strongest do. */
const MOST_HEADS = 4;

const ROLES = ['previous', 'same', 'induction'] as const satisfies readonly HeadRole[];

const ROLE_TEXTS: Readonly<Record<HeadRole, { readonly id: string; readonly name: string; readonly target: string }>> = {
  previous: { id: 'previous-token', name: 'Previous token', target: 'the token before' },
  same: { id: 'same-token', name: 'Same token', target: 'earlier occurrences of the same token' },
  induction: { id: 'induction', name: 'Induction', target: 'what followed earlier occurrences of the same token' },
};

function lensOfRole(role: HeadRole, found: readonly ScoredHead[]): Lens[] {
  if (found.length === 0) return [];
  const { id, name, target } = ROLE_TEXTS[role];
  const scores = found.map(({ head: [layer, head], scores }) => `L${layer} H${head} ${formatWeight(scores[role])}`);
  const description = `On random tokens written twice, these heads give ${formatWeight(ROLE_BAR)} or more of their attention to ${target}: ${scores.join(', ')}.`;
  return [{ id, name, description, selection: { kind: 'heads', heads: found.map(({ head }) => head) }, combine: 'mean', evidence: [] }];
}
