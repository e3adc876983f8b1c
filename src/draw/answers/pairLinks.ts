import { captionOf, numbers, words } from '../../core/export/tables.ts';
import { provenanceLine } from '../../core/export/provenance.ts';
import { paintNote } from '../../core/describe/legend.ts';
import { aloneNote, countOfLinks } from '../../core/describe/pairLinks.ts';
import { formatWeight } from '../../core/describe/numbers.ts';
import { axesOf } from '../../core/state/axes.ts';
import { pairLinks as linksBetween, unitsAlone } from '../../core/state/pairLinks.ts';
import { isAcross } from '../../core/text/textPair.ts';
import { indexIn, TEXT } from '../../core/text/unitRef.ts';
import { framed, legend, stacked, type FilePicture } from '../files/framed.ts';
import { shortenLabel } from '../labels.ts';
import { layoutLinks, shapeOf } from '../pairLinksLayout.ts';
import { paintPairLinks } from '../paintPairLinks.ts';
import { estimatedWidth } from '../svgPainter.ts';
import type { ThemeColors } from '../theme.ts';
import { drawnLinks, MOST_LINKS } from '../views/pairLinks.ts';
import type { Answer, Material } from './material.ts';

const ROOM = 640;

/** What is drawn between two texts; null where that is not looked at, and where the matrix is shown. */
function drawn({ taken, state }: Material) {
  const { matrix, visibility, word } = taken;
  if (!isAcross(matrix.sides) || state.pairPicture !== 'links') return null;
  const axes = axesOf(word, matrix, state);
  const all = linksBetween(matrix, visibility, axes, MOST_LINKS);
  const { links } = drawnLinks(all, indexIn(TEXT, state.pinned), word.source);
  const strongest = all.strongest.length;
  return { axes, all, links, count: countOfLinks(strongest, all.count, links.length - strongest) };
}

export const pairLinks: Answer = {
  name: 'Links of Both Texts',
  section: 'matrix',
  table: material => {
    const { taken } = material;
    const { labels, visibility } = taken;
    const shown = drawn(material);
    return (
      shown && {
        caption: `${captionOf(taken, null)}, ${shown.count} between two texts`,
        columns: [words('From'), words('To'), numbers('Weight'), numbers('× even share')],
        rows: shown.links.map(({ from, to, weight }) => [labels[from]!, labels[to]!, weight, weight / visibility.shareOf(from, to)]),
        source: provenanceLine(taken),
      }
    );
  },
  picture: (material, { heat: theme }) => {
    const shown = drawn(material);
    if (!shown) return null;
    const { taken } = material;
    const { scale, causal, hiddenSinks } = taken.visibility;
    const alone = unitsAlone(taken.matrix, taken.visibility, shown.axes);
    const note = aloneNote(alone, taken.units, taken.labels, taken.level);
    const notes = [
      `Left the text that looks, right the other one: ${shown.count}.`,
      ...(note === null ? [] : [note]),
      paintNote(scale, causal, hiddenSinks),
    ];
    return framed(captionOf(taken, null), stacked(14, columns(material, shown, alone, theme), legend(scale, theme)), notes, theme);
  },
  cell: (material, [row, column]) => {
    const shown = drawn(material);
    const link = shown?.links.find(({ from, to }) => from === row && to === column);
    if (!link) return null;
    const { labels } = material.taken;
    return `${labels[row]!} → ${labels[column]!} ${formatWeight(link.weight)}`;
  },
};

function columns(
  { taken }: Material,
  { axes, links }: NonNullable<ReturnType<typeof drawn>>,
  alone: ReadonlySet<number>,
  theme: ThemeColors,
): FilePicture {
  const { labels, word } = taken;
  const shape = shapeOf(axes.rows, axes.columns, links);
  const font = { family: theme.quotedFont, size: 12 };
  const measure = (text: string) => estimatedWidth(text, font);
  const longest = Math.max(0, ...[...axes.rows, ...axes.columns].map(unit => measure(labels[unit]!)));
  const layout = layoutLinks(ROOM, longest, [shape.columns[0].length, shape.columns[1].length]);
  const { source } = word;
  return {
    width: layout.width,
    height: layout.height,
    paint: painter => {
      painter.at(layout.column, 0, () =>
        paintPairLinks(painter, theme, layout, shape.lines, {
          isOwn: source === null ? null : ({ from, to }) => from === source || to === source,
          pointed: null,
        }),
      );
      for (const [side, rows] of shape.columns.entries())
        for (const [place, row] of rows.entries()) {
          const isWord = 'unit' in row;
          const isMuted = !isWord || alone.has(row.unit);
          const color = isMuted ? theme.muted : theme.foreground;
          painter.text(
            isWord ? shortenLabel(labels[row.unit]!, measure, layout.column - 10) : `… ${row.leftOut}`,
            side === 0 ? layout.column - 4 : layout.column + layout.gap + 4,
            layout.middles[side as 0 | 1](place),
            {
              ...font,
              color: isWord && row.unit === source ? theme.source : color,
              bold: isWord && row.unit === source,
              anchor: side === 0 ? 'end' : 'start',
              centred: true,
              kind: 'label',
            },
          );
        }
    },
  };
}
