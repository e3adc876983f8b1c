import { correlationLabel, nameOfVector } from '../../core/describe/embeddings.ts';
import { axisName } from '../../core/describe/input.ts';
import { nameOfState } from '../../core/describe/heat.ts';
import { formatShort, formatShortSigned } from '../../core/describe/numbers.ts';
import { likenessTable, mapTable, neighbourTable, pathTable, type NearestEntries } from '../../core/export/vectorTables.ts';
import { has } from '../../core/model/capability.ts';
import type { WordView } from '../../core/state/viewModel.ts';
import type { PathSlice } from '../../protocol/embeddingApi.ts';
import type { WordVectorPart } from '../../protocol/panelParts.ts';
import { beside, framed, headed, stacked, type FilePicture } from '../files/framed.ts';
import { rowsPicture } from '../files/rowsPicture.ts';
import { colouredText } from '../files/textPicture.ts';
import { LONGEST_LABEL, shortenLabel } from '../labels.ts';
import { layoutLine, rangeOf } from '../lineLayout.ts';
import { layoutMap, placeLabels } from '../mapLayout.ts';
import { paintLine } from '../paintLine.ts';
import { AXIS_ROOM, mapFont, paintMap } from '../paintMap.ts';
import { paintCurves } from '../paintSlope.ts';
import { layoutSlope } from '../slopeLayout.ts';
import { estimatedWidth } from '../svgPainter.ts';
import type { ThemeColors } from '../theme.ts';
import { correlationOf, embeddingViews, ordersOf, selectWords, titleOf, type EmbeddingViews, type WordOrder } from '../views/vectors.ts';
import { attentionShares, pathMeasures } from '../views/wordPath.ts';
import { attentionOf, ofRun, ofWord, sourceOf, viewedOf, type Answer, type Material } from './material.ts';

const ROOM = 640;
/** Words of the picture of orders, as on the page. */
const MOST_ORDERED = 20;

function viewsOf(material: Material): EmbeddingViews {
  return embeddingViews(viewedOf(material), material.state, ofRun(material, 'likeness'), fileOf(material));
}

function fileOf({ part, run, taken }: Material): WordVectorPart | null {
  const file = part('wordVectors');
  return file?.slice.runId === run.runId && file.slice.level === taken.level ? file : null;
}

const stateOf = (material: Material) => ofRun(material, 'likeness')?.state ?? material.state.hiddenState;

/** The word in columns, or in strips: each with its name. */
function readings(material: Material) {
  const { taken, model } = material;
  const views = viewsOf(material);
  const vector = nameOfVector(stateOf(material), model.layers);
  const file = fileOf(material);
  return [
    { name: 'Word embedding', view: views.fixed, isCosine: true, hue: 'likeness' },
    { name: vector, view: views.contextual, isCosine: true, hue: 'contextual' },
    { name: attentionOf(taken), view: views.attention, isCosine: false, hue: 'heat' },
    ...(file ? [{ name: `Vectors of ${file.name}`, view: views.file, isCosine: true, hue: 'likeness' } as const] : []),
  ] as const;
}

const tableOfWords: Answer['table'] = material => {
  const { labels, word } = material.taken;
  if (word.source === null || !ofRun(material, 'likeness')) return null;
  return likenessTable(labels, word.source, readings(material), sourceOf(material));
};

export const strips: Answer = {
  name: 'Text Three Ways',
  section: 'strips',
  table: tableOfWords,
  picture: (material, palette) => {
    const { taken } = material;
    const { source } = taken.word;
    const drawn = readings(material).filter(({ view }) => view.weights !== null);
    if (source === null || drawn.length < 2) return null;
    const texts = drawn.map(({ name, view, isCosine, hue }) => strip(material, name, view, isCosine, palette[hue]));
    return framed(`“${taken.labels[source]!}” and the same text ${drawn.length} ways`, stacked(14, ...texts), [COSINES], palette.heat);
  },
};

const COSINES = 'Cosines from 0 to 1 in eight even steps; a negative one has no colour. The word itself and special tokens are left out.';

function strip({ taken }: Material, name: string, view: WordView, isCosine: boolean, theme: ThemeColors): FilePicture {
  const write = isCosine ? formatShortSigned : formatShort;
  return headed(name, colouredText({ ...taken, word: view, hides: unit => view.hidden.has(unit), write }, theme), theme);
}

export const order: Answer = {
  name: 'Order of the Words',
  section: 'order',
  table: tableOfWords,
  picture: (material, { heat: theme }) => {
    const { taken, state } = material;
    const { source } = taken.word;
    const views = viewsOf(material);
    const orders = ordersOf(views);
    if (source === null || orders.length < 2 || views.attention.order.length < 2) return null;
    const shown = selectWords(views.attention, null, MOST_ORDERED);
    const title = (id: WordOrder['id']) => titleOf(id, { state, selection: taken.heads.selection }, stateOf(material), false);
    const body = slope(
      taken.labels,
      orders,
      shown,
      orders.map(({ id }) => title(id)),
      theme,
    );
    const left = views.attention.order.length - shown.length;
    const notes = left > 0 ? [`The ${shown.length} words with the most attention.`] : [];
    return framed(`The other words in order for “${taken.labels[source]!}”`, body, notes, theme);
  },
};

const TITLE_ROOM = 24;

function slope(
  labels: readonly string[],
  orders: readonly WordOrder[],
  shown: readonly number[],
  titles: readonly string[],
  theme: ThemeColors,
): FilePicture {
  const layout = layoutSlope(ROOM, orders.length, shown.length);
  const columns = orders.map(({ order: all }) => all.filter(unit => shown.includes(unit)));
  const active = shown[0] ?? null;
  const small = { family: theme.font, size: 12, color: theme.muted } as const;
  return {
    width: ROOM,
    height: TITLE_ROOM + layout.height,
    paint: painter => {
      orders.forEach(({ id }, column) => {
        painter.text(titles[column]!, layout.columnLeft(column), 12, { ...small, color: theme.foreground, bold: true, kind: 'heading' });
        if (column === 0) return;
        const middle = layout.columnLeft(column) - layout.gap / 2;
        painter.text(correlationLabel(correlationOf(orders, orders[column - 1]!.id, id)), middle, 12, {
          ...small,
          anchor: 'middle',
          kind: 'rho',
        });
      });
      painter.at(0, TITLE_ROOM, () => {
        columns
          .slice(1)
          .forEach((right, gap) =>
            painter.at(layout.columnLeft(gap) + layout.column, 0, () => paintCurves(painter, theme, layout, columns[gap]!, right, active)),
          );
        orders.forEach(({ id, values }, column) =>
          columns[column]!.forEach((unit, row) => {
            const left = layout.columnLeft(column);
            const look = { size: 12, centred: true, bold: unit === active, color: theme.foreground } as const;
            const name = shortenLabel(labels[unit]!, text => estimatedWidth(text, { family: '', size: 12 }));
            painter.text(name, left, layout.rowMiddle(row), { ...look, family: theme.quotedFont, kind: 'word' });
            const value = (id === 'attention' ? formatShort : formatShortSigned)(values[unit]!);
            painter.text(value, left + layout.column, layout.rowMiddle(row), {
              ...look,
              family: theme.font,
              anchor: 'end',
              kind: 'number',
            });
          }),
        );
      });
    },
  };
}

export const path: Answer = {
  name: 'Way Through the Layers',
  section: 'path',
  table: material => {
    const slice = ofWord(material, 'path');
    if (!slice) return null;
    const shares = attentionShares(slice);
    return pathTable(material.taken.labels[slice.unit]!, { ...slice, shares }, material.model.layers, sourceOf(material));
  },
  picture: (material, { heat: theme }) => {
    const slice = ofWord(material, 'path');
    if (!slice) return null;
    const charts = pathMeasures(slice)
      .filter(({ needs }) => needs === null || has(material.model, needs))
      .map(measure => chart(slice, measure, theme));
    const rows = [charts.slice(0, 2), charts.slice(2)].filter(row => row.length > 0).map(row => beside(28, ...row));
    const notes = [`Across: 0 is before any layer, then after 1 to ${material.model.layers} layers.`];
    return framed(`The way of “${material.taken.labels[slice.unit]!}” through the layers`, stacked(14, ...rows), notes, theme);
  },
};

function chart(
  { norms }: PathSlice,
  { name, values, atLeast, format }: ReturnType<typeof pathMeasures>[number],
  theme: ThemeColors,
): FilePicture {
  const count = norms.length;
  const ticks = Array.from({ length: count }, (_, index) => String(index));
  const layout = layoutLine(306, count, rangeOf([values], atLeast), true);
  const data = { series: [{ name: '', values }], ticks, format };
  return headed(
    name,
    { width: layout.width, height: layout.height, paint: painter => paintLine(painter, theme, layout, data, null) },
    theme,
  );
}

const tableOfNeighbours: Answer['table'] = material => {
  const part = ofWord(material, 'neighbours');
  if (!part) return null;
  const { layers } = material.model;
  const lists: NearestEntries[] = [part.fixed, ...(part.contextual ? [part.contextual] : [])].map(({ state, entries }) => ({
    by: state === null ? 'word embedding' : `vector ${nameOfState(state, layers)}`,
    entries,
  }));
  return neighbourTable(material.taken.labels[part.unit]!, lists, sourceOf(material));
};

export const neighbours: Answer = {
  name: 'Nearest in the Vocabulary',
  section: 'neighbours',
  table: tableOfNeighbours,
  picture: (material, palette) => {
    const table = tableOfNeighbours(material);
    return table && rowsPicture(table, { bars: [3], most: 1, quoted: [1], rows: 40 }, palette.likeness);
  },
};

export const map: Answer = {
  name: 'Map of the Words',
  section: 'map',
  table: material => {
    const slice = ofRun(material, 'map');
    return slice && mapTable(material.taken.labels, slice, material.model.layers, sourceOf(material));
  },
  picture: (material, { heat: theme }) => {
    const slice = ofRun(material, 'map');
    if (!slice) return null;
    const { labels, word } = material.taken;
    const [width, height] = [ROOM, 400];
    const layout = layoutMap(width, height, slice.points, slice.origins);
    const names = slice.units.map(unit => labels[unit]!);
    const source = word.source === null ? -1 : slice.units.indexOf(word.source);
    const widths = names.map(name => Math.min(LONGEST_LABEL, estimatedWidth(name, mapFont(theme))));
    const placed = placeLabels(layout, widths, [...new Set([...(source < 0 ? [] : [source]), ...names.keys()])]);
    const axes = [axisName('first', slice.explained[0]), axisName('second', slice.explained[1])] as const;
    const marks = { source, pinned: word.pinned, active: source };
    const body: FilePicture = {
      width,
      height: height + AXIS_ROOM,
      paint: painter => paintMap(painter, theme, { layout, placed, labels: names, axes }, marks),
    };
    const notes = ['The axes have no meaning of their own, and what they do not explain is not on the map.'];
    return framed(`Map of the words, vectors ${nameOfState(slice.state, material.model.layers)}`, body, notes, theme);
  },
};
