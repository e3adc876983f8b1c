import { contrastRatio, relativeLuminance } from '../contrast.ts';
import type { Palette, ThemeColors } from '../theme.ts';

type Channels = readonly [red: number, green: number, blue: number, alpha: number];

/** What a theme's variables are written as: hexadecimal, `rgb()`, `rgba()`, `color(srgb ...)`. Null for anything else. */
function channelsOf(color: string): Channels | null {
  const hex = /^#([0-9a-f]{3,8})$/i.exec(color.trim())?.[1];
  if (hex !== undefined) {
    const digits = hex.length <= 4 ? hex.replaceAll(/./g, '$&$&') : hex;
    const [red, green, blue, alpha = 255] = digits.match(/../g)!.map(pair => parseInt(pair, 16));
    return [red!, green!, blue!, alpha / 255];
  }
  const [, name, inside] = /^(rgba?|color)\(\s*(.*?)\s*\)$/i.exec(color.trim()) ?? [];
  if (name === undefined || inside === undefined) return color.trim() === 'transparent' ? [0, 0, 0, 0] : null;
  const isWhole = name.toLowerCase() !== 'color';
  const numbers = inside
    .replace(/^srgb\s+/i, '')
    .split(/[\s,/]+/)
    .map(part => (part.endsWith('%') ? (parseFloat(part) / 100) * 1 : parseFloat(part)));
  const [red, green, blue, alpha = 1] = isWhole ? numbers : numbers.map((value, place) => (place < 3 ? value * 255 : value));
  return [red, green, blue].every(Number.isFinite) ? [red!, green!, blue!, alpha] : null;
}

/** A colour over an opaque one, so many times, as `#rrggbb`: many programs know no other in SVG. What cannot be read is the ground itself. */
export function over(color: string, ground: string, times = 1): string {
  const [red, green, blue] = channelsOf(ground) ?? [255, 255, 255];
  const [r, g, b, alpha] = channelsOf(color) ?? [0, 0, 0, 0];
  const left = (1 - alpha) ** times;
  return `#${[
    [red, r],
    [green, g],
    [blue, b],
  ]
    .map(([under, above]) => Math.round(under! * left + above! * (1 - left)))
    .map(channel => Math.min(255, Math.max(0, channel)).toString(16).padStart(2, '0'))
    .join('')}`;
}

/** Contrast of two opaque colours. */
export function contrastOf(first: string, second: string): number {
  const luminance = (color: string) => {
    const [red, green, blue] = channelsOf(color) ?? [255, 255, 255];
    return relativeLuminance(red, green, blue);
  };
  return contrastRatio(luminance(first), luminance(second));
}

/** As little contrast as text may have on what it lies on. */
export const LEAST_CONTRAST = 4.5;

/** An opaque colour, made lighter or darker until it can be read on an opaque ground. */
export function readable(color: string, ground: string): string {
  const far = contrastOf('#ffffff', ground) >= contrastOf('#000000', ground) ? 'rgb(255 255 255 / 5%)' : 'rgb(0 0 0 / 5%)';
  for (let times = 0; times < 100; times++) {
    const mixed = over(far, color, times);
    if (contrastOf(mixed, ground) >= LEAST_CONTRAST) return mixed;
  }
  return over(far, color, 1000);
}

/** Fonts that every system has; what is measured without one is right for the one that is as wide everywhere. */
const FONT = 'system-ui, "Segoe UI", Helvetica, Arial, sans-serif';
const QUOTED_FONT = 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';

/**
 * A theme for a file: every colour as it comes out over the background, text of enough contrast, no font of the editor, no pixel of the screen. The heat is
 * as pictures lay it, twice.
 */
export function forFile(theme: ThemeColors): ThemeColors {
  // A theme may have a background that lets something through: behind a file there is paper.
  const background = over(theme.background, '#ffffff');
  const ground = over(theme.ground, background);
  const plain = (color: string) => over(color, background);
  const text = (color: string) => readable(plain(color), background);
  const heat = theme.heat.map((color, step) => (step === 0 ? 'none' : over(color, ground, 2)));
  return {
    ...theme,
    heat,
    line: plain(theme.line),
    cellText: theme.cellText.map((color, step) => (step === 0 ? text(color) : readable(plain(color), heat[step]!))),
    ground,
    foreground: text(theme.foreground),
    muted: text(theme.muted),
    source: text(theme.source),
    border: plain(theme.border),
    cross: plain(theme.cross),
    edge: plain(theme.edge),
    selection: plain(theme.selection),
    activeBorder: plain(theme.activeBorder),
    background,
    focus: plain(theme.focus),
    font: FONT,
    quotedFont: QUOTED_FONT,
    ratio: 1,
  };
}

export function paletteForFile({ heat, likeness, contextual }: Palette): Palette {
  return { heat: forFile(heat), likeness: forFile(likeness), contextual: forFile(contextual) };
}
