import { createHash } from 'node:crypto';
import { bertVizShape, circuitsVisShape, libraryWeights, MOST_LIBRARY_WEIGHTS } from '../core/export/libraries.ts';
import { toJson } from '../core/export/json.ts';
import { jsonReport, labelOfHeads } from '../core/export/runJson.ts';
import type { HeadRef } from '../core/attention/lens.ts';
import { captionOf, headsTable, matrixTable, rowTable } from '../core/export/tables.ts';
import { headsOfView, nameOfHeads, takenOf, type Taken } from '../core/export/taken.ts';
import { writeTable, type TableFormat } from '../core/export/writeTable.ts';
import { FaultError, toFault } from '../core/faults.ts';
import { allHeads } from '../core/model/stack.ts';
import { withRow } from '../core/state/unitMatrix.ts';
import { visibilityIn } from '../core/state/viewModel.ts';
import { hidesSink, type ViewState } from '../core/state/viewState.ts';
import { TEXT, unitRef, type CellRef } from '../core/text/unitRef.ts';
import { HeadCodes } from '../draw/files/headCodes.ts';
import { THUMBNAIL_SIDE } from '../draw/files/headsPicture.ts';
import { holdsAllHeads, htmlFile } from '../draw/files/htmlFile.ts';
import { pictureOf, type PictureKind } from '../draw/files/picture.ts';
import { svgFile } from '../draw/files/svgFile.ts';
import type { ThemeColors } from '../draw/theme.ts';
import type { MatrixRequest, MatrixSlice } from '../protocol/engineApi.ts';
import type { EngineClient } from './engineClient.ts';
import { hashOfExplored, type Exploration } from './exploration.ts';
import type { Explorer } from './explorer.ts';
import { isLostRun } from './faults.ts';
import { rankHeads } from './rankHeads.ts';
import { assertStillShown } from './stillShown.ts';

/** The tables that are taken away: of the word, every word to every word, all heads of the word. */
export type TableKind = 'row' | 'matrix' | 'heads';

/** Where a menu was opened. */
export interface MenuPlace {
  readonly picture: PictureKind;
  readonly cell: CellRef | null;
  readonly of: Exploration;
  readonly state: ViewState;
}

/** What is shown, as files and as what is copied: of the text as it was run, also where it was edited since. */
export class TakeAway {
  private menu: MenuPlace | null = null;
  /** Of what each is: nothing else may be mixed into it. */
  private readonly of = new WeakMap<Taken, Exploration>();
  private readonly explorer: Explorer;
  private readonly engine: EngineClient;

  constructor(explorer: Explorer, engine: EngineClient) {
    this.explorer = explorer;
    this.engine = engine;
  }

  /** A menu opens on a picture: what is chosen there is of the cell under the pointer, which is pointed at no more by then. */
  openMenu(picture: PictureKind): void {
    const { state, exploration } = this.explorer;
    this.menu = exploration && { picture, cell: state.cell, of: exploration, state };
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
    const { exploration, shown, row } = this.explorer;
    if (!exploration) return null;
    const { model, summary, matrix, view, target, anchor } = exploration;
    const taken = takenOf({
      model,
      fingerprint: createHash('sha256').update(model.fingerprint).digest('hex').slice(0, 16),
      run: summary,
      text: target.text,
      textHash: hashOfExplored(exploration),
      isEdited: !anchor.live,
      heads: headsOfView(view, model.lenses),
      matrix: withRow(matrix, row),
      state: at?.cell ? { ...shown, pinned: at.cell[shown.direction === 'to' ? 0 : 1] } : shown,
    });
    this.of.set(taken, exploration);
    return taken;
  }

  /** Null where there is no word to make it of. @throws FaultError */
  async table(taken: Taken, kind: TableKind, format: TableFormat): Promise<string | null> {
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

  async picture(taken: Taken, kind: PictureKind, theme: ThemeColors): Promise<string> {
    const { level, hideSpecial, matrix, scale } = taken;
    const exploration = this.explorationOf(taken);
    const asked = { level, hideSpecial, hideSink: hidesSink(taken, matrix), scale, maxSide: THUMBNAIL_SIDE };
    const thumbnails = kind === 'heads' ? await this.ofShown(taken, runId => this.engine.call('thumbnails', { ...asked, runId })) : null;
    const all = thumbnails && { thumbnails, invalid: exploration.summary.invalidHeads, roles: exploration.model.roles };
    return svgFile(taken, captionOf(taken, taken.word.source), pictureOf(kind, taken, all, theme));
  }

  /** One page with all heads, where it stays below 2 MB with them. */
  async page(taken: Taken, theme: ThemeColors): Promise<string> {
    const { model, level, units, sequence } = taken;
    const heads = allHeads(model.attention.heads);
    const codes = new HeadCodes(taken.rowUnits, taken.word.shown);
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
    return jsonReport({ text, model, summary, view, matrix, word: isWord ? word.source : null, replaced: null });
  }

  /** @throws FaultError where all heads are more numbers than a viewer opens */
  async library(taken: Taken, library: 'bertviz' | 'circuitsvis'): Promise<Uint8Array[]> {
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
    assertStillShown(this.explorer, this.of.get(taken)!);
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
