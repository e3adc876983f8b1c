import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import type { GroundPart, RemovalPart } from '../../../src/protocol/panelParts.ts';
import type { Checked } from '../../../src/core/grounding/measure.ts';
import { nameOf, numbersOf } from '../support/heldEngine.ts';
import type { HeldRun } from '../support/heldModels.ts';
import { hold } from './hold.ts';
import { shownRun, type Wanted } from './wanted.ts';
import type { World } from './world.ts';

type Drops = readonly (readonly (number | undefined)[])[];

/** What each sentence of an answer loses: without the whole source, and without each sentence that is marked for it. */
function expectedDrops({ source, answer, answerTokens, reached }: GroundPart, tokens: number, run: HeldRun): Drops {
  const name = nameOf('groundRemovals', {}, run);
  const without = (sentences: readonly number[]) => numbersOf(`${name} drops ${sentences.join()}`, tokens);
  const whole = without([...source.keys()]);
  return answer.map((sentence, place) =>
    [whole, ...reached[place]!.strongest.map(seen => without([seen.sentence]))].map(drops =>
      sentence.tokens.reduce((sum, token) => sum + drops[answerTokens.indexOf(token)]!, 0),
    ),
  );
}

const shownDrops = ({ effects }: RemovalPart): Drops =>
  effects.map(({ whole, marked }) => [whole?.drop, ...marked.map(({ without }) => without?.drop)]);

/** Of a sentence that is checked nothing is missing. */
export function removalsOf(grounded: GroundPart, checked: Checked, tokens: number, run: HeldRun): Wanted {
  const isChecked = (_: unknown, sentence: number) => checked === 'all' || sentence === checked;
  return {
    name: 'removals',
    isFor: ({ method, parameters }) => method === 'groundRemovals' && parameters['runId'] === grounded.runId,
    shows: (part: RemovalPart) => [part.runId, shownDrops(part).filter(isChecked)],
    expected: [grounded.runId, expectedDrops(grounded, tokens, run).filter(isChecked)],
  };
}

/** Whatever is on screen of it already is of this run, and of what was left out. */
export function holdRemovals(world: World): void {
  const { exploration, parts } = world.explorer;
  const grounded = parts.latest('ground');
  const { runId } = exploration!.summary;
  for (const { name, value } of parts.shown) {
    if (name !== 'removals' || grounded?.runId !== runId || (value as RemovalPart).runId !== runId) continue;
    const shown = shownDrops(value as RemovalPart);
    const expected = expectedDrops(grounded, sequenceOf(exploration!.summary).tokens.length, shownRun(world));
    const known = expected.map((drops, sentence) => drops.map((drop, place) => (shown[sentence]![place] === undefined ? undefined : drop)));
    hold('what is lost without parts of a source (6, 15)', shown, known);
  }
}
