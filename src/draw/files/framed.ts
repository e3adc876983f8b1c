import { legendLimits } from '../../core/describe/legend.ts';
import type { WeightScale } from '../../core/scale.ts';
import { squareSide } from '../heatMarks.ts';
import type { Painter } from '../painter.ts';
import { estimatedWidth } from '../svgPainter.ts';
import type { ThemeColors } from '../theme.ts';

/** A picture that stands by itself. */
export interface FilePicture {
  readonly width: number;
  readonly height: number;
  readonly paint: (painter: Painter) => void;
}

const MARGIN = 16;
const SMALLEST_WIDTH = 420;
const TITLE = { size: 14, line: 20 };
const NOTE = { size: 12, line: 17 };
const GAP = 12;

/** A picture under its title, with notes below, on the background of its theme. Widths are estimated, so that they are the same wherever it is made. */
export function framed(title: string, body: FilePicture, notes: readonly string[], theme: ThemeColors): FilePicture {
  const inside = Math.max(SMALLEST_WIDTH, body.width);
  const titleLines = wrapped(title, inside, TITLE.size);
  const noteLines = notes.flatMap(note => wrapped(note, inside, NOTE.size));
  const bodyTop = MARGIN + titleLines.length * TITLE.line + GAP;
  const noteTop = bodyTop + body.height + GAP;
  const height = noteTop + noteLines.length * NOTE.line + MARGIN - (noteLines.length === 0 ? GAP : 0);
  const width = inside + 2 * MARGIN;
  return {
    width,
    height,
    paint: painter => {
      painter.rect(0, 0, width, height, theme.background, 'background');
      for (const [place, line] of titleLines.entries())
        painter.text(line, MARGIN, MARGIN + place * TITLE.line + TITLE.size, {
          family: theme.font,
          size: TITLE.size,
          bold: true,
          color: theme.foreground,
          kind: 'title',
        });
      painter.at(MARGIN, bodyTop, () => body.paint(painter));
      for (const [place, line] of noteLines.entries())
        painter.text(line, MARGIN, noteTop + place * NOTE.line + NOTE.size, {
          family: theme.font,
          size: NOTE.size,
          color: theme.muted,
          kind: 'note',
        });
    },
  };
}

/** A picture under a heading of its own. */
export function headed(heading: string, body: FilePicture, theme: ThemeColors): FilePicture {
  return {
    width: Math.max(body.width, estimatedWidth(heading, { family: '', size: NOTE.size })),
    height: body.height + NOTE.line + 5,
    paint: painter => {
      painter.text(heading, 0, NOTE.size, { family: theme.font, size: NOTE.size, color: theme.muted, kind: 'heading' });
      painter.at(0, NOTE.line + 5, () => body.paint(painter));
    },
  };
}

/** One picture beside another. */
export function beside(gap: number, ...pictures: readonly FilePicture[]): FilePicture {
  const lefts: number[] = [];
  let width = 0;
  for (const picture of pictures) {
    lefts.push(width);
    width += picture.width + gap;
  }
  return {
    width: width - gap,
    height: Math.max(...pictures.map(({ height }) => height)),
    paint: painter => pictures.forEach((picture, place) => painter.at(lefts[place]!, 0, () => picture.paint(painter))),
  };
}

/** One picture below another. */
export function stacked(gap: number, ...pictures: readonly FilePicture[]): FilePicture {
  const tops: number[] = [];
  let height = 0;
  for (const picture of pictures) {
    tops.push(height);
    height += picture.height + gap;
  }
  return {
    width: Math.max(...pictures.map(({ width }) => width)),
    height: height - gap,
    paint: painter => pictures.forEach((picture, place) => painter.at(0, tops[place]!, () => picture.paint(painter))),
  };
}

const SWATCH = { width: 22, height: 10, gap: 14, text: 11 };

/** The eight steps, each with the number that it starts from. */
export function legend(scale: WeightScale, theme: ThemeColors): FilePicture {
  return steps(legendLimits(scale), theme);
}

/** @param limits of each step, as written */
export function steps(limits: readonly string[], theme: ThemeColors): FilePicture {
  const step = SWATCH.width + SWATCH.gap;
  return {
    width: limits.length * step,
    height: SWATCH.height + 14,
    paint: painter => {
      for (const [place, limit] of limits.entries()) {
        const x = place * step;
        painter.rect(x, 0, SWATCH.width, SWATCH.height, theme.ground, 'ground');
        if (theme.highContrast) {
          const side = squareSide(SWATCH.height, ((place + 1) / limits.length) ** 2);
          painter.rect(x + Math.round((SWATCH.width - side) / 2), Math.round((SWATCH.height - side) / 2), side, side, theme.line, 'square');
        } else painter.rect(x, 0, SWATCH.width, SWATCH.height, theme.heat[place + 1]!, 'heat');
        painter.text(limit, x + SWATCH.width / 2, SWATCH.height + 12, {
          family: theme.font,
          size: SWATCH.text,
          color: theme.muted,
          anchor: 'middle',
          kind: 'limit',
        });
      }
    },
  };
}

/** Broken between words where a line would be wider. */
function wrapped(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    // Words are set narrower than they are estimated.
    if (line !== '' && estimatedWidth(longer, { family: '', size }) * 0.92 > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}
