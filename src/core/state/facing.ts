import type { Direction } from '../attention/lens.ts';
import { isAcross, type Side, type Sides } from '../text/textPair.ts';
import type { UnitMatrix } from './unitMatrix.ts';
import { sourceOf, type ViewState } from './viewState.ts';

type Pair = Pick<UnitMatrix, 'sides' | 'causal'>;

const TURNED: Readonly<Record<Direction, Direction>> = { to: 'by', by: 'to' };

/**
 * Of two texts one looks and the other is looked at: the second looks, or the first where the direction is turned and the model lets it. So each word has the
 * direction of its text: what it attends to in the one, what attends to it in the other. The same state, where there is one text, and within each of two.
 */
export function facing(state: ViewState, matrix: Pair): ViewState {
  const direction = directionOf(state, matrix);
  return direction === state.direction ? state : { ...state, direction };
}

function directionOf(state: ViewState, { sides, causal }: Pair): Direction {
  if (!isAcross(sides)) return state.direction;
  const looking = causal || state.direction === 'to' ? 1 : 0;
  const side = sides!.of[sourceOf(state)?.unit ?? -1] ?? -1;
  if (side < 0) return looking === 1 ? 'to' : 'by';
  return side === looking ? 'to' : 'by';
}

/** What a person has to have chosen for a word to be seen this way. @param state as {@link facing} has it */
export function turnedTo(direction: Direction, state: ViewState, { sides }: Pair): Direction {
  return isAcross(sides) && sides!.of[sourceOf(state)?.unit ?? -1] === 0 ? TURNED[direction] : direction;
}

/** Of two texts the one whose words look; the second, where there is one text. Within each, the one that is pointed into. @param state as {@link facing} has it */
export function lookingSide(state: ViewState, { sides }: Pick<UnitMatrix, 'sides'>): Side {
  if (!sides) return 1;
  const side = sides.of[sourceOf(state)?.unit ?? -1] ?? -1;
  if (sides.far === 'own') return side >= 0 ? (side as Side) : defaultSide(sides);
  if (side < 0) return state.direction === 'to' ? 1 : 0;
  return (side === 1) === (state.direction === 'to') ? 1 : 0;
}

/** The second text, unless only the first is there to look. */
function defaultSide({ of }: Sides): Side {
  return of.includes(1) ? 1 : 0;
}

/** Which way is looked is a person's choice: between two texts, where both can look. */
export function canTurn({ sides, causal }: Pair): boolean {
  return !isAcross(sides) || !causal;
}
