import type { Visibility } from '../../core/attention/visibility.ts';
import { formatWeight } from '../../core/describe/numbers.ts';
import { NOT_READ } from '../../core/describe/sample.ts';
import { hasRow, valueIn, type UnitMatrix } from '../../core/state/unitMatrix.ts';

/** Matrices with one sign a cell: each sign is a number as it is written, and its step of colour. */
export interface CodedMatrices {
  readonly names: readonly string[];
  /** Cells row by row. */
  readonly cells: readonly string[];
  /** What each sign stands for; the sign of entry n is the n-th of {@link signOf}. */
  readonly entries: readonly (readonly [text: string, step: number])[];
  readonly signs: string;
  /**
   * Which word has most, by the weights themselves: numbers as they are written may be alike. Of each matrix for each row the place of that column, then for
   * each column that of the row; {@link NO_PLACE} where none has a colour.
   */
  readonly most: readonly string[];
}

/** Signs that take one byte and need no escape in JSON or HTML, then others. */
const FIRST_SIGNS = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).filter(sign => !'"\\<>&\''.includes(sign));
const LATER_SIGN = 0xa1;

function signOf(place: number): string {
  return FIRST_SIGNS[place] ?? String.fromCharCode(LATER_SIGN + place - FIRST_SIGNS.length);
}

const NO_PLACE = ' ';
/** A sign for a place. */
const placeSign = (place: number) => (place < 0 ? NO_PLACE : signOf(place + 1));

/** The signs of no place, and of so many. */
export function signsOfPlaces(count: number): string {
  return Array.from({ length: count + 1 }, (_, at) => placeSign(at - 1)).join('');
}

/**
 * Weights as the screen writes them: two or three decimals, and a step. Few numbers recur in all heads, so that a cell is a sign, the most frequent ones a byte.
 * Nothing is rounded that the screen does not round.
 */
export class HeadCodes {
  readonly #rows: readonly number[];
  readonly #columns: readonly number[];
  readonly #ids = new Map<string, number>();
  readonly #entries: (readonly [text: string, step: number])[] = [];
  readonly #counts: number[] = [];
  readonly #matrices: { readonly name: string; readonly ids: Uint16Array; readonly most: string }[] = [];

  constructor(rows: readonly number[], columns: readonly number[]) {
    this.#rows = rows;
    this.#columns = columns;
  }

  add(name: string, matrix: UnitMatrix, visibility: Visibility): void {
    const ids = new Uint16Array(this.#rows.length * this.#columns.length);
    let at = 0;
    for (const row of this.#rows)
      for (const column of this.#columns) {
        const isSeen = visibility.sees(row, column);
        const value = valueIn(matrix, row, column);
        const text = !isSeen ? 'not seen' : hasRow(matrix, row) ? formatWeight(value) : NOT_READ;
        ids[at++] = this.#idOf(text, isSeen ? visibility.bucketOf(value, row, column) : 0);
      }
    this.#matrices.push({ name, ids, most: this.#mostOf(matrix, visibility) });
  }

  coded(): CodedMatrices {
    const order = this.#entries.map((_, id) => id).sort((a, b) => this.#counts[b]! - this.#counts[a]! || a - b);
    const signs: string[] = [];
    for (const [place, id] of order.entries()) signs[id] = signOf(place);
    return {
      names: this.#matrices.map(({ name }) => name),
      cells: this.#matrices.map(({ ids }) => Array.from(ids, id => signs[id]!).join('')),
      entries: order.map(id => this.#entries[id]!),
      most: this.#matrices.map(({ most }) => most),
      signs: order.map((_, place) => signOf(place)).join(''),
    };
  }

  #mostOf(matrix: UnitMatrix, { sees, bucketOf }: Visibility): string {
    const mostOf = (units: readonly number[], cell: (unit: number) => readonly [row: number, column: number]) => {
      let [most, place] = [-Infinity, -1];
      for (const [at, unit] of units.entries()) {
        const [row, column] = cell(unit);
        const value = valueIn(matrix, row, column);
        if (row === column || !sees(row, column) || !(value > most) || bucketOf(value, row, column) === 0) continue;
        [most, place] = [value, at];
      }
      return placeSign(place);
    };
    const ofRows = this.#rows.map(row => mostOf(this.#columns, column => [row, column]));
    return [...ofRows, ...this.#columns.map(column => mostOf(this.#rows, row => [row, column]))].join('');
  }

  #idOf(text: string, step: number): number {
    const key = `${text} ${step}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#entries.length;
      this.#ids.set(key, id);
      this.#entries.push([text, step]);
      this.#counts.push(0);
    }
    this.#counts[id]!++;
    return id;
  }
}
