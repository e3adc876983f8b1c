import { isDeepStrictEqual } from 'node:util';
import { selectionOf } from '../../../src/core/attention/navigate.ts';
import { hidesSink, sourceOf, type ViewState } from '../../../src/core/state/viewState.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import { nameOf, numbersOf, type HeldCall } from '../support/heldEngine.ts';
import { sampledUnits } from '../support/heldModels.ts';
import { hold } from './hold.ts';
import { shownRun } from './wanted.ts';
import type { World } from './world.ts';

const pointedAt = ({ pinned, linked, hovered, cursor, cell, direction }: ViewState) => [pinned, linked, hovered, cursor, cell, direction];

/** What a person may expect of a text that is held by rows: the row of the word that is pointed at, soon, and never the numbers of another word. */
export class RowPromises {
  private readonly world: World;
  private waitingSince: number | null = null;

  constructor(world: World) {
    this.world = world;
  }

  check(isIdle: boolean): void {
    const { explorer } = this.world;
    const isByRows = explorer.exploration?.summary.held === 'rows';
    this.asked(isByRows);
    if (!isByRows) hold('of a text that is held whole all is shown at once', explorer.shown === explorer.state, true);
    if (!isByRows) return;
    this.numbers();
    this.ends();
    this.waiting();
    if (isIdle)
      hold('the row of the word that is pointed at is here, or could not be had', this.isWhole || explorer.rowFault !== null, true);
  }

  /** After a person has tried again what failed. */
  complete(): void {
    hold('a row that was tried again is here', this.world.explorer.rowFault, null);
  }

  private get isWhole(): boolean {
    const { wordView } = this.world.explorer;
    return wordView!.source === null || wordView!.weights !== null;
  }

  /** 5: the newest word wins, and its row is asked for once. */
  private asked(isByRows: boolean): void {
    const { explorer, engine } = this.world;
    const held = engine.held.filter(({ owner, method }) => owner === 'explorer' && method === 'row');
    if (!isByRows) return hold('rows that are asked for of a text that is held whole', held.length, 0);
    const { state, exploration } = explorer;
    const look = { level: state.level, ...selectionOf(state.view, exploration!.model.lenses) };
    const isOfLook = ({ parameters }: HeldCall) =>
      Object.entries(look).every(([name, value]) => isDeepStrictEqual(parameters[name], value));
    const ofLook = held.filter(isOfLook);
    hold('rows that are asked for through another lens, once chosen', held.length - ofLook.length <= 1, true);
    if (ofLook.length === 0) return;
    hold(
      'the rows that are asked for',
      ofLook.map(({ parameters }) => parameters['unit']),
      [sourceOf(state)?.unit],
    );
    hold('a row that is asked for is not here', this.isWhole && isDeepStrictEqual(pointedAt(state), pointedAt(explorer.shown)), false);
  }

  /** 6: the numbers of the word that is named, or none. */
  private numbers(): void {
    const { exploration, shown, wordView } = this.world.explorer;
    const run = shownRun(this.world);
    const size = sequenceOf(exploration!.summary)[shown.level].length;
    const source = sourceOf(shown)?.unit ?? null;
    hold('the word whose attention is shown', wordView!.source, source);
    if (source === null) return hold('without a word there is no row', wordView!.weights, null);
    const look = { level: shown.level, ...selectionOf(shown.view, exploration!.model.lenses) };
    const sampled = sampledUnits(size);
    const sample = numbersOf(nameOf('sampledRows', look, run), sampled.length * size);
    const place = sampled.indexOf(source);
    const { together } = wordView!;
    if (shown.direction === 'by') {
      const { matrix } = exploration!;
      const isHidden = (unit: number) => hidesSink(shown, matrix) && matrix.sinks.some(sink => sink.unit === unit);
      // Several words that count as one are the sum of their keys, without what is hidden.
      const columns = together ? together.filter(unit => !isHidden(unit)) : [source];
      const column = new Float32Array(size).fill(NaN);
      sampled.forEach((row, at) => (column[row] = columns.reduce((sum, unit) => sum + sample[at * size + unit]!, 0)));
      hold('what attends to the word, of the sampled rows alone', wordView!.weights, column);
      hold('what attends to the word says of how many rows', wordView!.sample, { rows: sampled.length, of: size });
    } else if (together) hold('several words have the numbers of those rows that are here', wordView!.weights !== null, true);
    else if (place >= 0) hold('a row of the sample', wordView!.weights, sample.slice(place * size, (place + 1) * size));
    else if (wordView!.weights !== null)
      hold('the row of the word (6)', wordView!.weights, numbersOf(nameOf('row', { ...look, stream: 'text', unit: source }, run), size));
    else hold('a word without its row has no colour', wordView!.buckets.some(Boolean), false);
  }

  /** 6: both ends of a link change together. */
  private ends(): void {
    const { pinned, linked } = this.world.explorer.shown;
    hold(
      'on screen, too, another word is linked with the pinned one',
      linked?.some(({ unit }) => unit === (pinned?.unit ?? unit)),
      linked ? false : undefined,
    );
  }

  /** A word stays on screen for the next one for a moment, as long as it is all there. */
  private waiting(): void {
    const { state, shown } = this.world.explorer;
    if (isDeepStrictEqual(pointedAt(state), pointedAt(shown))) {
      this.waitingSince = null;
      return;
    }
    hold('what stays on screen is whole', this.isWhole, true);
    this.waitingSince ??= performance.now();
    hold('it stays for a moment', performance.now() - this.waitingSince < 100, true);
  }
}
