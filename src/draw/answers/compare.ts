import { formatShortSigned, formatSigned } from '../../core/describe/numbers.ts';
import { nameOfVector } from '../../core/describe/embeddings.ts';
import { placesTable } from '../../core/export/vectorTables.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { clusterCosines } from '../../core/vectors/clusters.ts';
import type { OccurrencePart } from '../../protocol/panelParts.ts';
import { framed, stacked, steps, type FilePicture } from '../files/framed.ts';
import { layoutSquare } from '../squareLayout.ts';
import { NO_SCROLL, offsetOf } from '../matrixLayout.ts';
import { paintMatrix } from '../paintMatrix.ts';
import { comparedState, cosineCells, cosinesOf, smallestCosine } from '../views/compare.ts';
import { sourceWithoutText, type Answer, type Material } from './material.ts';

const ROOM = 520;
const LARGEST_CELL = 44;
const NUMBER_ROOM = 26;

interface Compared {
  readonly part: OccurrencePart;
  readonly hue: 'likeness' | 'contextual';
  readonly cosines: Float32Array;
  readonly by: string;
}

function comparedOf({ part, state, model }: Material): Compared | null {
  const places = part('occurrences');
  if (!places || places.items.length === 0) return null;
  const compared = comparedState(state);
  const isFixed = compared === 'fixed';
  return {
    part: places,
    hue: isFixed ? 'likeness' : 'contextual',
    cosines: cosinesOf(places, compared),
    by: isFixed ? 'word embedding' : nameOfVector(compared, model.layers).toLowerCase(),
  };
}

export const occurrences: Answer = {
  name: 'Same Word, Other Places',
  section: 'occurrences',
  table: material => {
    const compared = comparedOf(material);
    if (!compared) return null;
    const { part, cosines, by } = compared;
    const places = part.items.map(({ before, word, after }) => `${before}${word}${after}`);
    const readIn = part.context === 'text' ? 'the whole text' : 'its own sentence';
    return placesTable({ word: part.word, places, cosines, by, readIn }, sourceWithoutText(material));
  },
  picture: (material, palette) => {
    const compared = comparedOf(material);
    if (!compared) return null;
    const { part, cosines, by, hue } = compared;
    const theme = palette[hue];
    const { size } = part.slice;
    const { order } = clusterCosines(cosines, size);
    const smallest = smallestCosine(part);
    const cells = cosineCells(cosines, size, order, smallest);
    const layout = layoutSquare(ROOM, size, LARGEST_CELL);
    const side = layout.rows.viewport;
    const matrix: FilePicture = {
      width: NUMBER_ROOM + side,
      height: NUMBER_ROOM + side,
      paint: painter => {
        const look = { family: theme.font, size: 11, color: theme.muted, centred: true, anchor: 'middle', kind: 'label' } as const;
        if (layout.allLabels)
          order.forEach((place, at) => {
            const middle = NUMBER_ROOM + offsetOf(layout.rows, 0, at) + (layout.rows.step - layout.gap) / 2;
            painter.text(String(place + 1), middle, NUMBER_ROOM / 2, look);
            painter.text(String(place + 1), NUMBER_ROOM / 2, middle, look);
          });
        painter.at(NUMBER_ROOM, NUMBER_ROOM, () => paintMatrix(painter, theme, layout, NO_SCROLL, cells));
      },
    };
    const limits = Array.from({ length: 8 }, (_, step) => formatShortSigned(smallest + ((1 - smallest) * step) / 8));
    const notes = part.items.map(({ before, word, after }, place) => `${place + 1}  ${visibleText(`${before}${word}${after}`)}`);
    const title = `“${visibleText(part.word)}” in ${part.items.length} places: cosine of every two, ${by}`;
    return framed(title, stacked(12, matrix, steps(limits, theme)), notes, theme);
  },
  cell: (material, [row, column]) => {
    const compared = comparedOf(material);
    const value = compared?.cosines[row * compared.part.slice.size + column];
    const isThere = compared !== null && Math.max(row, column) < compared.part.slice.size && value !== undefined;
    return isThere ? `${row + 1} and ${column + 1} ${formatSigned(value)}` : null;
  },
};
