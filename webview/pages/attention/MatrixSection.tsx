import { useMemo } from 'preact/hooks';
import { cellNote, nameOfView } from '../../../src/core/describe/attention.ts';
import { cellIndex } from '../../../src/core/state/viewModel.ts';
import { describeSize } from '../../draw/matrixLayout.ts';
import { cellsOf, orient, type Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { useWidth } from '../../hooks/useSize.ts';
import { Glyph } from '../../controls/Glyph.tsx';
import { Legend } from '../../charts/Legend.tsx';
import { MatrixPlot } from '../../charts/MatrixPlot.tsx';
import { Readout } from '../../charts/Readout.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import { useMatrixView, type MatrixView } from '../../charts/useMatrixView.ts';
import type { Post } from '../../host.ts';

/** The weights of the view between all words: picture, value of the cell, legend. */
export function MatrixSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { data, state, model, word, labels, matrix } = scene;
  const [box, room] = useWidth();
  const shownLabels = useMemo(() => word.shown.map(unit => labels[unit]!), [labels, state.hideSpecial]);
  const cells = useMemo(() => cellsOf(scene), [matrix, state.hideSpecial]);
  const view = useMatrixView(room, shownLabels, theme.quotedFont, `${data.summary.runId} ${matrix.level} ${state.hideSpecial}`);
  return (
    <section class="section matrix">
      <div class="heading-row wraps">
        <h2>
          <WithTerms text={nameOfView(state.view, model.lenses, model.heads)} terms={[['Rollout', 'rollout']]} />
        </h2>
        {view && <div class="aside">{describeSize(view.layout)}</div>}
      </div>
      <div ref={box}>{view && <MatrixPlot scene={scene} theme={theme} cells={cells} view={view} labels={shownLabels} post={post} />}</div>
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
      value={matrix.values[cellIndex(matrix, from, to)]!}
      note={cellNote(matrix, from, to, scene.visibility.shareOf(from, to))}
    />
  );
}

function ZoomButtons({ view, scene }: { readonly view: MatrixView; readonly scene: Scene }) {
  const middle = view.layout.viewport / 2;
  const anchor = () => {
    const [from, to] = scene.cell ?? [scene.word.source ?? 0, scene.word.source ?? 0];
    return { row: Math.max(0, scene.positionOf(from)), column: Math.max(0, scene.positionOf(to)), x: middle, y: middle };
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
