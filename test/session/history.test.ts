import { expect, test } from 'vitest';
import { TEXT } from '../../src/core/text/unitRef.ts';
import { goingBy, MOST_STEPS, NO_HISTORY, noted, placeIn, type History, type Step } from '../../src/session/history.ts';
import { Random } from '../support/random.ts';

const token = (index: number) => ({ stream: TEXT, token: index });
const step = (of: Partial<Step> = {}): Step => ({
  pinned: null,
  linked: [],
  view: { kind: 'lens', id: 'last' },
  tab: 'attention',
  level: 'words',
  ...of,
});

/** Two piles: what lies behind and what lies ahead of what is on screen. */
class Naive {
  behind: string[] = [];
  ahead: string[] = [];
  here: string | null = null;

  sees(step: string): void {
    if (step === this.here) return;
    if (this.here !== null) this.behind.push(this.here);
    while (this.behind.length >= MOST_STEPS) this.behind.shift();
    this.here = step;
    this.ahead = [];
  }

  goes(delta: 1 | -1): boolean {
    const [from, to] = delta < 0 ? [this.behind, this.ahead] : [this.ahead, this.behind];
    const next = from.pop();
    if (next === undefined) return false;
    to.push(this.here!);
    this.here = next;
    return true;
  }
}

test('is that of two piles, whatever is looked at and gone to', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = new Random(seed);
    const naive = new Naive();
    let history: History = NO_HISTORY;
    for (let at = 0; at < 400; at++) {
      const delta = random.pick([1, -1, -1] as const);
      const going = random.below(3) === 0 ? goingBy(history, delta) : null;
      if (going) {
        const target = going.steps[going.goingTo!]!;
        // On the way there nothing is a step, however long it takes.
        history = noted(going, step({ pinned: token(99) }), false);
        expect(placeIn(history)).toBe(going.goingTo);
        history = noted(history, target, true);
        expect(naive.goes(delta)).toBe(true);
      } else {
        const seen = step({
          pinned: random.below(4) === 0 ? null : token(random.below(3)),
          linked: random.below(3) === 0 ? [token(5 + random.below(2))] : [],
          view: random.pick([{ kind: 'lens', id: 'last' } as const, { kind: 'head', layer: 0, head: random.below(2) } as const]),
          tab: random.pick(['attention', 'vectors'] as const),
        });
        history = noted(history, seen, true);
        naive.sees(JSON.stringify(seen));
      }
      expect([JSON.stringify(history.steps[history.at]), history.at, history.steps.length]).toEqual([
        naive.here,
        naive.behind.length,
        naive.behind.length + 1 + naive.ahead.length,
      ]);
      expect(goingBy(history, 1) === null).toBe(naive.ahead.length === 0);
      expect(goingBy(history, -1) === null).toBe(naive.behind.length === 0);
    }
  }
});

test('who chooses something else on the way is not taken there any more', () => {
  const [a, b] = [step({ pinned: token(1) }), step({ pinned: token(2) })];
  const both = noted(noted(NO_HISTORY, a, true), b, true);
  const other = noted(goingBy(both, -1)!, step({ pinned: token(3) }), true);
  expect(other).toEqual({ steps: [a, b, step({ pinned: token(3) })], at: 2, goingTo: null });
});

test('words that become sub-words are no step', () => {
  const pinned = noted(noted(NO_HISTORY, step(), true), step({ pinned: token(4) }), true);
  const pieces = noted(pinned, step({ pinned: token(5), level: 'pieces' }), true);
  expect([pieces.at, pieces.steps.length, pieces.steps[1]!.pinned]).toEqual([1, 2, token(5)]);
});
