import type { Page } from 'playwright-core';
import { paintedRanges } from './decorations.ts';
import type { PaintedRange } from './paintedRange.ts';

/** The heat colours of the theme on screen. */
export interface HeatPalette {
  /** Computed background of steps 1 to 8; all transparent in high contrast, where only the line tells a step. */
  readonly backgrounds: readonly string[];
  readonly borderColor: string;
}

/** Lines under the word in high contrast, two steps each. */
const HIGH_CONTRAST_LINES = ['2px dotted', '2px solid', '3px solid', '5px solid'];

/** What the colours mean, by the name of their ids: attention, word embeddings, vectors. */
export type HeatName = 'heat' | 'likeness' | 'contextual';

/** Reads the contributed colours as the browser computes them. */
export async function heatPalette(page: Page, heat: HeatName = 'heat'): Promise<HeatPalette> {
  return page.evaluate(colors => {
    const probe = document.createElement('div');
    (document.querySelector('.monaco-workbench') ?? document.body).append(probe);
    const read = (name: string) => {
      probe.style.backgroundColor = `var(--vscode-attentionLens-${name})`;
      return getComputedStyle(probe).backgroundColor;
    };
    const backgrounds = [1, 2, 3, 4, 5, 6, 7, 8].map(step => read(`${colors}${step}`));
    const borderColor = read(`${colors}Border`);
    probe.remove();
    return { backgrounds, borderColor };
  }, heat);
}

/** The heat steps (1 to 8) a painted range may stand for: one by colour, two in high contrast, none when it is no heat at all. */
export function heatSteps(range: PaintedRange, palette: HeatPalette): number[] {
  const steps = [1, 2, 3, 4, 5, 6, 7, 8];
  if (new Set(palette.backgrounds).size === 1) {
    const line = HIGH_CONTRAST_LINES.findIndex(line => range.borderBottom === `${line} ${palette.borderColor}`);
    return line < 0 ? [] : [2 * line + 1, 2 * line + 2];
  }
  return steps.filter(step => range.background === palette.backgrounds[step - 1]);
}

/** A word and the heat painted on it. */
export interface PaintedHeat {
  readonly text: string;
  readonly line: number;
  readonly startColumn: number;
  readonly endColumn: number;
  readonly steps: readonly number[];
}

/** All ranges of the editor that are painted with heat, from the top. */
export async function paintedHeat(page: Page, editor = 0, heat: HeatName = 'heat'): Promise<PaintedHeat[]> {
  const palette = await heatPalette(page, heat);
  const ranges = await paintedRanges(page, editor);
  return ranges
    .map(({ text, line, startColumn, endColumn, ...style }) => ({
      text,
      line,
      startColumn,
      endColumn,
      steps: heatSteps({ text, line, startColumn, endColumn, ...style }, palette),
    }))
    .filter(range => range.steps.length > 0);
}
