import {
  HEAD_ROLES,
  headsOfRole,
  ROLE_BAR,
  ROLE_TEXTS,
  roledHeads,
  type HeadRole,
  type RoledHead,
  type ScoredHead,
} from '../../core/attention/headRoles.ts';
import type { Lens } from '../../core/attention/lens.ts';
import { formatCount, formatWeight } from '../../core/describe/numbers.ts';
import { allHeads, headsIn } from '../../core/model/stack.ts';

export interface Lenses {
  readonly lenses: readonly Lens[];
  /** Id of one of them. */
  readonly defaultLens: string;
  readonly about: string;
  /** Codes of the languages that the model was made for; left out: not said. */
  readonly languages?: readonly string[];
  /** Heads in a role that the probe saw them in; none where it was not run. */
  readonly roles: readonly RoledHead[];
}

/**
 * A model without lenses.json gets three views that claim nothing, and one for each role that heads of it have been seen in.
 * @param heads of each layer @param scored what the heads did on random tokens; empty when that was not looked at
 */
export function defaultLenses(heads: readonly number[], scored: readonly ScoredHead[] = []): Lenses {
  const last = heads.length - 1;
  return {
    about: '',
    roles: roledHeads(scored),
    defaultLens: 'strongest',
    lenses: [
      {
        id: 'strongest',
        name: 'Strongest heads',
        description: `Each word through the one of the ${formatCount(allHeads(heads).length)} heads that gives most of it to one other word, beyond its neighbours; which one is said. Some head always is the strongest: it claims nothing.`,
        selection: { kind: 'all' },
        combine: 'strongest',
        evidence: [],
      },
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
        description: `The mean of all ${formatCount(allHeads(heads).length)} heads. It claims nothing. Special tokens, or the first token, often take a large share of it.`,
        selection: { kind: 'all' },
        combine: 'mean',
        evidence: [],
      },
      ...HEAD_ROLES.flatMap(role => lensOfRole(role, headsOfRole(scored, role, MOST_HEADS))),
    ],
  };
}

/** More would water down what the strongest do. */
const MOST_HEADS = 4;

const LENS_IDS: Readonly<Record<HeadRole, string>> = { previous: 'previous-token', same: 'same-token', induction: 'induction' };

function lensOfRole(role: HeadRole, found: readonly ScoredHead[]): Lens[] {
  if (found.length === 0) return [];
  const { name, target } = ROLE_TEXTS[role];
  const scores = found.map(({ head: [layer, head], scores }) => `L${layer} H${head} ${formatWeight(scores[role])}`);
  const description = `To ${target}: ${scores.join(', ')} of their attention, on random tokens written twice (${formatWeight(ROLE_BAR)} or more).`;
  return [
    {
      id: LENS_IDS[role],
      name,
      description,
      selection: { kind: 'heads', heads: found.map(({ head }) => head) },
      combine: 'mean',
      evidence: [],
    },
  ];
}
