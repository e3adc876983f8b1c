export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a shape is filled or its line drawn; colours are CSS colours, written as given. */
export interface ShapeStyle {
  readonly fill?: string;
  readonly stroke?: string;
  /** Width of the line in pixels, 1 where it is not told. */
  readonly width?: number;
  readonly dash?: readonly number[];
  /** Of fill and line, 0 to 1. */
  readonly alpha?: number;
  readonly join?: 'round';
  /** What it stands for, in the picture's own words: a class in SVG. */
  readonly kind?: string;
}

export interface Font {
  readonly family: string;
  /** Pixels. */
  readonly size: number;
  readonly bold?: boolean;
}

export interface TextStyle extends Font {
  readonly color: string;
  /** Which end of the text stands at x: 'start' where it is not told. */
  readonly anchor?: 'start' | 'middle' | 'end';
  /** The middle of the letters stands at y, not their baseline. */
  readonly centred?: boolean;
  /** Colour of a rim round the letters, so that they are read across lines. */
  readonly halo?: string;
  /** Degrees that it is turned by about its place, clockwise. */
  readonly angle?: number;
  readonly kind?: string;
}

/** Width of the rim round letters: half of it lies outside of them. */
export const HALO = 3;

/** What a picture is drawn with, in CSS pixels; what is drawn later lies above. A picture is geometry, and a function that draws it with any of these. */
export interface Painter {
  rect(x: number, y: number, width: number, height: number, fill: string, kind?: string): void;
  /** A frame whose line lies inside the rectangle. */
  frame(rect: Rect, color: string, lineWidth: number, kind?: string): void;
  /** A line or an area, as SVG path data. */
  path(data: string, style: ShapeStyle): void;
  circle(x: number, y: number, radius: number, style: ShapeStyle): void;
  text(text: string, x: number, y: number, style: TextStyle): void;
  /** Width of a text in pixels. */
  measure(text: string, font: Font): number;
  /** Draws with the origin at another place. */
  at(x: number, y: number, draw: () => void): void;
  /** Draws what lies inside of a rectangle. */
  clip(rect: Rect, draw: () => void): void;
}

/** Path data of a straight line. */
export function lineData(x1: number, y1: number, x2: number, y2: number): string {
  return `M${rounded(x1)} ${rounded(y1)}L${rounded(x2)} ${rounded(y2)}`;
}

/** More decimals are no difference that anybody sees. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
