import { BUCKETS } from '../core/scale.ts';
import type { Painter } from './painter.ts';
import { linkPath, type LinksLayout, type LinksLine } from './pairLinksLayout.ts';
import type { ThemeColors } from './theme.ts';

/** Lines of the word that is looked from stand out, the others stand back; without a word all are alike. */
export interface LinesShown {
  /** Whether a line is of that word; null: there is none. */
  readonly isOwn: ((line: LinksLine) => boolean) | null;
  /** The line pointed at. */
  readonly pointed: LinksLine | null;
}

/** Lines between two columns of words; the stronger lie above. Their width and strength are the step of the weight, in high contrast their width alone. */
export function paintPairLinks(
  painter: Painter,
  theme: ThemeColors,
  layout: LinksLayout,
  lines: readonly LinksLine[],
  { isOwn, pointed }: LinesShown,
): void {
  const rank = (line: LinksLine) => (line === pointed ? 2 : isOwn?.(line) ? 1 : 0);
  for (const line of lines.toSorted((a, b) => rank(a) - rank(b) || a.weight - b.weight)) {
    const data = linkPath(layout, line);
    const width = widthOfStep(line.step);
    if (line === pointed) painter.path(data, { stroke: theme.foreground, width: width + 3, kind: 'pair-line-ring' });
    if (isOwn && rank(line) === 0)
      painter.path(data, { stroke: theme.cross, width: 1, alpha: theme.highContrast ? 1 : 0.45, kind: 'pair-line off' });
    else
      painter.path(data, {
        stroke: theme.line,
        width,
        ...(!theme.highContrast && line !== pointed && { alpha: alphaOfStep(line.step) }),
        kind: 'pair-line',
      });
  }
}

function widthOfStep(step: number): number {
  return 0.75 + step / 2;
}

function alphaOfStep(step: number): number {
  return 0.3 + (0.7 * step) / BUCKETS;
}
