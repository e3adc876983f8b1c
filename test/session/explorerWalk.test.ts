import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { View } from '../../src/core/attention/lens.ts';
import { Random } from '../support/random.ts';
import { Expected } from './walk/expected.ts';
import { AskGestures } from './walk/askGestures.ts';
import { EngineGestures } from './walk/engineGestures.ts';
import { PageGestures } from './walk/pageGestures.ts';
import { TextGestures } from './walk/textGestures.ts';
import type { Gesture } from './walk/gesture.ts';
import { Promises } from './walk/promises.ts';
import { wantedParts } from './walk/wantedParts.ts';
import { settled, World } from './walk/world.ts';

const STEPS = 1000;
/** Steps that are told of when one breaks a promise. */
const TOLD = 25;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** What the setting says, and what that is in models that have it. */
const USUAL: readonly (readonly [string, readonly View[]])[] = [
  ['', []],
  ['All', [{ kind: 'lens', id: 'all' }]],
  ['L1 H1', [{ kind: 'head', layer: 1, head: 1 }]],
];

/** One walk; what happened in it is told by the error that ends it. */
class Walk {
  readonly world = new World();
  readonly expected = new Expected();
  readonly promises = new Promises(this.world, this.expected);
  readonly random: Random;
  readonly asking: AskGestures;
  readonly gestures: readonly Gesture[];
  readonly told: string[] = [];
  readonly seen = new Set<string>();

  constructor(seed: number) {
    this.random = new Random(seed);
    const { world, expected, random } = this;
    const [written, usual] = random.pick(USUAL);
    world.models.defaultHeads = written;
    expected.usual = usual;
    this.asking = new AskGestures(world, expected, random);
    const others = [EngineGestures, TextGestures, PageGestures].map(Kind => new Kind(world, expected, random));
    this.gestures = [this.asking, ...others].flatMap(({ all }) => all);
  }

  /** @returns whether promises run out before the next one */
  step(): boolean {
    const [name, , act] = this.pick();
    this.seen.add(name);
    const did = act();
    this.told.push(`${name} ${JSON.stringify(did) ?? ''}`);
    vi.advanceTimersByTime(name === 'time' ? 300 : this.random.pick([0, 1, 70, 300]));
    this.check(false);
    return this.random.below(2) === 0;
  }

  async settle(): Promise<void> {
    await settled();
    this.check(this.world.engine.held.length === 0);
    if (this.random.below(40) === 0) await this.rest();
  }

  /** The engine answers all, and a person starts again what failed, waits or was stopped: everything is here then. */
  private async rest(): Promise<void> {
    const { world } = this;
    this.told.push('rest');
    await world.drain(() => this.check(false));
    this.check(true);
    // Twice: what was started of a run that turns out to be lost waits once more.
    for (const _ of [1, 2]) {
      for (const { name } of wantedParts(world)) if (world.explorer.parts.statuses[name]?.kind !== 'ready') world.requests.retry(name);
      if (world.explorer.rowFault) world.explorer.readAgain();
      await world.drain(() => this.check(false));
      this.check(true);
    }
    this.promises.complete();
  }

  private check(isIdle: boolean): void {
    const { explorer } = this.world;
    this.seen.add(explorer.phase.kind);
    if (explorer.exploration?.summary.held === 'rows') this.seen.add(`row ${stateOfRow(explorer)}`);
    for (const status of Object.values(explorer.parts.statuses)) this.seen.add(`part ${status.kind}`);
    if (this.asking.broken !== null) throw this.asking.broken;
    this.promises.check(isIdle);
  }

  private pick() {
    const { gestures } = this;
    let left = this.random.next() * gestures.reduce((sum, [, weight]) => sum + weight, 0);
    return gestures.find(([, weight]) => (left -= weight) < 0)!;
  }
}

function stateOfRow({ shown, state, row, rowFault, wordView }: World['explorer']): string {
  if (rowFault) return 'failed';
  if (row) return shown === state ? 'here' : 'awaited behind the one before';
  return wordView!.source !== null && wordView!.weights === null ? 'awaited' : 'none';
}

const seen = new Set<string>();
const made = new Set<string>();

describe.each(Array.from({ length: 10 }, (_, index) => index + 1))('anything in any order, seed %d,', seed => {
  test(`keeps every promise after each of ${STEPS} steps`, async () => {
    const walk = new Walk(seed);
    for (let step = 1; step <= STEPS; step++) {
      try {
        if (walk.step()) await walk.settle();
      } catch (error) {
        const told = walk.told.slice(-TOLD).join('\n  ');
        throw new Error(`seed ${seed}, step ${step}: ${(error as Error).message}\nthe last steps:\n  ${told}`, { cause: error });
      }
    }
    for (const what of walk.seen) seen.add(what);
    for (const [name] of walk.gestures) made.add(name);
  });
});

test('all of it was done, and every state was come through', () => {
  const states = [
    'empty',
    'restored',
    'loading',
    'ready',
    'stale',
    'failed',
    'part computing',
    'part partial',
    'part stopped',
    'part waiting',
    'part ready',
    'part failed',
    'row none',
    'row here',
    'row awaited behind the one before',
    'row awaited',
    'row failed',
  ];
  expect([...made, ...states].filter(what => !seen.has(what))).toEqual([]);
});
