import { COLORS, HEAT_COLORS } from '../ids.ts';

/** A colour of the manifest: a hexadecimal value or another colour's id in each kind of theme. */
export interface ColorEntry {
  readonly id: string;
  readonly description: string;
  readonly defaults: { readonly dark: string; readonly light: string; readonly highContrast: string; readonly highContrastLight: string };
}

type Values = readonly [dark: string, light: string, highContrast: string, highContrastLight: string];
type Meaning = keyof typeof HEAT_COLORS;

/** How opaque each of the eight steps is, the same for every hue, so that a step is as strong whatever the colour means. */
const ALPHA = {
  dark: ['0D', '1A', '29', '3B', '4D', '5E', '70', '80'],
  light: ['1A', '2E', '45', '5E', '7A', '96', 'B3', 'D1'],
} as const;
/** In high contrast a line tells, no background does. */
const CLEAR = '#00000000';

const HUES: Readonly<Record<Meaning, { readonly dark: string; readonly light: string; readonly line: Values; readonly of: string }>> = {
  attention: {
    dark: '#FFA630',
    light: '#F59B00',
    line: ['#FFC06A', '#945000', '#FFB454', '#8A4B00'],
    of: 'a word that receives attention',
  },
  fixed: {
    dark: '#2BCFAB',
    light: '#00A88A',
    line: ['#5FE3C7', '#00695A', '#5FE3C7', '#00594C'],
    of: 'a word that is like the one pointed at, by word embedding',
  },
  contextual: {
    dark: '#C58CFF',
    light: '#B44BE8',
    line: ['#D9B3FF', '#7A1FA2', '#D9B3FF', '#6A1B9A'],
    of: 'a word that is like the one pointed at, by its vector in this text',
  },
};

const OTHERS: Readonly<Record<keyof typeof COLORS, readonly [description: string, values: Values]>> = {
  heatForeground: ['Text on heat step 3 and above.', ['#FFFFFF', '#000000', '#FFFFFF', '#292929']],
  source: ['Outline of the word that is pointed at.', ['#58B4DC', '#0063B8', '#FFFFFF', '#292929']],
  pinnedBackground: ['Background of the pinned word.', ['button.background', 'button.background', '#FFFFFF', '#292929']],
  pinnedForeground: ['Text of the pinned word.', ['button.foreground', 'button.foreground', '#000000', '#FFFFFF']],
  scopeBackground: ['Background of the explored text.', ['#FFFFFF12', '#0000000D', CLEAR, CLEAR]],
  scopeBorder: [
    'Edge of the explored text while a word is pointed at; in high contrast themes always.',
    ['#FFFFFF40', '#00000038', 'contrastBorder', 'contrastBorder'],
  ],
};

export function colorEntries(): readonly ColorEntry[] {
  return [
    ...(Object.keys(HEAT_COLORS) as Meaning[]).flatMap(heatEntries),
    ...(Object.keys(COLORS) as (keyof typeof COLORS)[]).map(name => entry(COLORS[name], ...OTHERS[name])),
  ];
}

function heatEntries(meaning: Meaning): readonly ColorEntry[] {
  const { steps, border } = HEAT_COLORS[meaning];
  const { dark, light, line, of } = HUES[meaning];
  const isHeat = meaning === 'attention';
  return [
    ...steps.map((id, step) =>
      entry(id, `${isHeat ? 'Heat step' : 'Step'} ${step + 1} of 8: background of ${of}.`, [
        dark + ALPHA.dark[step],
        light + ALPHA.light[step],
        CLEAR,
        CLEAR,
      ]),
    ),
    entry(border, isHeat ? 'Line under attended words, bars, hints and overview ruler marks.' : `Line under ${of}.`, line),
  ];
}

function entry(id: string, description: string, [dark, light, highContrast, highContrastLight]: Values): ColorEntry {
  return { id, description, defaults: { dark, light, highContrast, highContrastLight } };
}
