import type { HeadRef } from './lens.ts';

/**
 * What a head does with random tokens written twice. They mean nothing, so what it finds it finds by place or by repetition.
 * `previous`: mean of the first subdiagonal, A[q, q - 1]. `same`: what a query gives to all earlier occurrences p of its own token, A[q, p].
 * `induction`: the same for the tokens after those, A[q, p + 1] (Olsson et al. 2022; the sums are those of HeadVis, compute-head-metrics).
 * `same` and `induction` are means over the queries that have an earlier occurrence; 0 when there is none.
 */
export type HeadRole = 'previous' | 'same' | 'induction';
export type RoleScores = Readonly<Record<HeadRole, number>>;
/** Of two texts also what a head does between them, see `aligns.ts`. */
export type ShownRole = HeadRole | 'aligns';

export interface ScoredHead {
  readonly head: HeadRef;
  readonly scores: RoleScores;
}

/** A head in the role that it fills best. */
export interface RoledHead {
  readonly head: HeadRef;
  readonly role: ShownRole;
  readonly score: number;
}

/** What is said of a role: `Induction`, marked `I`: a head that attends to "what followed earlier occurrences of the same token". */
export const ROLE_TEXTS: Readonly<Record<ShownRole, { readonly name: string; readonly letter: string; readonly target: string }>> = {
  aligns: { name: 'Aligns', letter: 'A', target: 'the word as far on in the other text' },
  previous: { name: 'Previous token', letter: 'P', target: 'the token before' },
  same: { name: 'Same token', letter: 'S', target: 'earlier occurrences of the same token' },
  induction: { name: 'Induction', letter: 'I', target: 'what followed earlier occurrences of the same token' },
};
export const HEAD_ROLES = ['previous', 'same', 'induction'] as const satisfies readonly HeadRole[];
export const SHOWN_ROLES = ['aligns', ...HEAD_ROLES] as const satisfies readonly ShownRole[];

/** A head has one letter: that of what it does in the two texts that are looked at. */
export function withAligned(roles: readonly RoledHead[], aligned: readonly RoledHead[]): readonly RoledHead[] {
  if (aligned.length === 0) return roles;
  const own = new Set(aligned.map(({ head }) => String(head)));
  return [...aligned, ...roles.filter(({ head }) => !own.has(String(head)))];
}

/** What the letters at heads stand for: "I induction" for each role that some head has. */
export function lettersOf(roles: readonly RoledHead[]): readonly string[] {
  return SHOWN_ROLES.filter(role => roles.some(other => other.role === role)).map(
    role => `${ROLE_TEXTS[role].letter} ${ROLE_TEXTS[role].name.toLowerCase()}`,
  );
}

/** Of a head's attention, from which on it is said to have a role. A choice, so it is said together with the score. */
export const ROLE_BAR = 0.4;

/** @param map of one head, [T, T], row-major @param ids of the T tokens */
export function scoreRoles(map: Float32Array, ids: readonly number[]): RoleScores {
  const tokens = ids.length;
  const occurrences = new Map<number, number[]>();
  const sums = { previous: 0, same: 0, induction: 0 };
  let repeated = 0;
  for (let query = 0; query < tokens; query++) {
    const row = map.subarray(query * tokens, (query + 1) * tokens);
    const earlier = occurrences.get(ids[query]!) ?? [];
    if (earlier.length > 0) repeated++;
    for (const place of earlier) {
      sums.same += row[place]!;
      sums.induction += row[place + 1]!;
    }
    if (query > 0) sums.previous += row[query - 1]!;
    occurrences.set(ids[query]!, [...earlier, query]);
  }
  const perRepeat = Math.max(1, repeated);
  return { previous: sums.previous / Math.max(1, tokens - 1), same: sums.same / perRepeat, induction: sums.induction / perRepeat };
}

/** Heads that clear {@link ROLE_BAR}, the strongest first, at most `most`. */
export function headsOfRole(heads: readonly ScoredHead[], role: HeadRole, most: number): ScoredHead[] {
  return heads
    .filter(({ scores }) => scores[role] >= ROLE_BAR)
    .sort((a, b) => b.scores[role] - a.scores[role])
    .slice(0, most);
}

/** Every head that clears {@link ROLE_BAR}, once, in its strongest role; the strongest of each role first, in the order of {@link HEAD_ROLES}. */
export function roledHeads(heads: readonly ScoredHead[]): RoledHead[] {
  const best = heads.map(({ head, scores }): RoledHead => {
    const role = HEAD_ROLES.reduce((a, b) => (scores[b] > scores[a] ? b : a));
    return { head, role, score: scores[role] };
  });
  return HEAD_ROLES.flatMap(role => best.filter(one => one.role === role && one.score >= ROLE_BAR).sort((a, b) => b.score - a.score));
}
