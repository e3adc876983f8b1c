/** A place in a document: line and UTF-16 character, both from 0. Unlike offsets it does not move when line endings are toggled. */
export interface Place {
  readonly line: number;
  readonly character: number;
}
export interface PlaceRange {
  readonly start: Place;
  readonly end: Place;
}
/** One replaced range, in the document before the change. */
export interface PlaceChange {
  readonly range: PlaceRange;
  readonly text: string;
}

/**
 * Where explored text stands now. `live`: the range holds exactly the text that was run, line endings aside.
 * Otherwise the text was edited: `range` is the place it grew or shrank to, kept so that an undo brings the marks back.
 */
export interface Anchor {
  readonly range: PlaceRange;
  readonly text: string;
  readonly live: boolean;
  /** The text was found again inside of what it grew to, perhaps as a copy: an undo leads back to all of that. */
  readonly within?: PlaceRange;
}

const LINE_BREAK = /\r\n|\r|\n/g;
const unifyLineBreaks = (text: string) => text.replace(LINE_BREAK, '\n');

export function comparePlaces(a: Place, b: Place): number {
  return a.line - b.line || a.character - b.character;
}

/** The place reached from `start` after `text`. */
export function placeAfter(start: Place, text: string): Place {
  let line = start.line;
  let lineStart = -1;
  for (const match of text.matchAll(LINE_BREAK)) {
    line++;
    lineStart = match.index + match[0].length;
  }
  return lineStart < 0 ? { line, character: start.character + text.length } : { line, character: text.length - lineStart };
}

/** Whether a text stands there, line endings aside. */
export function standsAt(start: Place, text: string, read: (range: PlaceRange) => string): boolean {
  return unifyLineBreaks(read({ start, end: placeAfter(start, text) })) === unifyLineBreaks(text);
}

export function createAnchor(start: Place, text: string): Anchor {
  return { range: { start, end: placeAfter(start, text) }, text, live: true };
}

/**
 * Follows one document change (all its parts at once, in any order, not overlapping). `read` returns the new document's text.
 * Edits before move the range, edits inside make it stale, edits after do nothing; text typed at either edge stays outside.
 * A stale anchor becomes live again when the text it was made from stands in its range (undo, or typed back).
 */
export function followChanges(anchor: Anchor, changes: readonly PlaceChange[], read: (range: PlaceRange) => string): Anchor {
  const ordered = [...changes].sort((a, b) => comparePlaces(b.range.start, a.range.start) || comparePlaces(b.range.end, a.range.end));
  const move = (place: Place, edge: 'before' | 'after') => ordered.reduce((at, change) => movePlace(at, change, edge), place);
  const { text, within = anchor.range } = anchor;
  const wanted = unifyLineBreaks(text);
  const grown: PlaceRange = { start: move(within.start, 'before'), end: move(within.end, 'after') };
  if (anchor.live) {
    const start = move(anchor.range.start, 'after');
    const end = placeAfter(start, wanted);
    if (standsAt(start, text, read) && comparePlaces(end, move(anchor.range.end, 'before')) === 0)
      return { range: { start, end }, text, live: true, ...(anchor.within && { within: grown }) };
  }
  const found = findIn(grown, text, read);
  if (!found) return { range: grown, text, live: false };
  return comparePlaces(found.range.start, grown.start) === 0 && comparePlaces(found.range.end, grown.end) === 0
    ? found
    : { ...found, within: grown };
}

/** Looks for the anchor's text where it was, then, if it occurs exactly once in the whole document, there (after close and re-open). */
export function reattach(anchor: Anchor, whole: PlaceRange, read: (range: PlaceRange) => string): Anchor {
  const same = findIn(anchor.range, anchor.text, read);
  if (same) return same;
  const wanted = unifyLineBreaks(anchor.text);
  const content = unifyLineBreaks(read(whole));
  const first = wanted === '' ? -1 : content.indexOf(wanted);
  if (first < 0 || content.includes(wanted, first + 1)) return { ...anchor, live: false };
  return createAnchorIn(whole.start, content, first, anchor.text);
}

function findIn(range: PlaceRange, text: string, read: (range: PlaceRange) => string): Anchor | null {
  const wanted = unifyLineBreaks(text);
  const content = unifyLineBreaks(read(range));
  const at = wanted === '' ? -1 : content.indexOf(wanted);
  return at < 0 ? null : createAnchorIn(range.start, content, at, text);
}

function createAnchorIn(start: Place, content: string, at: number, text: string): Anchor {
  return createAnchor(placeAfter(start, content.slice(0, at)), text);
}

/** `edge` decides where a place goes that lies at, or inside, what was replaced: before or after the new text. */
function movePlace(place: Place, { range, text }: PlaceChange, edge: 'before' | 'after'): Place {
  if (comparePlaces(place, range.start) < 0) return place;
  const after = placeAfter(range.start, text);
  const beyond = comparePlaces(place, range.end);
  const empty = comparePlaces(range.start, range.end) === 0;
  if (beyond < 0 || (beyond === 0 && empty)) {
    if (comparePlaces(place, range.start) === 0 && !empty) return place;
    return edge === 'before' ? range.start : after;
  }
  if (place.line > range.end.line) return { line: place.line + after.line - range.end.line, character: place.character };
  return { line: after.line, character: after.character + place.character - range.end.character };
}

/** Turns spans of the run text into places of the document, one range per line so that no mark covers a line break. */
export class PlaceMap {
  private readonly text: string;
  private readonly start: Place;
  /** Offset at which each line of the text starts, and where its content ends (before the line break). */
  private readonly lineStarts: number[] = [0];
  private readonly lineEnds: number[] = [];

  constructor(anchor: Pick<Anchor, 'text' | 'range'>) {
    this.text = anchor.text;
    this.start = anchor.range.start;
    for (const match of this.text.matchAll(LINE_BREAK)) {
      this.lineEnds.push(match.index);
      this.lineStarts.push(match.index + match[0].length);
    }
    this.lineEnds.push(this.text.length);
  }

  private lineOf(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  placeAt(offset: number): Place {
    const line = this.lineOf(offset);
    const within = Math.min(offset, this.lineEnds[line]!) - this.lineStarts[line]!;
    return { line: this.start.line + line, character: within + (line === 0 ? this.start.character : 0) };
  }

  /** The offset of a place of the document, or -1 outside of the explored range. */
  offsetAt(place: Place): number {
    const line = place.line - this.start.line;
    if (line < 0 || line >= this.lineStarts.length) return -1;
    const offset = this.lineStarts[line]! + place.character - (line === 0 ? this.start.character : 0);
    return offset < this.lineStarts[line]! || offset > this.lineEnds[line]! ? -1 : offset;
  }

  rangesOf(start: number, end: number): PlaceRange[] {
    const ranges: PlaceRange[] = [];
    for (let line = this.lineOf(start); line < this.lineStarts.length && this.lineStarts[line]! < end; line++) {
      const from = Math.max(start, this.lineStarts[line]!);
      const to = Math.min(end, this.lineEnds[line]!);
      if (to > from) ranges.push({ start: this.placeAt(from), end: this.placeAt(to) });
    }
    return ranges;
  }
}
