/** An element of an SVG file. */
export interface ParsedElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: ParsedElement[];
  /** Of itself and of what is in it. */
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const TOKEN = /<(\/?)([a-zA-Z]+)((?: [a-zA-Z][\w:-]*="[^"<]*")*)(\/?)>|([^<]+)/y;

/** Reads what svgText writes and nothing laxer: throws on anything that is not well-formed. */
export function parseSvg(text: string): ParsedElement {
  const root: ParsedElement = { tag: '', attributes: {}, children: [], text: '' };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text);
    if (!token) throw new Error(`No XML at ${at}: ${text.slice(at, at + 40)}`);
    const [, closes, tag, attributes, empty, characters] = token;
    if (characters !== undefined) for (const element of open) element.text += unescaped(characters);
    else if (closes === '/') {
      if (open.pop()!.tag !== tag) throw new Error(`</${tag}> closes nothing`);
    } else {
      const element: ParsedElement = { tag: tag!, attributes: attributesOf(attributes!), children: [], text: '' };
      open.at(-1)!.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('Not one element');
  return root.children[0]!;
}

/** All elements of one kind (class), in the order drawn. */
export function marksOf(element: ParsedElement, kind: string): ParsedElement[] {
  const own = element.attributes['class']?.split(' ').includes(kind) === true ? [element] : [];
  return [...own, ...element.children.flatMap(child => marksOf(child, kind))];
}

/** x, y, width and height of a rectangle. */
export function rectOf({ attributes }: ParsedElement): readonly number[] {
  return ['x', 'y', 'width', 'height'].map(name => Number(attributes[name]));
}

function attributesOf(text: string): Record<string, string> {
  const found = [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, unescaped(value!)] as const);
  if (new Set(found.map(([name]) => name)).size !== found.length) throw new Error(`An attribute twice: ${text}`);
  return Object.fromEntries(found);
}

function unescaped(text: string): string {
  return text.replaceAll(/&([^;]*);|&/g, (_, name: string | undefined) => {
    const character = ENTITIES[name ?? ''];
    if (character === undefined) throw new Error(`Not an entity: ${text}`);
    return character;
  });
}
