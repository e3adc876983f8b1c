import { LEAST, MOST_WORDS } from './across.ts';
import { verbOf } from './attention.ts';
import { shortNameOfView } from './views.ts';
import { nameOfHeat } from './heat.ts';
import { nameOfWords } from './linkEnd.ts';
import { formatSigned, formatWeight } from './numbers.ts';
import { NOT_READ, sampleNote } from './sample.ts';
import { specialShare } from './specials.ts';
import type { Lens } from '../attention/lens.ts';
import type { ViewState } from '../state/viewState.ts';
import type { WordView } from '../state/viewModel.ts';
import { standsInText, type Unit } from '../text/token.ts';
import { visibleText } from '../text/visibleText.ts';

/** Rows of a card: more than a glance holds would not be read. */
const ROWS = 3;

/** What a card beside a word says of it. */
export interface Card {
  /** The head, lens or likeness that the numbers are of. */
  readonly title: string;
  readonly word: string;
  readonly verb: string;
  /** The strongest first, numbers as written. */
  readonly rows: readonly { readonly word: string; readonly value: string }[];
  /** What else of it is to be known; '' where there is nothing. */
  readonly note: string;
}

/** Null while nothing is pointed at, or its numbers are not here. @param view as the colours in the editor show it */
export function cardOf(
  units: readonly Unit[],
  view: WordView,
  state: Pick<ViewState, 'view' | 'direction' | 'heat' | 'hiddenState'>,
  { lenses, layers }: { readonly lenses: readonly Lens[]; readonly layers: number },
): Card | null {
  const { source, weights, order, hidden, focus } = view;
  if (source === null || weights === null) return null;
  const isAttention = state.heat === 'attention';
  const format = isAttention ? formatWeight : formatSigned;
  const labelOf = (unit: number) => visibleText(units[unit]!.label);
  const valueOf = (unit: number) => (view.unseen.has(unit) ? 'not seen' : view.unread.has(unit) ? NOT_READ : format(weights[unit]!));
  const { across } = view;
  const besides = (view.isWithin ? across?.toOther : across?.toOwn) ?? 0;
  const notes = [
    focus === null ? '' : `${labelOf(focus)} ${valueOf(focus)}`,
    isAttention && across && besides >= LEAST ? `${view.isWithin ? 'the other text' : 'its own text'} ${format(besides)}` : '',
    isAttention && across === undefined && state.direction === 'to' && Number.isFinite(weights[source])
      ? `itself ${format(weights[source]!)}`
      : '',
    isAttention && across === undefined && state.direction === 'to' && units.some(({ special }) => special)
      ? `special tokens ${format(specialShare(units, weights))}`
      : '',
    hidden.size > 0 ? `hidden: ${[...hidden].map(unit => `${labelOf(unit)} ${format(weights[unit]!)}`).join(', ')}` : '',
  ].filter(Boolean);
  return {
    title: isAttention ? shortNameOfView(state.view, lenses, view.head) : nameOfHeat(state.heat, state.hiddenState, layers),
    word: view.together ? visibleText(nameOfWords(units, view.together, MOST_WORDS)) : labelOf(source),
    verb: isAttention ? verbOf(state.view.kind, state.direction) : 'is most like',
    rows: order
      .filter(unit => standsInText(units[unit]!) && Number.isFinite(weights[unit]))
      .slice(0, ROWS)
      .map(unit => ({ word: labelOf(unit), value: valueOf(unit) })),
    note: `${notes.join('; ')}${sampleNote(view.sample)}`,
  };
}
