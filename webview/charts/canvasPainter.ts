import { HALO, type Font, type Painter, type ShapeStyle } from '../../src/draw/painter.ts';

/** Sizes a canvas in CSS pixels for the device's pixel ratio, clears it, and returns a painter on it whose origin lies `margin` pixels inside. */
export function canvasPainter(canvas: HTMLCanvasElement, width: number, height: number, ratio: number, margin = 0): Painter {
  canvas.width = Math.max(1, Math.round((width + 2 * margin) * ratio));
  canvas.height = Math.max(1, Math.round((height + 2 * margin) * ratio));
  canvas.style.width = `${width + 2 * margin}px`;
  canvas.style.height = `${height + 2 * margin}px`;
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  context.translate(margin, margin);
  return painterOn(context);
}

function painterOn(context: CanvasRenderingContext2D): Painter {
  // A picture has thousands of cells, most of them of the colour before: setting it is the dearest part.
  let filled = '';
  const fillWith = (color: string) => {
    if (color === filled) return;
    context.fillStyle = color;
    filled = color;
  };
  /** What is set meanwhile is forgotten behind it. */
  const apart = (draw: () => void) => {
    context.save();
    draw();
    context.restore();
    filled = '';
  };
  const strokeWith = (color: string, width: number, join: CanvasLineJoin = 'miter') => {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.lineJoin = join;
  };
  const draw = (path: Path2D, { fill, stroke, width = 1, dash, alpha, join }: ShapeStyle) => {
    if (alpha !== undefined) context.globalAlpha = alpha;
    if (fill !== undefined) {
      fillWith(fill);
      context.fill(path);
    }
    if (stroke !== undefined) {
      strokeWith(stroke, width, join);
      context.setLineDash(dash ?? []);
      context.stroke(path);
      context.setLineDash([]);
    }
    context.globalAlpha = 1;
  };
  return {
    rect: (x, y, width, height, fill) => {
      fillWith(fill);
      context.fillRect(x, y, width, height);
    },
    frame: ({ x, y, width, height }, color, lineWidth) => {
      strokeWith(color, lineWidth);
      context.strokeRect(x + lineWidth / 2, y + lineWidth / 2, width - lineWidth, height - lineWidth);
    },
    path: (data, style) => draw(new Path2D(data), style),
    circle: (x, y, radius, style) => {
      const path = new Path2D();
      path.arc(x, y, radius, 0, 2 * Math.PI);
      draw(path, style);
    },
    text: (text, x, y, style) => {
      context.font = cssFont(style);
      context.textAlign = style.anchor === 'middle' ? 'center' : (style.anchor ?? 'start');
      context.textBaseline = style.centred === true ? 'middle' : 'alphabetic';
      const write = (left: number, top: number) => {
        if (style.halo !== undefined) {
          strokeWith(style.halo, HALO, 'round');
          context.strokeText(text, left, top);
        }
        fillWith(style.color);
        context.fillText(text, left, top);
      };
      if (style.angle === undefined) return write(x, y);
      apart(() => {
        context.translate(x, y);
        context.rotate((style.angle! * Math.PI) / 180);
        write(0, 0);
      });
    },
    measure: (text, font) => {
      context.font = cssFont(font);
      return context.measureText(text).width;
    },
    at: (x, y, draw) =>
      apart(() => {
        context.translate(x, y);
        draw();
      }),
    clip: ({ x, y, width, height }, draw) =>
      apart(() => {
        context.beginPath();
        context.rect(x, y, width, height);
        context.clip();
        draw();
      }),
  };
}

function cssFont({ family, size, bold }: Font): string {
  return `${bold === true ? '600 ' : ''}${size}px ${family}`;
}

/** Width of labels in the editor's font. Words recur, so widths are kept. */
export function createMeasure(font: string): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d')!;
  context.font = font;
  const known = new Map<string, number>();
  return text => {
    let width = known.get(text);
    if (width === undefined) {
      width = context.measureText(text).width;
      known.set(text, width);
    }
    return width;
  };
}
