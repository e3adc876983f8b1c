import { createHash } from 'node:crypto';
import { shortFingerprint } from '../core/export/identity.ts';
import { bertVizShape, circuitsVisShape, lackForLibrary, libraryWeights, MOST_LIBRARY_WEIGHTS } from '../core/export/libraries.ts';
import { toJson } from '../core/export/json.ts';
import { labelOfHeads } from '../core/export/runJson.ts';
import { dataOfRun } from '../core/export/crossJson.ts';
import type { HeadRef } from '../core/attention/lens.ts';
import { isAnswer, isTableOfAnswer, type AnswerKind, type FileColours, type PictureKind, type TableKind } from '../core/export/kinds.ts';
import { cellText, headsTable, matrixTable, rowTable } from '../core/export/tables.ts';
import { headsOfView, nameOfHeads, takenOf, type Taken } from '../core/export/taken.ts';
import { writeTable, type TableFormat } from '../core/export/writeTable.ts';
import type { Link } from '../core/describe/links.ts';
import { FaultError, toFault } from '../core/faults.ts';
import { allHeads } from '../core/model/stack.ts';
import { withRow, type UnitRow } from '../core/state/unitMatrix.ts';
import { visibilityIn } from '../core/state/viewModel.ts';
import { hidesSink, type ViewState } from '../core/state/viewState.ts';
import { indexIn, TEXT, unitRef, type CellRef } from '../core/text/unitRef.ts';
import type { Material } from '../draw/answers/material.ts';
import { linkOf } from '../draw/answers/pair.ts';
import { answerOf, answersOnPage } from '../draw/answers/registry.ts';
import { HeadCodes } from '../draw/files/headCodes.ts';
import { THUMBNAIL_SIDE } from '../draw/files/headsPicture.ts';
import { holdsAllHeads, htmlFile } from '../draw/files/htmlFile.ts';
import { pictureOf, svgOf } from '../draw/files/picture.ts';
import type { Palette, ThemeColors } from '../draw/theme.ts';
import type { MatrixRequest, MatrixSlice } from '../protocol/engineApi.ts';
import type { EngineClient } from './engineClient.ts';
import { hashesOfExplored, sha256, type Exploration } from './exploration.ts';
import type { Explorer } from './explorer.ts';
import { isLostRun } from './faults.ts';
import { rankHeads } from './rankHeads.ts';
import { assertStillShown } from './stillShown.ts';

/** A cell by its row and its column, as a page sends it: it may be of none. */
export type MenuCell = readonly [row: number, column: number];

/** What was shown when something was taken: nothing else may be mixed into it. */
interface Held {
  readonly exploration: Exploration;
  readonly material: Material;
}

/** Where a menu was opened. */
export interface MenuPlace {
  readonly picture: PictureKind;
  /** Of the matrix of every word. */
  readonly cell: CellRef | null;
  /** Of another picture, as that one counts its cells. */
  readonly place: MenuCell | null;
  readonly of: Exploration;
  readonly state: ViewState;
  /** Of a text that is held by rows, that of the word that was under the pointer. */
  readonly row: UnitRow | null;
}

/** What is shown, as files and as what is copied: of the text as it was run, also where it was edited since. */
export class TakeAway {
  /** Whose colours pictures and pages get. */
  colours: FileColours = 'theme';
  private menu: MenuPlace | null = null;
  private readonly of = new WeakMap<Taken, Held>();
  private readonly explorer: Explorer;
  private readonly engine: EngineClient;

  constructor(explorer: Explorer, engine: EngineClient) {
    this.explorer = explorer;
    this.engine = engine;
  }

  /** A menu opens on a picture: what is chosen there is of the cell under the pointer, which is pointed at no more by then. */
  openMenu(picture: PictureKind, place: MenuCell | null): void {
    const { state, exploration, row } = this.explorer;
    this.menu = exploration && { picture, cell: picture === 'words' ? state.cell : null, place, of: exploration, state, row };
  }

  /** It was left: no later command is of it. */
  leaveMenu(): void {
    this.menu = null;
  }

  /** Where a menu was opened, once: nothing else was pinned, chosen or explored since. */
  takeMenu(): MenuPlace | null {
    const { menu, explorer } = this;
    this.menu = null;
    const { state, exploration } = explorer;
    const isSame =
      menu !== null && menu.of === exploration && menu.state.pinned === state.pinned && menu.state.direction === state.direction;
    return isSame ? menu : null;
  }

  /** What is on screen, with its row; null without an exploration. @throws FaultError when the row of the word cannot be had */
  async shown(at: MenuPlace | null = null): Promise<Taken | null> {
    await this.explorer.whenRead();
    const { exploration, shown, row, parts } = this.explorer;
    if (!exploration) return null;
    // The pointer left what it was on for the menu.
    const pointed = at ? { ...shown, hovered: at.state.hovered } : shown;
    const state = at?.cell ? { ...pointed, pinned: at.cell[shown.direction === 'to' ? 0 : 1] } : pointed;
    const { model, summary, matrix, view, target, anchor, second } = exploration;
    const taken = takenOf({
      model,
      fingerprint: shortFingerprint(model.fingerprint, sha256),
      run: summary,
      text: target.text,
      textHashes: hashesOfExplored(exploration),
      isEdited: !anchor.live || second?.live === false,
      heads: headsOfView(view, model.lenses),
      matrix: withRow(matrix, at?.row ?? row),
      state,
    });
    const { ready } = parts;
    const part: Material['part'] = name => ready[name] ?? null;
    this.of.set(taken, { exploration, material: { taken, state, model, run: summary, part } });
    return taken;
  }

  /** What the open page shows beside the view, as far as it is here. */
  answers(taken: Taken): readonly AnswerKind[] {
    return answersOnPage(this.of.get(taken)!.material);
  }

  /** What the page says of two words that are looked at together; null of one word, of a cell, and where it is not here. */
  link(taken: Taken): Link | null {
    return linkOf(this.of.get(taken)!.material);
  }

  /** A cell of the picture that a menu was opened on, as the page reads it out; null where none was pointed at. */
  cell(taken: Taken, { picture, cell, place }: MenuPlace): string | null {
    if (isAnswer(picture)) return place && (answerOf(picture).cell?.(this.of.get(taken)!.material, place) ?? null);
    const [from, to] = (cell ?? []).map(unit => indexIn(TEXT, unit));
    return typeof from === 'number' && typeof to === 'number' ? cellText(taken, [from, to]) : null;
  }

  /** Null where there is no word to make it of, or where it is not here. @throws FaultError */
  async table(taken: Taken, kind: TableKind, format: TableFormat): Promise<string | null> {
    if (isTableOfAnswer(kind)) {
      const table = answerOf(kind).table(this.of.get(taken)!.material);
      return table && writeTable(table, format);
    }
    if (kind === 'matrix') return writeTable(matrixTable(taken), format);
    const { source } = taken.word;
    if (source === null) return null;
    if (kind === 'heads') {
      const { level, direction, hideSpecial, hideSink } = taken;
      // As it was taken, whatever was chosen since.
      const asked = { exploration: this.explorationOf(taken), state: { ...this.explorer.state, level, direction, hideSpecial, hideSink } };
      return writeTable(headsTable(taken, await rankHeads(this.explorer, this.engine, unitRef(TEXT, source), asked)), format);
    }
    const table = rowTable(taken);
    return table && writeTable(table, format);
  }

  /** Null where it is not here. @throws FaultError */
  async picture(taken: Taken, kind: PictureKind, palette: Palette): Promise<string | null> {
    const { level, hideSpecial, matrix, scale, pair } = taken;
    const { material } = this.of.get(taken)!;
    const asked = {
      level,
      hideSpecial,
      hideSink: hidesSink(taken, matrix),
      scale,
      ...(pair && { looking: pair.looking }),
      maxSide: THUMBNAIL_SIDE,
    };
    const thumbnails = kind === 'heads' ? await this.ofShown(taken, runId => this.engine.call('thumbnails', { ...asked, runId })) : null;
    const picture = pictureOf(kind, material, thumbnails, palette);
    return picture && svgOf(kind, material, picture);
  }

  /** One page with all heads, where it stays below 2 MB with them. */
  async page(taken: Taken, theme: ThemeColors): Promise<string> {
    const { model, level, units, sequence } = taken;
    const heads = allHeads(model.attention.heads);
    const codes = new HeadCodes(taken.rowUnits, taken.columnUnits);
    codes.add(`${nameOfHeads(taken.heads, model)} (shown)`, taken.matrix, taken.visibility);
    for (const head of holdsAllHeads(taken, heads.length) ? heads : []) {
      const matrix = await this.head(taken, head, level);
      codes.add(`L${head[0]} H${head[1]}`, matrix, visibilityIn(matrix, units, sequence.tokens.length, taken));
    }
    return htmlFile(taken, codes.coded(), theme, text => createHash('sha256').update(text).digest('base64'));
  }

  /** As `run --format json` of the command line has it: of the words. */
  async json(taken: Taken): Promise<Uint8Array[]> {
    const { model, summary } = this.explorationOf(taken);
    const { heads, text, level, word } = taken;
    const { selection, combine } = heads;
    const matrix = level === 'words' ? taken.matrix : await this.matrix(taken, { level: 'words', selection, combine });
    const view = { label: labelOfHeads(heads, model.lenses), ...heads };
    const isWord = level === 'words' && word.source !== null && !taken.matrix.sampled;
    return dataOfRun({ text, model, summary, view, matrix, word: isWord ? word.source : null, replaced: null });
  }

  /** @throws FaultError where all heads are more numbers than a viewer opens */
  async library(taken: Taken, library: 'bertviz' | 'circuitsvis'): Promise<Uint8Array[]> {
    const lack = lackForLibrary(taken, library);
    if (lack) throw new FaultError(lack);
    if (taken.matrix.sampled || libraryWeights(taken) > MOST_LIBRARY_WEIGHTS)
      throw new FaultError({
        code: 'unavailable',
        title: 'The text is too long for this format',
        cause: 'All heads of it are more numbers than a viewer opens.',
        nextStep: 'Explore a shorter text, or save it as NPZ by the command line.',
      });
    const matrices: Float32Array[] = [];
    for (const head of allHeads(taken.model.attention.heads)) matrices.push((await this.head(taken, head, 'pieces')).values);
    return toJson(library === 'bertviz' ? bertVizShape(taken, matrices) : circuitsVisShape(taken, matrices));
  }

  /** All heads as a NumPy archive, written by the engine. @param file that is not there yet */
  async tensors(taken: Taken, file: string): Promise<void> {
    await this.ofShown(taken, runId => this.engine.call('writeTensors', { runId, file }));
  }

  private head(taken: Taken, head: HeadRef, level: Taken['level']): Promise<MatrixSlice> {
    return this.matrix(taken, { level, selection: { kind: 'heads', heads: [head] }, combine: 'mean' });
  }

  private matrix(taken: Taken, request: Omit<MatrixRequest, 'runId'>): Promise<MatrixSlice> {
    return this.ofShown(taken, runId => this.engine.call('matrix', { ...request, runId }));
  }

  /** What is explored, as long as that is what was taken. @throws FaultError `stale-run` */
  private explorationOf(taken: Taken): Exploration {
    assertStillShown(this.explorer, this.of.get(taken)!.exploration);
    return this.explorer.exploration!;
  }

  /** Of the same text run again where the engine lost its run. @throws FaultError also when another text is shown meanwhile */
  private async ofShown<T>(taken: Taken, ask: (runId: number) => Promise<T>): Promise<T> {
    try {
      return await ask(this.explorationOf(taken).summary.runId);
    } catch (error) {
      if (!isLostRun(toFault(error)) || !(await this.explorer.rerun())) throw error;
      return ask(this.explorationOf(taken).summary.runId);
    }
  }
}
