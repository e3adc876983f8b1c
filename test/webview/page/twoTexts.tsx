import { render } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { atOnce } from '../../../src/core/attention/layerWalk.ts';
import { attentionOf } from '../../../src/core/attention/maps.ts';
import { combineMaps, createPooling } from '../../../src/core/attention/pooling.ts';
import { visibilityOf } from '../../../src/core/attention/visibility.ts';
import { formatWeight } from '../../../src/core/describe/numbers.ts';
import { cellNote } from '../../../src/core/describe/attention.ts';
import type { AttentionStack } from '../../../src/core/model/stack.ts';
import { valueIn } from '../../../src/core/state/unitMatrix.ts';
import type { Unit } from '../../../src/core/text/token.ts';
import { MatrixPlot, type MatrixLabel } from '../../../webview/charts/MatrixPlot.tsx';
import { Legend } from '../../../webview/charts/Legend.tsx';
import { Readout } from '../../../webview/charts/Readout.tsx';
import { useMatrixView } from '../../../webview/charts/useMatrixView.ts';
import { DataTable } from '../../../webview/controls/DataTable.tsx';
import { Phrases } from '../../../webview/controls/Phrases.tsx';
import { describeSize } from '../../../src/draw/matrixLayout.ts';
import { useWidth } from '../../../webview/hooks/useSize.ts';
import { useTheme } from '../../../webview/theme.ts';
import { createRandom } from '../../support/random.ts';

/* Attention from 7 words to 12 of another text, made up, in the panel's own charts: what an encoder-decoder will show. ?turned: from 12 to 7. */

const OUTPUT = 'le chat dort sur le tapis .'.split(' ');
const INPUT = 'the grey cat is sleeping on the old mat by the window'.split(' ');
const STACK: AttentionStack = { kind: 'cross', causal: false, rowsSumToOne: true, heads: [1] };
const turned = new URLSearchParams(location.search).has('turned');
const [from, to] = (turned ? [INPUT, OUTPUT] : [OUTPUT, INPUT]).map(words =>
  words.map((label, token): Unit => ({
    start: token,
    end: token + 1,
    label,
    tokens: [token],
    special: false,
    unknown: 'none',
    punctuation: label === '.',
    joins: false,
  })),
) as [Unit[], Unit[]];

function madeUp(): Float32Array {
  const random = createRandom(23);
  const map = new Float32Array(from.length * to.length);
  for (let row = 0; row < from.length; row++) {
    const weights = to.map(() => random() ** 5 + 0.01);
    const sum = weights.reduce((a, b) => a + b, 0);
    map.set(
      weights.map(weight => weight / sum),
      row * to.length,
    );
  }
  return map;
}

const attention = attentionOf(STACK, from.length, to.length, [madeUp()]);
const pooling = { rows: createPooling(from, from.length), columns: createPooling(to, to.length) };
const matrix = {
  rows: from.length,
  columns: to.length,
  causal: false,
  hasSink: false,
  sinks: [],
  ...atOnce(combineMaps(attention, pooling, { kind: 'all' }, 'mean'), attention.maps),
};
const visibility = visibilityOf(STACK, from, to, to.length);
const labelsOf = (units: readonly Unit[]): MatrixLabel[] => units.map(({ label, special }) => ({ text: label, special }));
const valueAt = (row: number, column: number) => valueIn(matrix, row, column);
const cells = {
  rows: from.length,
  columns: to.length,
  buckets: Uint8Array.from(matrix.values, (weight, at) => visibility.bucketOf(weight, Math.floor(at / to.length), at % to.length)),
  valueAt,
};
const LABELS = { rows: from.map(unit => unit.label), columns: to.map(unit => unit.label) };

function TwoTexts() {
  const theme = useTheme();
  const [box, room] = useWidth();
  const [cell, setCell] = useState<readonly [number, number] | null>(null);
  const [pinned, setPinned] = useState(-1);
  const view = useMatrixView(room, LABELS, theme.quotedFont, 'made up');
  const [rows, columns] = useMemo(() => [labelsOf(from), labelsOf(to)], []);
  return (
    <div class="panel">
      <section class="section matrix">
        <div class="heading-row wraps">
          <h2>From one text to another</h2>
          {view && <Phrases phrases={describeSize(view.layout)} />}
        </div>
        <div ref={box}>
          {view && (
            <MatrixPlot
              name="Attention from each word of one text (rows) to each word of the other (columns)."
              rows={rows}
              columns={columns}
              theme={theme}
              cells={cells}
              view={view}
              marks={{ source: pinned, sourceIsRow: true, pinned: pinned >= 0, row: cell?.[0] ?? -1, column: cell?.[1] ?? -1 }}
              onCell={setCell}
              onPin={([row]) => setPinned(row === pinned ? -1 : row)}
            />
          )}
        </div>
        <p class="readout" aria-live="polite">
          {cell && (
            <Readout
              verb="attends to"
              from={LABELS.rows[cell[0]]!}
              to={LABELS.columns[cell[1]]!}
              value={valueAt(...cell)}
              note={cellNote(matrix, ...cell, visibility.shareOf(...cell))}
            />
          )}
        </p>
        <Legend visibility={visibility} highContrast={theme.highContrast} />
        <DataTable name="Weights as a table" caption="From each word of one text (rows) to each of the other">
          <thead>
            <tr>
              <th scope="col">From</th>
              {LABELS.columns.map((label, column) => (
                <th key={column} scope="col" class="number">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {LABELS.rows.map((label, row) => (
              <tr key={row}>
                <th scope="row">{label}</th>
                {LABELS.columns.map((_, column) => (
                  <td key={column} class="number">
                    {formatWeight(valueAt(row, column))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </DataTable>
      </section>
    </div>
  );
}

render(<TwoTexts />, document.getElementById('root')!);
