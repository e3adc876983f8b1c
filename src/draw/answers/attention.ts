import { distancesTable, layersTable, linkTable } from '../../core/export/attentionTables.ts';
import type { Taken } from '../../core/export/taken.ts';
import { headsTable } from '../../core/export/tables.ts';
import { verbOf } from '../../core/describe/attention.ts';
import { multipleOf, nameOfWay, strongestOf, WAYS } from '../../core/describe/links.ts';
import { formatWeight } from '../../core/describe/numbers.ts';
import { allHeads } from '../../core/model/stack.ts';
import { farFrom } from '../../core/state/axes.ts';
import { areLinked } from '../../core/state/viewModel.ts';
import { indexIn, isSameUnit, TEXT } from '../../core/text/unitRef.ts';
import type { LayerSlice } from '../../protocol/headsApi.ts';
import { beside, framed, headed, legend, stacked, type FilePicture } from '../files/framed.ts';
import { rowsPicture } from '../files/rowsPicture.ts';
import { layoutHeads } from '../headsLayout.ts';
import { roomForLabels, shortenLabel } from '../labels.ts';
import type { Painter } from '../painter.ts';
import { paintHeadMarks, paintThumbnails } from '../paintHeads.ts';
import { paintStrips } from '../paintStrips.ts';
import { layoutLabelledStrips, ROW_NAME_ROOM } from '../stripLayout.ts';
import { estimatedWidth } from '../svgPainter.ts';
import type { ThemeColors } from '../theme.ts';
import { layerCells } from '../views/layers.ts';
import { linkCells } from '../views/links.ts';
import { ofRun, sourceOf, type Answer, type Material } from './material.ts';
import { linkOf } from './pair.ts';

/** So many pixels of a picture with cells for all heads, and for all words. */
const GRID_ROOM = 420;
const STRIPS_ROOM = 900;

const tableOfStrongest: Answer['table'] = material => {
  const ranking = ofRun(material, 'ranking');
  const { word, direction } = material.taken;
  const isOwn = ranking !== null && ranking.direction === direction && indexIn(TEXT, ranking) === word.source;
  return isOwn ? headsTable(material.taken, ranking) : null;
};

export const strongest: Answer = {
  name: 'Strongest Heads',
  section: 'strongest',
  table: tableOfStrongest,
  picture: (material, { heat }) => {
    const table = tableOfStrongest(material);
    return table && rowsPicture(table, { bars: [3], most: 1, rows: 12, quoted: [2, 4] }, heat);
  },
};

const tableOfLinks: Answer['table'] = material => {
  const link = linkOf(material);
  return link && linkTable(link, material.model, sourceOf(material));
};

export const links: Answer = {
  name: 'Linking Heads',
  section: 'links',
  table: tableOfLinks,
  picture: (material, { heat }) => {
    const table = tableOfLinks(material);
    return table && rowsPicture(table, { bars: [1, 3], rows: 16 }, heat);
  },
};

export const linkPlaces: Answer = {
  name: 'Where They Are',
  section: 'linkPlaces',
  table: tableOfLinks,
  picture: (material, { heat: theme }) => {
    const link = linkOf(material);
    if (!link) return null;
    const { attention } = material.model;
    const layout = layoutHeads(GRID_ROOM, attention.heads, 1);
    const grids = WAYS.filter(way => link.ways[way].seen).map(way => {
      const most = strongestOf(link, way);
      const chosen = most ? ([[most.layer, most.head]] as const) : [];
      const cells = linkCells(material.taken.visibility, attention, link, way);
      const grid: FilePicture = {
        width: layout.width,
        height: layout.height,
        paint: painter => {
          paintThumbnails(painter, theme, layout, cells, material.run.invalidHeads, false);
          paintHeadMarks(painter, theme, layout, { chosen, roles: [], hints: [], pointed: null, focused: false });
        },
      };
      return headed(nameOfWay(link, way), grid, theme);
    });
    const notes = [`${layout.turned ? 'Layers across, heads down' : 'Layers down, heads across'}. In a ring: the strongest head.`];
    const body = stacked(12, beside(28, ...grids), legend(material.taken.visibility.scale, theme));
    return framed(`Where the heads are: ${WAYS.map(way => nameOfWay(link, way)).join(' and ')}`, body, notes, theme);
  },
  cell: (material, [index, place]) => {
    const link = linkOf(material);
    const [head, way] = [link?.heads[index], WAYS[place]];
    if (!link || !head || !way) return null;
    const read = [formatWeight(head[way]), multipleOf(head[way], link.ways[way])].filter(Boolean).join('  ');
    return `L${head.layer} H${head.head} ${nameOfWay(link, way)} ${read}`;
  },
};

function layersOf(material: Material): LayerSlice | null {
  const slice = ofRun(material, 'layers');
  const { state, taken } = material;
  return slice && isSameUnit(slice, state.pinned) && slice.direction === taken.direction ? slice : null;
}

/** The words that each layer is shown over. */
function columnsOf({ word, matrix }: Taken, { unit }: LayerSlice): readonly number[] {
  return farFrom(unit, word, matrix);
}

const tableOfLayers: Answer['table'] = material => {
  const slice = layersOf(material);
  const { labels, visibility } = material.taken;
  const sees = (far: number) => areLinked(visibility, slice!.direction, slice!.unit, far);
  return slice && layersTable(slice, { labels, shown: columnsOf(material.taken, slice), sees }, sourceOf(material));
};

export const layers: Answer = {
  name: 'Layer by Layer',
  section: 'layers',
  table: tableOfLayers,
  picture: (material, { heat: theme }) => {
    const slice = layersOf(material);
    if (!slice) return null;
    const { labels, visibility } = material.taken;
    const body = stacked(12, layerStrips(material, slice, theme), legend(visibility.scale, theme));
    const verb = verbOf('layer', slice.direction);
    return framed(
      `“${labels[slice.unit]!}” layer by layer: what it ${verb}`,
      body,
      [`Each row is the mean of its heads. ${columnsOf(material.taken, slice).length} words.`],
      theme,
    );
  },
  cell: (material, [layer, position]) => {
    const slice = layersOf(material);
    if (!slice || layer >= slice.layers) return null;
    const { labels, visibility } = material.taken;
    const unit = columnsOf(material.taken, slice)[position];
    if (unit === undefined) return null;
    const isSeen = areLinked(visibility, slice.direction, slice.unit, unit);
    const arrow = slice.direction === 'to' ? '→' : '←';
    return `L${layer} ${labels[slice.unit]!} ${arrow} ${labels[unit]!} ${isSeen ? formatWeight(slice.mean[layer * slice.size + unit]!) : 'not seen'}`;
  },
};

function layerStrips({ taken }: Material, slice: LayerSlice, theme: ThemeColors): FilePicture {
  const { labels, visibility } = taken;
  const shown = columnsOf(taken, slice);
  const font = { family: theme.quotedFont, size: 12 };
  const measure = (text: string) => estimatedWidth(text, font);
  const names = shown.map(unit => shortenLabel(labels[unit]!, measure));
  const room = roomForLabels(STRIPS_ROOM, names.map(measure));
  const { strips, top } = layoutLabelledStrips(STRIPS_ROOM, slice.layers, names.length, room);
  const cells = layerCells(shown, visibility, slice);
  const source = shown.indexOf(slice.unit);
  return {
    width: ROW_NAME_ROOM + strips.width + room.right,
    height: top + strips.height,
    paint: painter => {
      if (strips.allLabels)
        names.forEach((name, place) =>
          paintColumn(painter, theme, name, place === source, ROW_NAME_ROOM + place * strips.step + strips.step / 2, top),
        );
      for (let layer = 0; layer < strips.layers; layer++)
        painter.text(`L${layer}`, ROW_NAME_ROOM - 6, top + layer * strips.rowStep + strips.rowHeight / 2, {
          family: theme.font,
          size: 11,
          color: theme.muted,
          anchor: 'end',
          centred: true,
          kind: 'layer',
        });
      painter.at(ROW_NAME_ROOM, top, () => paintStrips(painter, theme, strips, cells));
    },
  };
}

function paintColumn(painter: Painter, theme: ThemeColors, name: string, isSource: boolean, x: number, top: number): void {
  const color = isSource ? theme.source : theme.foreground;
  painter.text(name, x + 3, top - 6, { family: theme.quotedFont, size: 12, bold: isSource, color, angle: -55, kind: 'label' });
}

const tableOfDistances: Answer['table'] = material => {
  const slice = material.part('distances');
  return slice?.runId === material.run.runId ? distancesTable(slice, allHeads(material.model.attention.heads), sourceOf(material)) : null;
};

export const distances: Answer = {
  name: 'How Far Each Head Looks',
  section: 'distances',
  table: tableOfDistances,
  picture: (material, { heat }) => {
    const table = tableOfDistances(material);
    return table && rowsPicture(table, { bars: [1], rows: 400 }, heat);
  },
};
