import type { PartMessage } from '../../../../src/protocol/panelApi.ts';
import type { PartName, PartStatus, PartStatuses } from '../../../../src/protocol/panelParts.ts';
import { PART_MAKERS } from './allParts.ts';
import type { PartMaker, PartSource } from './partMaker.ts';
import { lackOf } from '../../../../src/core/model/capability.ts';
import type { Fault } from '../../../../src/core/fault.ts';

const CANCELLED: Fault = {
  code: 'cancelled',
  title: 'Stopped',
  cause: 'You cancelled it before it was done.',
  nextStep: 'Start it again when you need it.',
};

/** What a test or the address (`?part=likeness:computing,path:failed`) holds a part in. */
const HELD: Readonly<Record<string, PartStatus>> = {
  computing: { kind: 'computing', done: 0, total: 0 },
  progress: { kind: 'computing', done: 16, total: 40 },
  waiting: { kind: 'waiting', passes: 491, seconds: 118 },
  broken: {
    kind: 'failed',
    fault: { code: 'runtime', title: 'The model stopped', cause: 'A run failed.', nextStep: 'The log has more.' },
  },
  failed: {
    kind: 'failed',
    fault: lackOf('hidden-states').fault,
  },
};

const NEED_STATES: readonly PartName[] = ['path', 'map', 'influence', 'occurrences'];

/** Sends each part once per key, as the host does, and says how far every one is. */
export class PartFeed {
  #post: (message: PartMessage) => void;
  #sent = new Map<PartName, string>();
  #held = new Map<PartName, PartStatus | 'partial' | 'stopped'>();

  constructor(post: (message: PartMessage) => void) {
    this.#post = post;
  }

  /** Holds a part in a status by its name: `computing`, `progress`, `partial`, `stopped`, `waiting`, `broken`, `failed` (for good). */
  hold(name: PartName, status: string): void {
    this.#held.set(name, status === 'partial' || status === 'stopped' ? status : HELD[status]!);
  }

  cancel(name: PartName): void {
    this.#held.set(name, this.#held.get(name) === 'partial' ? 'stopped' : { kind: 'failed', fault: CANCELLED });
  }

  release(name: PartName): void {
    this.#held.delete(name);
  }

  /** It is not shown any more, and made anew when it is asked for. */
  drop(name: PartName): void {
    this.#sent.delete(name);
  }

  send(source: PartSource): PartStatuses {
    const statuses: { [name in PartName]?: PartStatus } = {};
    for (const name of Object.keys(PART_MAKERS) as PartName[]) {
      const status = this.#sendPart(name, PART_MAKERS[name] as PartMaker<PartName>, source);
      if (status) statuses[name] = status;
    }
    return statuses;
  }

  /** Some of a part, as the host sends it while the rest is made, and leaves it when that is stopped. */
  #sendSome(kind: 'partial' | 'stopped', name: PartName, maker: PartMaker<PartName>, source: PartSource, key: string): PartStatus {
    this.#post({ type: 'part', name, key, value: maker.some!(source) } as PartMessage);
    return { kind, key, done: 5, total: 10 };
  }

  #sendPart(name: PartName, maker: PartMaker<PartName>, source: PartSource): PartStatus | null {
    const key = maker.key(source);
    // What was computed stays when nothing is asked for, as in the host.
    if (key === null) return this.#sent.has(name) ? { kind: 'ready', key: this.#sent.get(name)! } : null;
    if (source.switches.has('nostates') && NEED_STATES.includes(name)) return { kind: 'failed', fault: lackOf('hidden-states').fault };
    const held = this.#held.get(name);
    if (held === 'partial' || held === 'stopped') return this.#sendSome(held, name, maker, source, key);
    if (held) return held;
    if (this.#sent.get(name) !== key) {
      this.#post({ type: 'part', name, key, value: maker.make(source) } as PartMessage);
      this.#sent.set(name, key);
    }
    return { kind: 'ready', key };
  }
}
