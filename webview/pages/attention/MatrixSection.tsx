import { useMemo } from 'preact/hooks';
import { cellNote, nameOfView } from '../../../src/core/describe/attention.ts';
import { unitRef } from '../../../src/core/text/unitRef.ts';
import { hasRow, valueIn } from '../../../src/core/state/unitMatrix.ts';
import { describeSize } from '../../draw/matrixLayout.ts';
import { cellsOf, orient, type Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { useWidth } from '../../hooks/useSize.ts';
import { Glyph } from '../../controls/Glyph.tsx';
import { Legend } from '../../charts/Legend.tsx';
import { MatrixPlot, type MatrixPlaces } from '../../charts/MatrixPlot.tsx';
import { Readout } from '../../charts/Readout.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import { useMatrixView, type MatrixView } from '../../charts/useMatrixView.ts';
import type { Post } from '../../host.ts';
import { togglePin } from '../../pointing.ts';

/** The weights of the view between all words: picture, value of the cell, legend. */
export function MatrixSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { data, state, model, word, labels, matrix, stream } = scene;
  const refOf = (place: number) => unitRef(stream, word.shown[place]!);
  const [box, room] = useWidth();
  const axis = useMemo(
    () => word.shown.map(unit => ({ text: labels[unit]!, special: scene.units[unit]!.special })),
    [labels, state.hideSpecial],
  );
  const isHidden = (unit: number) => scene.visibility.hides(unit);
  const columns = axis.map((label, place) => (isHidden(word.shown[place]!) ? { ...label, special: true } : label));
  const shownLabels = useMemo(() => {
    const texts = axis.map(({ text }) => text);
    return { rows: texts, columns: texts };
  }, [axis]);
  const cells = useMemo(() => cellsOf(scene), [matrix, state.hideSpecial, state.hideSink]);
  const view = useMatrixView(room, shownLabels, theme.quotedFont, `${data.summary.runId} ${matrix.level} ${state.hideSpecial}`);
  return (
    <section class="section matrix">
      <div class="heading-row wraps">
        <h2>
          <WithTerms text={nameOfView(state.view, model.lenses, model.attention.heads)} terms={[['Rollout', 'rollout']]} />
        </h2>
        {view && <div class="aside">{describeSize(view.layout)}</div>}
      </div>
      <div ref={box}>
        {view && (
          <MatrixPlot
            name={nameOfMatrix(scene)}
            rows={axis}
            columns={columns}
            theme={theme}
            cells={cells}
            view={view}
            marks={marksOf(scene)}
            onCell={cell => post(cell ? { type: 'cell', from: refOf(cell[0]), to: refOf(cell[1]) } : { type: 'clearCell' })}
            onPin={([row, column]) => post(togglePin(scene, word.shown[state.direction === 'to' ? row : column]!))}
          />
        )}
      </div>
      <div class="readout-box">
        <div class="readout-row">
          <p class={matrix.headCount > 1 ? 'readout ranged' : 'readout'} aria-live="polite">
            <CellReadout scene={scene} />
          </p>
          {view && view.deepestZoom > 0 && <ZoomButtons view={view} scene={scene} />}
        </div>
      </div>
      <Legend visibility={scene.visibility} highContrast={theme.highContrast} />
    </section>
  );
}

function marksOf({ word, state, cell, positionOf }: Scene): MatrixPlaces {
  return {
    source: positionOf(word.source),
    sourceIsRow: state.direction === 'to',
    pinned: word.pinned,
    row: positionOf(cell?.[0] ?? null),
    column: positionOf(cell?.[1] ?? null),
  };
}

function nameOfMatrix({ visibility }: Scene): string {
  const columns = visibility.causal ? 'each word that it sees (columns): itself and those before it' : 'each word (columns)';
  return `Attention from each word (rows) to ${columns}. Arrow keys move the cell, Enter pins its word, plus and minus zoom. The numbers of a word are in the tables below.`;
}

/** The cell pointed at, else the strongest of the word. */
function CellReadout({ scene }: { readonly scene: Scene }) {
  const { word, units, matrix, state, cell } = scene;
  const strongest = word.order[0];
  const target = cell ?? (word.source !== null && strongest !== undefined ? orient(word.source, strongest, state) : null);
  if (target === null) return <span class="dim">Point at a cell to read it.</span>;
  const [from, to] = target;
  return (
    <Readout
      from={units[from]!.label}
      to={units[to]!.label}
      value={scene.visibility.sees(from, to) && hasRow(matrix, from) ? valueIn(matrix, from, to) : null}
      note={cellNote(matrix, from, to, scene.visibility.shareOf(from, to))}
    />
  );
}

function ZoomButtons({ view, scene }: { readonly view: MatrixView; readonly scene: Scene }) {
  const { rows, columns } = view.layout;
  const anchor = () => {
    const [from, to] = scene.cell ?? [scene.word.source ?? 0, scene.word.source ?? 0];
    return {
      row: Math.max(0, scene.positionOf(from)),
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
