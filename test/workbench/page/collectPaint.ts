/** One box or span of a decoration, in one line of the screen. Columns are 0-based UTF-16 units. */
export interface Paint {
  /** Decoration type, for example `TextEditorDecorationType12`; the same for both halves of a decoration. */
  readonly type: string;
  readonly half: 'box' | 'span';
  readonly line: number;
  readonly startColumn: number;
  readonly endColumn: number;
  readonly text: string;
  readonly color: string;
  readonly background: string;
  readonly borderBottom: string;
  readonly outline: string;
}

/** Runs in the page: what is painted, by geometry, since VS Code's elements name neither lines nor columns. Self-contained for that reason. */
export function collectPaint(editorIndex: number): Paint[] {
  const editor = document.querySelectorAll('.editor-instance .monaco-editor')[editorIndex];
  if (!editor) throw new Error(`there is no editor ${editorIndex}`);
  const top = (element: Element) => Math.round(element.getBoundingClientRect().top);

  /** A line of the screen: its line in the document, and where its characters stand. A wrapped line continues the columns of the one above. */
  interface ScreenLine {
    readonly element: Element;
    readonly line: number;
    readonly firstColumn: number;
    readonly text: string;
    /** Left and right edge of every UTF-16 unit. */
    readonly edges: readonly (readonly [number, number])[];
  }

  const lineNumbers = new Map([...editor.querySelectorAll('.line-numbers')].map(element => [top(element), Number(element.textContent)]));
  const elements = [...editor.querySelectorAll('.view-lines .view-line')].sort((a, b) => top(a) - top(b));
  const screenLines = new Map<number, ScreenLine>();
  let previous: ScreenLine | undefined;
  for (const element of elements) {
    const number = lineNumbers.get(top(element)) || 0; // no number stands beside a continued line
    if (number === 0 && !previous) continue; // starts above the screen: its columns are unknown
    const edges: [number, number][] = [];
    let text = '';
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      const range = document.createRange();
      for (let i = 0; i < node.length; i++) {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getBoundingClientRect();
        edges.push([box.left, box.right]);
      }
      text += node.data.replaceAll('\u00a0', ' ');
    }
    const continued = number === 0 && previous ? previous : undefined;
    previous = {
      element,
      line: continued ? continued.line : number - 1,
      firstColumn: continued ? continued.firstColumn + continued.text.length : 0,
      text,
      edges,
    };
    screenLines.set(top(element), previous);
  }

  const stroke = (width: string, style: string, color: string) =>
    style === 'none' || width === '0px' ? 'none' : `${width} ${style} ${color}`;

  const describe = (element: Element, half: 'box' | 'span', line: ScreenLine): Paint | undefined => {
    const name = /ced-\S*?(TextEditorDecorationType\d+)/.exec(element.className);
    if (!name?.[1]) return undefined;
    const box = element.getBoundingClientRect();
    const covered = line.edges.map(([left, right]) => (left + right) / 2 > box.left && (left + right) / 2 < box.right);
    const start = covered.indexOf(true);
    if (start < 0) return undefined;
    const end = covered.lastIndexOf(true) + 1;
    const style = getComputedStyle(element);
    return {
      type: name[1],
      half,
      line: line.line,
      startColumn: line.firstColumn + start,
      endColumn: line.firstColumn + end,
      text: line.text.slice(start, end),
      color: style.color,
      background: style.backgroundColor,
      borderBottom: stroke(style.borderBottomWidth, style.borderBottomStyle, style.borderBottomColor),
      outline: stroke(style.outlineWidth, style.outlineStyle, style.outlineColor),
    };
  };

  const paint: (Paint | undefined)[] = [];
  for (const box of editor.querySelectorAll('.view-overlays .cdr[class*="ced-"]')) {
    const line = screenLines.get(top(box.parentElement ?? box));
    if (line) paint.push(describe(box, 'box', line));
  }
  for (const line of screenLines.values()) {
    for (const span of line.element.querySelectorAll('[class*="ced-"]')) paint.push(describe(span, 'span', line));
  }
  return paint.filter(entry => entry !== undefined);
}
