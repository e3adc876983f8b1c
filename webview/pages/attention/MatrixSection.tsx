import { formatCount } from '../../../src/core/describe/numbers.ts';
import { useMemo } from 'preact/hooks';
import { nameOfView } from '../../../src/core/describe/views.ts';
import { aloneNote, countOfLinks } from '../../../src/core/describe/pairLinks.ts';
import { unitRef } from '../../../src/core/text/unitRef.ts';
import { axesOf } from '../../../src/core/state/axes.ts';
import { lookingSide } from '../../../src/core/state/facing.ts';
import { sampleOf } from '../../../src/core/state/unitMatrix.ts';
import { describeSize } from '../../../src/draw/matrixLayout.ts';
import { cellsOf, type Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { useAxes, usePairLinks, useUnitsAlone } from '../../hooks/pairLinks.ts';
import { useWidth } from '../../hooks/useSize.ts';
import { Choice } from '../../controls/Choice.tsx';
import { Glyph } from '../../controls/Glyph.tsx';
import { MatrixPlot, type MatrixLabel, type MatrixPlaces } from '../../charts/MatrixPlot.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import { Section, useIsOpen } from '../../controls/Section.tsx';
import { Phrases } from '../../controls/Phrases.tsx';
import { useMatrixView, type MatrixView } from '../../charts/useMatrixView.ts';
import { isAcross, type Side, type Within } from '../../../src/core/text/textPair.ts';
import type { PanelSnapshot } from '../../../src/protocol/panelApi.ts';
import type { PairPicture } from '../../../src/core/state/viewState.ts';
import type { Post } from '../../host.ts';
import { CellReadout } from './CellReadout.tsx';
import { PairLinks } from './PairLinks.tsx';
import { linkUnits, togglePin } from '../../pointing.ts';

const PICTURES: readonly (readonly [PairPicture, string])[] = [
  ['matrix', 'Matrix'],
  ['links', 'Links'],
];

/** The weights of the view between all words: picture, value of the cell, legend; of two texts as cells or as lines. */
export function MatrixSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { data, state, model, labels, matrix, stream, snapshot } = scene;
  const sample = sampleOf(data.matrix);
  const looking = lookingSide(state, matrix);
  const axes = useAxes(scene);
  const { rows: rowUnits, columns: columnUnits } = axes;
  const [box, room] = useWidth();
  const labelOf = (unit: number) => ({ text: labels[unit]!, special: scene.units[unit]!.special });
  const axis = useMemo(() => columnUnits.map(labelOf), [labels, columnUnits]);
  const isOpen = useIsOpen('matrix');
  const alone = useUnitsAlone(scene, axes, isOpen);
  const links = usePairLinks(scene, axes, isOpen && state.pairPicture === 'links');
  const asLinks = links !== null;
  const isGrey = (unit: number) => scene.visibility.hides(unit) || alone?.has(unit) === true;
  const greyed = (units: readonly number[], labels: readonly MatrixLabel[]) =>
    labels.map((label, place) => (isGrey(units[place]!) ? { ...label, special: true } : label));
  const columns = greyed(columnUnits, axis);
  const rows = useMemo(() => (rowUnits === columnUnits ? axis : rowUnits.map(labelOf)), [axis, rowUnits]);
  const shownLabels = useMemo(() => {
    const columns = axis.map(({ text }) => text);
    return { rows: rows === axis ? columns : rows.map(({ text }) => text), columns, isSampled: sample !== null };
  }, [axis, rows]);
  const cells = useMemo(
    () => (isOpen && !asLinks ? cellsOf(scene, axes) : null),
    [isOpen, asLinks, data.matrix, axes, state.hideSink, state.scale.unit, state.scale.strength],
  );
  const count = links && `${countOfLinks(links.strongest.length, links.count)}.`;
  const places = snapshot.pair && placesOf(snapshot.pair, looking, asLinks, scene.data.summary.within);
  const notes = [places, count, alone && aloneNote(alone, scene.units, labels, matrix.level)].filter(Boolean).join(' ');
  const view = useMatrixView(room, shownLabels, theme.quotedFont, `${data.summary.runId} ${matrix.level} ${state.hideSpecial} ${looking}`);
  return (
    <Section
      id="matrix"
      picture={asLinks ? 'pairLinks' : 'words'}
      title={isAcross(matrix.sides) ? 'Words of both texts' : 'Every word'}
      tools={
        isAcross(matrix.sides) && (
          <Choice
            name="Words of both texts as"
            options={PICTURES}
            value={state.pairPicture}
            onChange={picture => post({ type: 'pairPicture', picture })}
          />
        )
      }
      aside={
        <Phrases
          phrases={[
            ...(view && cells ? describeSize(view.layout, sample && sample.of) : []),
            <WithTerms text={nameOfView(state.view, model.lenses, model.attention.heads)} terms={[['Rollout', 'rollout']]} />,
          ]}
        />
      }
    >
      <div ref={box}>
        {links && alone && room > 0 && (
          <PairLinks scene={scene} theme={theme} room={room} axes={axes} links={links} alone={alone} post={post} />
        )}
        {view && cells && (
          <MatrixPlot
            name={nameOfMatrix(scene)}
            rows={greyed(rowUnits, rows)}
            columns={columns}
            theme={theme}
            cells={cells}
            view={view}
            marks={marksOf(scene, axes)}
            onCell={cell =>
              post(
                cell
                  ? { type: 'cell', from: unitRef(stream, rowUnits[cell[0]]!), to: unitRef(stream, columnUnits[cell[1]]!) }
                  : { type: 'clearCell' },
              )
            }
            onPin={([row, column]) => post(togglePin(scene, nearFirst(scene, rowUnits[row]!, columnUnits[column]!)[0]))}
            onLink={([row, column]) => post(linkUnits(scene, ...nearFirst(scene, rowUnits[row]!, columnUnits[column]!)))}
          />
        )}
      </div>
      <div class="readout-box">
        <div class="readout-row">
          <p class={matrix.headCount > 1 ? 'readout ranged' : 'readout'} aria-live="polite">
            <CellReadout scene={scene} idle={asLinks ? 'Point at a line to read it.' : 'Point at a cell to read it.'} />
          </p>
          {view && cells && view.deepestZoom > 0 && <ZoomButtons view={view} scene={scene} axes={axes} />}
        </div>
      </div>
      {notes !== '' && <p class="note">{notes}</p>}
    </Section>
  );
}

type Axes = ReturnType<typeof axesOf>;

/** The words of a cell, the one that is looked from first. */
function nearFirst({ state }: Scene, row: number, column: number): readonly [near: number, far: number] {
  return state.direction === 'to' ? [row, column] : [column, row];
}

/** A word whose row is not in the picture has no place among the rows. */
function marksOf({ word, state, cell, linked, positionOf }: Scene, { rows, columns }: Axes): MatrixPlaces {
  const sourceIsRow = state.direction === 'to';
  const placeIn = (axis: readonly number[]) => (unit: number | null) =>
    axis === word.shown ? positionOf(unit) : unit === null ? -1 : axis.indexOf(unit);
  const [rowOf, columnOf] = [placeIn(rows), placeIn(columns)];
  return {
    source: (sourceIsRow ? rowOf : columnOf)(word.source),
    sourceIsRow,
    pinned: word.pinned,
    linked: [...linked].map(sourceIsRow ? columnOf : rowOf),
    together: word.together?.map(sourceIsRow ? rowOf : columnOf) ?? [],
    row: rowOf(cell?.[0] ?? null),
    column: columnOf(cell?.[1] ?? null),
  };
}

/** `Down: answer.md. Across: library.md.`; of two columns `Left: answer.md. Right: library.md.`; within one text `Down and across: answer.md.` */
function placesOf(
  { first, second }: NonNullable<PanelSnapshot['pair']>,
  looking: Side,
  asLinks: boolean,
  within: Within | undefined,
): string {
  const names = first.label === second.label ? ['the first text', 'the second text'] : [first.label, second.label];
  const [near, far] = looking === 1 ? names.toReversed() : names;
  if (within !== undefined) return `Down and across: ${near}.${within === 'each' ? ` Point at a word of ${far} to see its own.` : ''}`;
  return asLinks ? `Left: ${near}. Right: ${far}.` : `Down: ${near}. Across: ${far}.`;
}

function nameOfMatrix({ data, visibility, matrix }: Scene): string {
  if (isAcross(matrix.sides))
    return `Attention from each word of the text that looks (rows) to each word of the other (columns). ${KEYS_OF_MATRIX}`;
  const columns = visibility.causal ? 'each word that it sees (columns): itself and those before it' : 'each word (columns)';
  const sample = sampleOf(data.matrix);
  const rows = sample === null ? 'each word' : `${formatCount(sample.rows)} of ${formatCount(sample.of)} words, evenly spaced`;
  return `Attention from ${rows} (rows) to ${columns}. ${KEYS_OF_MATRIX}`;
}

const KEYS_OF_MATRIX =
  'Arrow keys move the cell, Enter pins its word, L links both words, plus and minus zoom. The numbers of a word are in the tables below.';

function ZoomButtons({ view, scene, axes }: { readonly view: MatrixView; readonly scene: Scene; readonly axes: Axes }) {
  const { rows, columns } = view.layout;
  const anchor = () => {
    const [from, to] = scene.cell ?? [scene.word.source ?? 0, scene.word.source ?? 0];
    return {
      row: Math.max(
        0,
        axes.rows.findIndex(unit => unit >= from),
      ),
      column: Math.max(0, axes.columns.indexOf(to)),
      x: columns.viewport / 2,
      y: rows.viewport / 2,
    };
  };
  return (
    <div class="zoom">
      <button
        type="button"
        class="action"
        aria-label="Zoom out"
        title="Zoom out (−, 0 for the whole matrix)"
        disabled={view.zoom === 0}
        onClick={() => view.setZoom(view.zoom - 1, anchor())}
      >
        <Glyph name="minus" />
      </button>
      <button
        type="button"
        class="action"
        aria-label="Zoom in"
        title="Zoom in (+, or Ctrl and wheel)"
        disabled={view.zoom === view.deepestZoom}
        onClick={() => view.setZoom(view.zoom + 1, anchor())}
      >
        <Glyph name="plus" />
      </button>
    </div>
  );
}
