import type { ChosenModel } from '../../../src/session/modelChoice.ts';
import type { Random } from '../../support/random.ts';
import type { TextDocument } from '../support/textDocument.ts';
import type { Expected } from './expected.ts';
import type { World } from './world.ts';

/** Name, how often beside the others, and what is done; it returns what is told of it. */
export type Gesture = readonly [name: string, weight: number, act: () => unknown];

/** What gestures are made in, and by what chance. */
export abstract class Gestures {
  protected readonly world: World;
  protected readonly expected: Expected;
  protected readonly random: Random;
  abstract readonly all: readonly Gesture[];

  constructor(world: World, expected: Expected, random: Random) {
    this.world = world;
    this.expected = expected;
    this.random = random;
  }

  protected document(): TextDocument | undefined {
    const open = this.world.documents.filter(({ isOpen }) => isOpen);
    return open.length === 0 ? undefined : this.random.pick(open);
  }

  /** What the model that is chosen is told beside two texts. */
  protected told(): Pick<ChosenModel, 'told'> {
    const task = this.random.pick(['', 'summarization', 'translation']);
    return task === '' ? {} : { told: { task } };
  }
}
