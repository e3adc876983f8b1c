import type { Hue, Palette, ThemeColors } from '../theme.ts';
import { contrastOf, over, paletteForFile } from './opaque.ts';

/** What a file is coloured as, whatever a screen shows: for paper, or as VS Code's own dark and light themes. */
export const COLOURS = ['print', 'dark', 'light'] as const;
export type Colours = (typeof COLOURS)[number];

type Base = Omit<ThemeColors, 'heat' | 'cellText' | 'line' | 'font' | 'quotedFont' | 'highContrast' | 'ratio' | 'border' | 'activeBorder'>;

const PAPER: Base = {
  ground: '#F5F5F5',
  foreground: '#1A1A1A',
  muted: '#5A5A5A',
  source: '#0063B8',
  cross: '#8A8A8A',
  edge: '#D0D0D0',
  selection: '#E4E6F1',
  background: '#FFFFFF',
  focus: '#0063B8',
};

const LIGHT: Base = {
  ...PAPER,
  foreground: '#202020',
  muted: '#606060',
  cross: '#20202066',
  edge: '#E0E1E2',
  selection: '#DADADA99',
};

const DARK: Base = {
  ground: '#BFBFBF0D',
  foreground: '#BFBFBF',
  muted: '#8C8C8C',
  source: '#58B4DC',
  cross: '#C8CACC80',
  edge: '#3A3B3C',
  selection: '#2C2D2E',
  background: '#121314',
  focus: '#58B4DC',
};

type Hues = { readonly [hue in Hue]: readonly [heat: string, line: string] };

/** As `contributions` has them (test/draw/files). */
const LIGHT_HUES: Hues = { heat: ['#F59B00', '#945000'], likeness: ['#00A88A', '#00695A'], contextual: ['#B44BE8', '#7A1FA2'] };
const DARK_HUES: Hues = { heat: ['#FFA630', '#FFC06A'], likeness: ['#2BCFAB', '#5FE3C7'], contextual: ['#C58CFF', '#D9B3FF'] };
const LIGHT_ALPHA = ['1A', '2E', '45', '5E', '7A', '96', 'B3', 'D1'];
const DARK_ALPHA = ['0D', '1A', '29', '3B', '4D', '5E', '70', '80'];

function paletteOf(base: Base, hues: Hues, alpha: readonly string[], textOnHeat: string): Palette {
  const inHue = ([color, line]: Hues[Hue]): ThemeColors => {
    const heat = ['transparent', ...alpha.map(opacity => color + opacity)];
    const textOf = (step: string) => {
      const cell = over(step, over(base.ground, base.background), 2);
      return contrastOf(textOnHeat, cell) >= contrastOf(base.background, cell) ? textOnHeat : base.background;
    };
    const { foreground } = base;
    return {
      ...base,
      heat,
      cellText: heat.map((step, at) => (at === 0 ? foreground : textOf(step))),
      line,
      border: foreground,
      activeBorder: foreground,
      font: '',
      quotedFont: '',
      highContrast: false,
      ratio: 1,
    };
  };
  return paletteForFile({ heat: inHue(hues.heat), likeness: inHue(hues.likeness), contextual: inHue(hues.contextual) });
}

const PALETTES: { readonly [colours in Colours]: Palette } = {
  print: paletteOf(PAPER, LIGHT_HUES, LIGHT_ALPHA, '#000000'),
  dark: paletteOf(DARK, DARK_HUES, DARK_ALPHA, '#FFFFFF'),
  light: paletteOf(LIGHT, LIGHT_HUES, LIGHT_ALPHA, '#000000'),
};

export function paletteIn(colours: Colours): Palette {
  return PALETTES[colours];
}

/** Pages draw steps as colours alone: of a theme of high contrast, whose steps have none, all but those. */
export function themeOfPage(theme: ThemeColors): ThemeColors {
  if (!theme.highContrast) return theme;
  const { heat, cellText, line } =
    PALETTES[contrastOf('#ffffff', theme.background) > contrastOf('#000000', theme.background) ? 'dark' : 'light'].heat;
  return { ...theme, heat, cellText, line };
}
