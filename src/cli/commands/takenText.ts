import { createHash } from 'node:crypto';
import { toJson } from '../../core/export/json.ts';
import { bertVizShape, circuitsVisShape, lackForLibrary, libraryWeights, MOST_LIBRARY_WEIGHTS } from '../../core/export/libraries.ts';
import { headsTable, matrixTable, rowTable, type ExportTable } from '../../core/export/tables.ts';
import { nameOfHeads, takenOf, type Taken } from '../../core/export/taken.ts';
import { withRow } from '../../core/state/unitMatrix.ts';
import { hidesSink, INITIAL_STATE } from '../../core/state/viewState.ts';
import type { Direction } from '../../core/attention/lens.ts';
import { FaultError } from '../../core/faults.ts';
import { sideOf, type GivenText, type Side } from '../../core/text/textPair.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { TEXT, unitRef } from '../../core/text/unitRef.ts';
import { allHeads } from '../../core/model/stack.ts';
import type { Material } from '../../draw/answers/material.ts';
import { HeadCodes } from '../../draw/files/headCodes.ts';
import { THUMBNAIL_SIDE } from '../../draw/files/headsPicture.ts';
import { holdsAllHeads, htmlFile } from '../../draw/files/htmlFile.ts';
import { paletteIn } from '../../draw/files/palettes.ts';
import { pictureOf, svgOf } from '../../draw/files/picture.ts';
import { visibilityIn } from '../../core/state/viewModel.ts';
import type { Runner } from '../../engine/runner.ts';
import type { ModelSummary, RunSummary } from '../../protocol/engineApi.ts';
import { usageError, type RunCommand } from '../arguments/command.ts';
import type { TakenFormat } from '../arguments/runFormats.ts';
import type { ChosenView } from '../arguments/view.ts';
import { fingerprintOf, hashesOfRead, tableBytes } from './answerTable.ts';
import { findWord, wantedWord, wordMissing, type Among } from './runText.ts';

/** What one run is taken away as: the same bytes as the panel's. @throws FaultError `usage` */
export class TakenText {
  readonly #runner: Runner;
  readonly #model: ModelSummary;
  readonly #command: RunCommand;
  readonly #view: ChosenView;

  constructor(runner: Runner, model: ModelSummary, command: RunCommand, view: ChosenView) {
    this.#runner = runner;
    this.#model = model;
    this.#command = command;
    this.#view = view;
  }

  async write(given: GivenText, summary: RunSummary, format: TakenFormat): Promise<Uint8Array[]> {
    const taken = await this.#taken(given, summary);
    switch (format) {
      case 'csv':
      case 'tsv':
      case 'markdown':
      case 'latex':
        return tableBytes(await this.#table(taken, summary), format);
      case 'svg':
        return [new TextEncoder().encode(await this.#picture(taken, summary))];
      case 'html':
        return [new TextEncoder().encode(await this.#page(taken, summary))];
      case 'bertviz':
        return toJson(bertVizShape(taken, await this.#everyHead(taken, summary, format)));
      case 'circuitsvis':
        return toJson(circuitsVisShape(taken, await this.#everyHead(taken, summary, format)));
    }
  }

  async #taken(given: GivenText, summary: RunSummary): Promise<Taken> {
    const { text, pair } = given;
    const { word, showing } = this.#command;
    const { lens, selection, combine } = this.#view;
    const sequence = sequenceOf(summary);
    const { nth } = showing;
    const state = { ...showing.state, ...(pair && { direction: directionOf(this.#command) }) };
    const units = sequence[state.level];
    const wanted = wantedWord(given, word);
    const among = pair && { pair, side: textOfWord(this.#command) };
    const source = wanted === null ? null : nth === 1 ? findWord(wanted, text, units, among) : nthWord(wanted.word, units, nth, among);
    const asked = { runId: summary.runId, level: state.level, selection, combine } as const;
    const matrix = await this.#runner.matrix(asked);
    // Of a text that is held by rows, the row of the word is read beside the sample.
    const row = source === null || !matrix.sampled ? null : await this.#runner.row({ ...asked, ...unitRef(TEXT, source) });
    return takenOf({
      model: this.#model,
      fingerprint: fingerprintOf(this.#model),
      run: summary,
      text,
      textHashes: hashesOfRead(text, summary),
      isEdited: false,
      heads: { lens, selection, combine },
      matrix: withRow(
        matrix,
        row && { unit: source!, values: row.weights, low: row.low, high: row.high, ...(row.rowHeads && { head: row.rowHeads[0]! }) },
      ),
      state: { ...INITIAL_STATE, ...state, pinned: source === null ? null : unitRef(TEXT, source) },
    });
  }

  async #table(taken: Taken, { runId }: RunSummary): Promise<ExportTable> {
    const { source } = taken.word;
    const { table } = this.#command.showing;
    if (source === null || table === 'matrix') return matrixTable(taken);
    if (table !== 'heads') return rowTable(taken)!;
    const { level, direction, matrix } = taken;
    const ranking = await this.#runner.rankHeads({ runId, level, direction, hideSink: hidesSink(taken, matrix), ...unitRef(TEXT, source) });
    return headsTable(taken, ranking);
  }

  async #picture(taken: Taken, run: RunSummary): Promise<string> {
    const { picture, colours } = this.#command.showing;
    const { level, hideSpecial, matrix, pair } = taken;
    const hideSink = hidesSink(taken, matrix);
    const asked = { runId: run.runId, level, hideSpecial, hideSink, ...(pair && { looking: pair.looking }), maxSide: THUMBNAIL_SIDE };
    const thumbnails = picture === 'heads' ? await this.#runner.thumbnails(asked) : null;
    const material: Material = { taken, state: INITIAL_STATE, model: this.#model, run, part: () => null };
    return svgOf(picture, material, pictureOf(picture, material, thumbnails, paletteIn(colours))!);
  }

  async #page(taken: Taken, { runId }: RunSummary): Promise<string> {
    const heads = allHeads(this.#model.attention.heads);
    const codes = new HeadCodes(taken.rowUnits, taken.columnUnits);
    codes.add(`${nameOfHeads(taken.heads, this.#model)} (shown)`, taken.matrix, taken.visibility);
    const others = holdsAllHeads(taken, heads.length) ? heads : [];
    for (const [layer, head] of others) {
      const selection = { kind: 'heads', heads: [[layer, head]] } as const;
      const matrix = await this.#runner.matrix({ runId, level: taken.level, selection, combine: 'mean' });
      codes.add(`L${layer} H${head}`, matrix, visibilityIn(matrix, taken.units, taken.sequence.tokens.length, taken));
    }
    return htmlFile(taken, codes.coded(), paletteIn(this.#command.showing.colours).heat, text =>
      createHash('sha256').update(text).digest('base64'),
    );
  }

  /** @throws FaultError `unavailable` where the library cannot show it, `usage` when that is more than a viewer opens */
  async #everyHead(taken: Taken, { runId }: RunSummary, format: 'bertviz' | 'circuitsvis'): Promise<Float32Array[]> {
    const lack = lackForLibrary(taken, format);
    if (lack) throw new FaultError(lack);
    if (taken.matrix.sampled || libraryWeights(taken) > MOST_LIBRARY_WEIGHTS)
      throw usageError(
        `The text is too long for ${format}`,
        `All heads of it are more numbers than a viewer opens.`,
        'Give a shorter text, or use npz.',
      );
    const matrices: Float32Array[] = [];
    for (const [layer, head] of allHeads(this.#model.attention.heads)) {
      const { values } = await this.#runner.matrix({
        runId,
        level: 'pieces',
        selection: { kind: 'heads', heads: [[layer, head]] },
        combine: 'mean',
      });
      matrices.push(values);
    }
    return matrices;
  }
}

type Asked = Pick<RunCommand, 'back' | 'within' | 'showing' | 'word'>;

/** Of two texts the one whose words look. */
export function lookingText({ back, within }: Pick<RunCommand, 'back' | 'within'>): Side {
  if (within === 'first') return 0;
  return back ? 0 : 1;
}

/** The one that the word is of: what it attends to is asked of a word that looks, what attends to it of one that is looked at. */
function textOfWord(asked: Asked): Side {
  const looking = lookingText(asked);
  return asked.within !== null || asked.showing.state.direction === 'to' ? looking : ((1 - looking) as Side);
}

/** Without a word it says which text looks, as a person's choice has it. */
function directionOf(asked: Asked): Direction {
  if (asked.word !== null || asked.within !== null) return asked.showing.state.direction;
  return lookingText(asked) === 1 ? 'to' : 'by';
}

/** The n-th of the words, or sub-words, that are written so. @throws FaultError `usage` */
function nthWord(word: string, units: Taken['units'], nth: number, among: Among | null): number {
  const isMeant = (unit: Taken['units'][number]) => unit.label === word && (!among || sideOf(among.pair, unit) === among.side);
  const places = units.flatMap((unit, index) => (isMeant(unit) ? [index] : []));
  const found = places[nth - 1];
  if (found === undefined)
    throw wordMissing(`It stands there ${places.length === 1 ? 'once' : `${places.length} times`} in this very spelling.`);
  return found;
}
