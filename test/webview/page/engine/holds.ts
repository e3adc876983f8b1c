import { FaultError } from '../../../../src/core/faults.ts';
import { lackOf } from '../../../../src/core/model/capability.ts';
import type { EngineRequest } from '../../../../src/protocol/engineMethods.ts';
import type { PartName } from '../../../../src/protocol/panelParts.ts';

/**
 * What a part is kept in: `computing` never comes to an end, `partial` and `stopped` measure a first stretch and go no further, `waiting` would take so
 * long that a person is asked, `broken` fails and may be tried again, `failed` is what the model does not have.
 */
const HELD = ['computing', 'partial', 'stopped', 'waiting', 'broken', 'failed'] as const;
export type Held = (typeof HELD)[number];

/** How long one pass takes for it, in milliseconds: the session measures as many words at once as take a second, and asks above fifteen. */
const PASS_MILLISECONDS: { readonly [held in Held]?: number } = { partial: 200, stopped: 200, waiting: 20_000 };

export function heldNamed(name: string | undefined): Held {
  const held = HELD.find(candidate => candidate === name);
  if (!held) throw new Error(`A part cannot be held as ${name}.`);
  return held;
}

/** A part, or the row of a word. */
export type Holdable = PartName | 'row';

/** Whether the request is made for it. */
const ASKED_FOR: { readonly [name in Holdable]: (request: EngineRequest) => boolean } = {
  tokens: ({ method }) => method === 'tokens',
  model: ({ method }) => method === 'open',
  thumbnails: ({ method }) => method === 'thumbnails',
  ranking: ({ method }) => method === 'rankHeads',
  distances: ({ method }) => method === 'distances',
  ground: ({ method }) => method === 'groundPair',
  removals: ({ method }) => method === 'groundRemovals',
  link: ({ method }) => method === 'linkHeads',
  layers: ({ method }) => method === 'layers',
  likeness: ({ method }) => method === 'likeness',
  path: ({ method }) => method === 'path',
  neighbours: ({ method }) => method === 'neighbours',
  input: ({ method }) => method === 'inputs',
  positions: ({ method }) => method === 'positions',
  map: ({ method }) => method === 'map',
  influence: ({ method }) => method === 'shifts',
  rollout: ({ method, parameters }) => method === 'matrix' && parameters.selection.kind === 'rollout',
  occurrences: ({ method }) => method === 'compare',
  whatIf: ({ method }) => method === 'variant',
  wordVectors: ({ method }) => method === 'wordVectors',
  row: ({ method }) => method === 'row',
};

/** Keeps requests of the engine back, by the part that they are made for. */
export class Holds {
  readonly #held = new Map<Holdable, { readonly as: Held; asked: number; readonly waiting: (() => void)[] }>();

  hold(name: Holdable, as: Held): void {
    this.#held.set(name, { as, asked: 0, waiting: [] });
  }

  /** What was kept back is answered now. */
  release(name: Holdable): void {
    const held = this.#held.get(name);
    this.#held.delete(name);
    for (const answer of held?.waiting ?? []) answer();
  }

  /** Milliseconds that one pass of the model takes. */
  get passMilliseconds(): number {
    return Math.max(20, ...[...this.#held.values()].map(({ as }) => PASS_MILLISECONDS[as] ?? 0));
  }

  /** Comes back when the request may be answered. @throws FaultError when it shall fail */
  async pass(request: EngineRequest): Promise<void> {
    for (const [name, held] of this.#held) {
      if (!ASKED_FOR[name](request)) continue;
      const isFirst = held.asked++ === 0;
      if (held.as === 'failed') throw lackOf('hidden-states');
      if (held.as === 'broken')
        throw new FaultError({ code: 'runtime', title: 'The model stopped', cause: 'A run failed.', nextStep: 'The log has more.' });
      if (held.as === 'waiting' || (held.as !== 'computing' && isFirst)) continue;
      await new Promise<void>(resolve => held.waiting.push(resolve));
    }
  }
}
