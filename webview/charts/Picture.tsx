import type { ComponentChildren, RefObject } from 'preact';
import { h } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { canvasPainter } from './canvasPainter.ts';
import type { Painter, Rect } from '../../src/draw/painter.ts';
import { svgElements, type SvgElement, type SvgOptions } from '../../src/draw/svgPainter.ts';
import { atCell } from '../pictureMenu.ts';
import type { PictureInput } from './usePointing.ts';

/** Room round a picture for the frame of a cell at its edge, in pixels. */
export const MARGIN = 3;

/** What a person points at, by pointer or keyboard: one stop of the Tab key, whose layers are drawn one above the other. */
export function Picture({
  name,
  kind,
  look = 'picture',
  box,
  element,
  cell = null,
  input,
  children,
}: {
  /** For screen readers: what it shows, how it is walked, and where its numbers are. */
  readonly name: string;
  /** For screen readers: what sort of picture it is. */
  readonly kind: string;
  readonly look?: string;
  /** Where it stands; what is not told, the style decides. */
  readonly box?: Partial<Rect>;
  readonly element?: RefObject<HTMLDivElement | null>;
  /** The cell pointed at, for the menu of the picture. */
  readonly cell?: readonly [row: number, column: number] | null;
  /** From usePointing. */
  readonly input: PictureInput;
  readonly children: ComponentChildren;
}) {
  return (
    <div
      class={look}
      ref={element ?? null}
      role="application"
      aria-roledescription={kind}
      aria-label={name}
      tabIndex={0}
      {...(box && { style: { left: px(box.x), top: px(box.y), width: px(box.width), height: px(box.height) } })}
      {...atCell(cell)}
      {...input}
    >
      {children}
    </div>
  );
}

function px(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value}px`;
}

interface LayerProps {
  readonly width: number;
  readonly height: number;
  readonly paint: (painter: Painter) => void;
  /** What `paint` reads beside the size: drawn anew only when one of them changes, always as many. */
  readonly inputs: readonly unknown[];
}

/** For many marks, or marks that change with every move. */
export function CanvasLayer({
  width,
  height,
  ratio,
  margin = 0,
  paint,
  inputs,
}: LayerProps & { readonly ratio: number; readonly margin?: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => paint(canvasPainter(canvas.current!, width, height, ratio, margin)), [width, height, ratio, ...inputs]);
  return <canvas ref={canvas} {...(margin > 0 && { style: { left: px(-margin), top: px(-margin) } })} />;
}

/** For few marks, in elements that tests and styles can name. */
export function SvgLayer({
  width,
  height,
  look,
  left,
  measure,
  paint,
  inputs,
}: LayerProps & { readonly look?: string; readonly left?: number; readonly measure?: SvgOptions['measure'] }) {
  const marks = useMemo(() => svgElements(paint, measure && { measure }).map(asNode), [width, height, ...inputs]);
  return (
    <svg
      class={look}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      {...(left !== undefined && { style: { left: px(left) } })}
      aria-hidden="true"
    >
      {marks}
    </svg>
  );
}

function asNode({ tag, attributes, children }: SvgElement): ComponentChildren {
  return h(tag, attributes, ...children.map(child => (typeof child === 'string' ? child : asNode(child))));
}
