import { useEffect, useState } from 'preact/hooks';
import { BUCKETS } from '../src/core/scale.ts';
import type { Hue, Palette, ThemeColors } from '../src/draw/theme.ts';
import { contrastRatio, relativeLuminance } from '../src/draw/contrast.ts';

export type { Hue, ThemeColors };

export function readTheme(): ThemeColors {
  const read = readVariable();
  const background = read('--vscode-editor-background');
  return {
    ...readHue('heat', background),
    ground: read('--ground'),
    foreground: read('--vscode-foreground'),
    muted: read('--vscode-descriptionForeground'),
    source: read('--vscode-attentionLens-source'),
    border: read('--vscode-contrastBorder'),
    cross: read('--vscode-charts-lines'),
    edge: read('--vscode-panel-border'),
    selection: read('--vscode-list-inactiveSelectionBackground'),
    activeBorder: read('--vscode-contrastActiveBorder'),
    background,
    focus: read('--vscode-focusBorder'),
    font: read('--vscode-font-family'),
    quotedFont: read('--vscode-editor-font-family'),
    highContrast: document.body.classList.contains('vscode-high-contrast'),
    ratio: window.devicePixelRatio || 1,
  };
}

/** The same theme for a picture of likeness. */
export function inHue(theme: ThemeColors, hue: Hue): ThemeColors {
  return { ...theme, ...readHue(hue, theme.background) };
}

/** As it is now, for pictures that stand by themselves: every colour is worked out, none is a formula that only a page knows. */
export function readPalette(): Palette {
  const probe = document.body.appendChild(document.createElement('i'));
  const plain = (color: string) => {
    probe.style.color = 'transparent';
    probe.style.color = color;
    return getComputedStyle(probe).color;
  };
  const workedOut = (theme: ThemeColors): ThemeColors => ({
    ...theme,
    heat: theme.heat.map(plain),
    cellText: theme.cellText.map(plain),
    ...Object.fromEntries(PLAIN_COLORS.map(name => [name, plain(theme[name])])),
  });
  const heat = readTheme();
  const palette = { heat: workedOut(heat), likeness: workedOut(inHue(heat, 'likeness')), contextual: workedOut(inHue(heat, 'contextual')) };
  probe.remove();
  return palette;
}

const PLAIN_COLORS = ['line', 'ground', 'foreground', 'muted', 'source', 'border', 'cross', 'edge', 'selection', 'activeBorder', 'background', 'focus'] as const; // prettier-ignore

function readVariable(): (name: string) => string {
  const style = getComputedStyle(document.body);
  return name => style.getPropertyValue(name).trim();
}

function readHue(hue: Hue, background: string): Pick<ThemeColors, 'heat' | 'cellText' | 'line'> {
  const read = readVariable();
  const heat = ['transparent', ...Array.from({ length: BUCKETS }, (_, i) => read(`--vscode-attentionLens-${hue}${i + 1}`))];
  const foreground = read('--vscode-attentionLens-heatForeground') || read('--vscode-foreground');
  return { heat, cellText: cellTextColors(heat, background, foreground), line: read(`--vscode-attentionLens-${hue}Border`) };
}

/** Paints each step as a cell has it, twice over the background, and reads back what it looks like. */
function cellTextColors(heat: readonly string[], background: string, foreground: string): readonly string[] {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const luminanceOf = (layers: readonly string[]) => {
    for (const layer of layers) {
      context.fillStyle = layer;
      context.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return relativeLuminance(red!, green!, blue!);
  };
  const dark = luminanceOf([background]);
  const light = luminanceOf([foreground]);
  return heat.map(color => {
    const cell = luminanceOf([background, color, color]);
    return contrastRatio(cell, light) >= contrastRatio(cell, dark) ? foreground : background;
  });
}

/** The theme's colours; re-read when VS Code changes the theme (class of the body, variables of the root) or the window changes its pixel ratio. */
export function useTheme(): ThemeColors {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const refresh = () => setTheme(readTheme());
    const observer = new MutationObserver(refresh);
    for (const node of [document.documentElement, document.body])
      observer.observe(node, { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-id', 'data-theme'] });
    const stopWatching = watchPixelRatio(refresh);
    return () => {
      observer.disconnect();
      stopWatching();
    };
  }, []);
  return theme;
}

/** A resolution query matches one ratio only, so it is made anew after each change. */
function watchPixelRatio(changed: () => void): () => void {
  let query: MediaQueryList;
  const watch = () => {
    query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', onChange, { once: true });
  };
  const onChange = () => {
    changed();
    watch();
  };
  watch();
  return () => query.removeEventListener('change', onChange);
}
