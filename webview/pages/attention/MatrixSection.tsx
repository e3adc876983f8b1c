import { formatCount } from '../../../src/core/describe/numbers.ts';
import { useMemo } from 'preact/hooks';
import { cellNote, nameOfView, verbOf } from '../../../src/core/describe/attention.ts';
import { unitRef } from '../../../src/core/text/unitRef.ts';
import { hasRow, sampleOf, valueIn } from '../../../src/core/state/unitMatrix.ts';
import { describeSize } from '../../../src/draw/matrixLayout.ts';
import { cellsOf, orient, rowUnitsOf, type Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { useWidth } from '../../hooks/useSize.ts';
import { Glyph } from '../../controls/Glyph.tsx';
import { MatrixPlot, type MatrixPlaces } from '../../charts/MatrixPlot.tsx';
import { Readout } from '../../charts/Readout.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import { Section, useIsOpen } from '../../controls/Section.tsx';
import { Phrases } from '../../controls/Phrases.tsx';
import { useMatrixView, type MatrixView } from '../../charts/useMatrixView.ts';
import type { Post } from '../../host.ts';
import { linkUnits, togglePin } from '../../pointing.ts';

/** The weights of the view between all words: picture, value of the cell, legend. */
export function MatrixSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { data, state, model, word, labels, matrix, stream } = scene;
  const { shown } = word;
  const sample = sampleOf(data.matrix);
  const rowUnits = useMemo(() => rowUnitsOf(scene), [data.matrix, state.hideSpecial]);
  const [box, room] = useWidth();
  const axis = useMemo(
    () => word.shown.map(unit => ({ text: labels[unit]!, special: scene.units[unit]!.special })),
    [labels, state.hideSpecial],
  );
  const isHidden = (unit: number) => scene.visibility.hides(unit);
  const columns = axis.map((label, place) => (isHidden(shown[place]!) ? { ...label, special: true } : label));
  const rows = useMemo(() => (sample === null ? axis : rowUnits.map(unit => axis[scene.positionOf(unit)]!)), [axis, rowUnits]);
  const shownLabels = useMemo(() => {
    const columns = axis.map(({ text }) => text);
    return sample === null ? { rows: columns, columns } : { rows: rows.map(({ text }) => text), columns, isSampled: true };
  }, [axis, rows]);
  const isOpen = useIsOpen('matrix');
  const cells = useMemo(() => (isOpen ? cellsOf(scene) : null), [isOpen, data.matrix, state.hideSpecial, state.hideSink]);
  const view = useMatrixView(room, shownLabels, theme.quotedFont, `${data.summary.runId} ${matrix.level} ${state.hideSpecial}`);
  return (
    <Section
      id="matrix"
      picture="words"
      title="Every word"
      aside={
        <Phrases
          phrases={[
            ...(view && isOpen ? describeSize(view.layout, sample && sample.of) : []),
            <WithTerms text={nameOfView(state.view, model.lenses, model.attention.heads)} terms={[['Rollout', 'rollout']]} />,
          ]}
        />
      }
    >
      <div ref={box}>
        {view && cells && (
          <MatrixPlot
            name={nameOfMatrix(scene)}
            rows={rows}
            columns={columns}
            theme={theme}
            cells={cells}
            view={view}
            marks={marksOf(scene, rowUnits)}
            onCell={cell =>
              post(
                cell
                  ? { type: 'cell', from: unitRef(stream, rowUnits[cell[0]]!), to: unitRef(stream, shown[cell[1]]!) }
                  : { type: 'clearCell' },
              )
            }
            onPin={([row, column]) => post(togglePin(scene, nearFirst(scene, rowUnits[row]!, shown[column]!)[0]))}
            onLink={([row, column]) => post(linkUnits(scene, ...nearFirst(scene, rowUnits[row]!, shown[column]!)))}
          />
        )}
      </div>
      <div class="readout-box">
        <div class="readout-row">
          <p class={matrix.headCount > 1 ? 'readout ranged' : 'readout'} aria-live="polite">
            <CellReadout scene={scene} />
          </p>
          {view && view.deepestZoom > 0 && <ZoomButtons view={view} scene={scene} rowUnits={rowUnits} />}
        </div>
      </div>
    </Section>
  );
}

/** The words of a cell, the one that is looked from first. */
function nearFirst({ state }: Scene, row: number, column: number): readonly [near: number, far: number] {
  return state.direction === 'to' ? [row, column] : [column, row];
}

/** A word whose row is not in the picture has no place among the rows. */
function marksOf({ data, word, state, cell, linked, positionOf }: Scene, rowUnits: readonly number[]): MatrixPlaces {
  const sourceIsRow = state.direction === 'to';
  const rowOf = (unit: number | null) => (data.matrix.sampled && unit !== null ? rowUnits.indexOf(unit) : positionOf(unit));
  return {
    source: sourceIsRow ? rowOf(word.source) : positionOf(word.source),
    sourceIsRow,
    pinned: word.pinned,
    linked: [...linked].map(sourceIsRow ? positionOf : rowOf),
    row: rowOf(cell?.[0] ?? null),
    column: positionOf(cell?.[1] ?? null),
  };
}

function nameOfMatrix({ data, visibility }: Scene): string {
  const columns = visibility.causal ? 'each word that it sees (columns): itself and those before it' : 'each word (columns)';
  const sample = sampleOf(data.matrix);
  const rows = sample === null ? 'each word' : `${formatCount(sample.rows)} of ${formatCount(sample.of)} words, evenly spaced`;
  return `Attention from ${rows} (rows) to ${columns}. Arrow keys move the cell, Enter pins its word, L links both words, plus and minus zoom. The numbers of a word are in the tables below.`;
}

/** The cell pointed at, else the strongest of the word. */
function CellReadout({ scene }: { readonly scene: Scene }) {
  const { word, units, matrix, state, cell } = scene;
  const strongest = word.order[0];
  const target = cell ?? (word.source !== null && strongest !== undefined ? orient(word.source, strongest, state) : null);
  if (target === null) return <span class="dim">Point at a cell to read it.</span>;
  const [from, to] = target;
  const isSeen = scene.visibility.sees(from, to);
  const isKnown = isSeen && hasRow(matrix, from);
  const { kind } = state.view;
  return (
    <Readout
      from={units[from]!.label}
      to={units[to]!.label}
      verb={isKnown ? verbOf(kind, 'to') : isSeen ? 'was not read, to' : `cannot ${kind === 'rollout' ? 'hold' : 'attend to'}`}
      value={isKnown ? valueIn(matrix, from, to) : null}
      note={cellNote(matrix, from, to, scene.visibility.shareOf(from, to))}
    />
  );
}

function ZoomButtons({
  view,
  scene,
  rowUnits,
}: {
  readonly view: MatrixView;
  readonly scene: Scene;
  readonly rowUnits: readonly number[];
}) {
  const { rows, columns } = view.layout;
  const anchor = () => {
    const [from, to] = scene.cell ?? [scene.word.source ?? 0, scene.word.source ?? 0];
    return {
      row: Math.max(
        0,
        rowUnits.findIndex(unit => unit >= from),
      ),
      column: Math.max(0, scene.positionOf(to)),
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
