import { HALO, rounded, type Font, type Painter, type ShapeStyle } from './painter.ts';

/** One element of a picture: of a page, or written as text. */
export interface SvgElement {
  readonly tag: 'rect' | 'path' | 'circle' | 'text' | 'g' | 'clipPath';
  /** Numbers are written with at most three decimals, undefined not at all. */
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly (SvgElement | string)[];
}

export interface SvgOptions {
  /** Where it is not told, widths are estimated from the kinds of characters. */
  readonly measure?: Painter['measure'];
  /** Lines of markup that stand before what is drawn. */
  readonly about?: readonly string[];
}

/** The elements that `paint` draws, the lowest first. */
export function svgElements(paint: (painter: Painter) => void, { measure = estimatedWidth }: SvgOptions = {}): readonly SvgElement[] {
  let drawn: SvgElement[] = [];
  let clips = 0;
  // As a list: a picture has more marks than a call may have arguments.
  const add = (tag: SvgElement['tag'], attributes: SvgElement['attributes'], children: SvgElement['children'] = []) =>
    void drawn.push({ tag, attributes, children });
  const within = (draw: () => void): readonly SvgElement[] => {
    const outside = drawn;
    drawn = [];
    draw();
    const inside = drawn;
    drawn = outside;
    return inside;
  };
  paint({
    rect: (x, y, width, height, fill, kind) => add('rect', { class: kind, x, y, width, height, fill }),
    frame: (rect, color, lineWidth, kind) => {
      const [x, y] = [rect.x + lineWidth / 2, rect.y + lineWidth / 2];
      const size = { width: rect.width - lineWidth, height: rect.height - lineWidth };
      add('rect', { class: kind, x, y, ...size, fill: 'none', stroke: color, 'stroke-width': lineWidth });
    },
    path: (d, style) => add('path', { class: style.kind, d, ...shapeAttributes(style) }),
    circle: (cx, cy, r, style) => add('circle', { class: style.kind, cx, cy, r, ...shapeAttributes(style) }),
    text: (text, x, y, { family, size, bold, color, anchor, centred, halo, angle, kind }) =>
      add(
        'text',
        {
          class: kind,
          x,
          y,
          // `dominant-baseline` is unknown to many programs; this is the middle of small letters and capitals alike.
          dy: centred === true ? '0.35em' : undefined,
          'font-family': family,
          'font-size': size,
          'font-weight': bold === true ? 600 : undefined,
          'text-anchor': anchor,
          transform: angle === undefined ? undefined : `rotate(${angle} ${rounded(x)} ${rounded(y)})`,
          fill: color,
          ...(halo !== undefined && { stroke: halo, 'stroke-width': HALO, 'stroke-linejoin': 'round', 'paint-order': 'stroke' }),
        },
        [text],
      ),
    measure,
    at: (x, y, draw) => {
      const inside = within(draw);
      add('g', { transform: `translate(${rounded(x)} ${rounded(y)})` }, inside);
    },
    clip: ({ x, y, width, height }, draw) => {
      const id = `clip${++clips}`;
      const inside = within(draw);
      add('clipPath', { id }, [{ tag: 'rect', attributes: { x, y, width, height }, children: [] }]);
      add('g', { 'clip-path': `url(#${id})` }, inside);
    },
  });
  return drawn;
}

function shapeAttributes({ fill = 'none', stroke, width, dash, alpha, join }: ShapeStyle): SvgElement['attributes'] {
  return {
    fill,
    'fill-opacity': fill === 'none' ? undefined : alpha,
    stroke,
    'stroke-width': width,
    'stroke-opacity': stroke === undefined ? undefined : alpha,
    'stroke-dasharray': dash?.join(' '),
    'stroke-linejoin': join,
  };
}

/** A picture as the text of an SVG file, without any DOM. What is written in it stays text: it cannot become markup. */
export function svgText(width: number, height: number, paint: (painter: Painter) => void, options: SvgOptions = {}): string {
  const size = `width="${rounded(width)}" height="${rounded(height)}" viewBox="0 0 ${rounded(width)} ${rounded(height)}"`;
  const lines = [...(options.about ?? []), ...svgElements(paint, options).map(writeElement)].join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>\n${lines}\n</svg>\n`;
}

function writeElement({ tag, attributes, children }: SvgElement): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeXml(typeof value === 'number' ? String(rounded(value)) : value!)}"`)
    .join('');
  const space = tag === 'text' ? ' xml:space="preserve"' : '';
  const inside = children.map(child => (typeof child === 'string' ? escapeXml(child) : writeElement(child))).join('');
  return inside === '' ? `<${tag}${written}/>` : `<${tag}${written}${space}>${inside}</${tag}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters and lone surrogates, most of which XML has no way to write, become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, character => ('\t\n\r'.includes(character) ? character : '\ufffd'))
    .replaceAll(/[&<>"']/g, character => ENTITIES[character]!);
}

const WIDE = /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Extended_Pictographic}/u;
const NO_WIDTH = /\p{Mark}|\p{Default_Ignorable_Code_Point}/u;

/** Without a font at hand: ideographs, kana and pictographs as wide as high, other characters six tenths of that. */
export function estimatedWidth(text: string, { size }: Font): number {
  let widths = 0;
  for (const character of text) widths += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 1 : 0.6;
  return widths * size;
}
