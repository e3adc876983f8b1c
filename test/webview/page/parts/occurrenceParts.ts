import type { OccurrenceItem, OccurrencePart } from '../../../../src/protocol/panelParts.ts';
import { BANK } from '../comparisons.ts';
import type { PartMakers, PartSource } from './partMaker.ts';

/** As many as are compared at most. */
const MANY = 60;

/** What the page "Same word" asks for, once a comparison was made. */
export const OCCURRENCE_PARTS: PartMakers = {
  occurrences: {
    key: ({ state, switches, groups }) =>
      state.tab === 'occurrences' && switches.has('occurrences') ? JSON.stringify([state.occurrenceContext, groups]) : null,
    make: makeOccurrences,
  },
};

/** Eight places with real numbers, or sixty that repeat them; some typed, some edited away, on request hostile. */
function makeOccurrences({ state, switches, groups }: PartSource): OccurrencePart {
  const size = switches.has('many') ? MANY : switches.has('two') ? 2 : BANK.places.length;
  const places = Array.from({ length: size }, (_, index) => index % BANK.places.length);
  const hostile = '<img src=x onerror=globalThis.harmed=true>\u202E' + 'long'.repeat(5000);
  const items = places.map((place, index): OccurrenceItem => ({
    document: index === size - 1 ? '' : switches.has('hostile') ? hostile : index % 3 === 2 ? 'river.md' : 'credit.md',
    line: index === size - 1 ? 0 : 3 + 4 * index,
    before: switches.has('hostile') ? hostile : BANK.places[place]!.before,
    word: BANK.word,
    after: BANK.places[place]!.after,
    group: groups[index] ?? '',
    live: !(switches.has('edited') && index === 1),
  }));
  // Sixty places repeat eight, a little apart from each other.
  const cosine = (values: Float32Array, row: number, column: number) => {
    const value = values[places[row]! * BANK.places.length + places[column]!]!;
    return row === column ? 1 : size === MANY ? value * (1 - 0.0005 * Math.abs(row - column)) : value;
  };
  const matrix = (values: Float32Array) =>
    Float32Array.from({ length: size * size }, (_, at) => cosine(values, Math.floor(at / size), at % size));
  return {
    word: BANK.word,
    context: state.occurrenceContext,
    items,
    slice: {
      found: places.map((_, index) => index),
      unknown: places.map(() => (switches.has('unread') ? 'all' : 'none')),
      size,
      windowed: 0,
      fixed: new Float32Array(size * size).fill(1),
      states: switches.has('nostates') ? [] : BANK.states.map(matrix),
    },
    beyond: switches.has('many') ? 12 : 0,
    unread: 0,
    cut: switches.has('many') ? ['credit.md'] : [],
    edited: [],
    outside: false,
    elsewhere: switches.has('elsewhere') ? ['letters.md'] : [],
  };
}
