import { FAULTS } from '../support/heldEngine.ts';
import { FOLDERS } from '../support/heldModels.ts';
import { Gestures, type Gesture } from './gesture.ts';

/** What the engine does, and what happens to it and to the files of its models. */
export class EngineGestures extends Gestures {
  readonly all: readonly Gesture[] = [
    ['answer', 40, () => this.answer()],
    ['fault', 4, () => this.answer(this.random.pick(FAULTS))],
    ['engine idle', 1, () => this.world.engine.runs.clear()],
    ['engine crash', 0.5, () => this.world.engine.crash()],
    ['files change', 1, () => this.world.engine.changeFiles(this.random.pick(FOLDERS))],
    [
      'other model',
      0.7,
      () => (this.world.models.chosen = { directory: this.random.pick(['/m', '/m', '/n', '/r', '/r']), ...this.told() }),
    ],
    ['step', 2, () => this.step()],
    ['time', 6, () => 0],
  ];

  /** A long text is read in pieces. */
  private step(): unknown {
    const run = this.world.engine.held.find(({ step }) => step !== undefined);
    const { pending } = this.expected;
    if (!run || !pending) return 'no text is run';
    pending.step = { done: this.random.below(9), total: 9 };
    run.step!(pending.step);
    return pending.step;
  }

  private answer(fault?: (typeof FAULTS)[number]): unknown {
    const { held } = this.world.engine;
    if (held.length === 0) return 'nothing asked';
    const call = this.random.pick(held);
    call.settle(fault);
    return `${call.owner} ${call.method}${fault ? ` ${fault.code}` : ''}`;
  }
}
