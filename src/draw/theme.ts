/** Colours of a picture, as CSS colour strings, on the screen read from the theme. Index 0 of `heat` is never painted. */
export interface ThemeColors {
  readonly heat: readonly string[];
  /** Lines, bars, hints and, in high contrast, the squares. */
  readonly line: string;
  /** By bucket, the colour of text on a matrix cell: the heat foreground or the background, whichever stands out more. */
  readonly cellText: readonly string[];
  readonly ground: string;
  readonly foreground: string;
  readonly muted: string;
  readonly source: string;
  readonly border: string;
  readonly cross: string;
  /** Lines at the ends of a range. */
  readonly edge: string;
  /** Ground of a place pointed at; in high contrast `activeBorder` is drawn round it instead. */
  readonly selection: string;
  readonly activeBorder: string;
  readonly background: string;
  readonly focus: string;
  readonly font: string;
  /** The editor's font, for text of the document. */
  readonly quotedFont: string;
  readonly highContrast: boolean;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

/** What a step of colour means: attention, or likeness by word embedding or by contextual vector, each in its hue. */
export type Hue = 'heat' | 'likeness' | 'contextual';

/** A theme in each hue. */
export type Palette = { readonly [hue in Hue]: ThemeColors };
