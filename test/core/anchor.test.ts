import { describe, expect, it } from 'vitest';
import {
  createAnchor,
  followChanges,
  placeAfter,
  PlaceMap,
  reattach,
  type Anchor,
  type PlaceChange,
  type PlaceRange,
} from '../../src/core/text/anchor.ts';
import { Random } from '../support/random.ts';

/** A document as VS Code holds it: lines, addressed by line and character. */
class TextModel {
  text: string;
  constructor(text: string) {
    this.text = text;
  }
  offset({ line, character }: { line: number; character: number }): number {
    const lines = this.text.split('\n');
    return lines.slice(0, line).reduce((sum, content) => sum + content.length + 1, 0) + character;
  }
  place(offset: number) {
    return placeAfter({ line: 0, character: 0 }, this.text.slice(0, offset));
  }
  read = ({ start, end }: PlaceRange): string => this.text.slice(this.offset(start), this.offset(end));
  change(from: number, to: number, text: string): PlaceChange {
    return { range: { start: this.place(from), end: this.place(to) }, text };
  }
  apply(from: number, to: number, text: string): PlaceChange {
    const change = this.change(from, to, text);
    this.text = this.text.slice(0, from) + text + this.text.slice(to);
    return change;
  }
}

/** Every character carries an identity; the explored text is live iff its identities stand together, complete and in order. */
class NaiveModel {
  characters: { id: number; text: string }[];
  private nextId = 0;
  readonly explored: number[];
  constructor(text: string, start: number, end: number) {
    this.characters = Array.from(text, character => ({ id: this.nextId++, text: character }));
    this.explored = this.characters.slice(start, end).map(({ id }) => id);
  }
  apply(from: number, to: number, text: string): void {
    this.characters.splice(from, to - from, ...Array.from(text, character => ({ id: this.nextId++, text: character })));
  }
  start(): number {
    const at = this.characters.findIndex(({ id }) => id === this.explored[0]);
    if (at < 0) return -1;
    return this.explored.every((id, index) => this.characters[at + index]?.id === id) ? at : -1;
  }
}

function startOf(anchor: Anchor, model: TextModel): number {
  return anchor.live ? model.offset(anchor.range.start) : -1;
}

describe('followChanges', () => {
  it('agrees with a model in which every character has an identity, over random edits and undos', () => {
    let stale = 0;
    let restored = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const random = new Random(seed);
      // Upper case is explored and never typed, so that text alone tells what stands where.
      const before = Array.from({ length: random.below(40) }, () => random.pick(['a', 'b', ' ', '\n'])).join('');
      const explored = `Q${Array.from({ length: 1 + random.below(20) }, (_, i) => random.pick(['X', 'Y', '\n', ' ']) + String.fromCharCode(65 + i)).join('')}Z`;
      const after = Array.from({ length: random.below(40) }, () => random.pick(['c', 'd', ' ', '\n'])).join('');
      const model = new TextModel(before + explored + after);
      const naive = new NaiveModel(model.text, before.length, before.length + explored.length);
      let anchor = createAnchor(model.place(before.length), explored);
      const history: { text: string; characters: NaiveModel['characters'] }[] = [];
      for (let step = 0; step < 30; step++) {
        const past = history.at(-1);
        if (past && random.next() < 0.35) {
          // Undo: one change that puts back what the last one replaced.
          history.pop();
          const old = past.text;
          let from = 0;
          while (from < Math.min(old.length, model.text.length) && old[from] === model.text[from]) from++;
          let tail = 0;
          while (tail < Math.min(old.length, model.text.length) - from && old.at(-1 - tail) === model.text.at(-1 - tail)) tail++;
          const change = model.apply(from, model.text.length - tail, old.slice(from, old.length - tail));
          naive.characters = past.characters;
          const was = anchor.live;
          anchor = followChanges(anchor, [change], model.read);
          if (!was && anchor.live) restored++;
        } else {
          history.push({ text: model.text, characters: [...naive.characters] });
          const from = random.below(model.text.length + 1);
          const to = Math.min(model.text.length, from + (random.next() < 0.5 ? 0 : random.below(8)));
          const typed = Array.from({ length: random.below(5) }, () => random.pick(['e', 'f', '\n', ' '])).join('');
          anchor = followChanges(anchor, [model.apply(from, to, typed)], model.read);
          naive.apply(from, to, typed);
        }
        expect(startOf(anchor, model), `seed ${seed} step ${step}`).toBe(naive.start());
        if (!anchor.live) stale++;
      }
    }
    expect(stale).toBeGreaterThan(500);
    expect(restored).toBeGreaterThan(100);
  });

  it('takes several changes of one event at once, in any order', () => {
    const model = new TextModel('one two three four');
    const anchor = createAnchor(model.place(8), 'three');
    const changes = [model.change(0, 3, 'ONE!'), model.change(4, 7, 'a\nb'), model.change(14, 18, '4')];
    model.text = 'ONE! a\nb three 4';
    for (const order of [changes, [...changes].reverse()]) {
      const moved = followChanges(anchor, order, model.read);
      expect(moved.live).toBe(true);
      expect(moved.range).toEqual({ start: { line: 1, character: 2 }, end: { line: 1, character: 7 } });
    }
  });

  it('keeps text typed at the edges outside', () => {
    const model = new TextModel('(word)');
    let anchor = createAnchor(model.place(1), 'word');
    anchor = followChanges(anchor, [model.apply(1, 1, 'x')], model.read);
    anchor = followChanges(anchor, [model.apply(6, 6, 'y')], model.read);
    expect(model.text).toBe('(xwordy)');
    expect(anchor).toMatchObject({ live: true, range: { start: { line: 0, character: 2 }, end: { line: 0, character: 6 } } });
  });

  it('an undo leads back to a word in which a copy of it was pasted', () => {
    const model = new TextModel('the end');
    const explored = createAnchor({ line: 0, character: 0 }, 'the');
    const copied = followChanges(explored, [model.apply(2, 2, 'the cat')], model.read);
    expect(copied).toMatchObject({ live: true, range: { start: { line: 0, character: 2 } } });
    const undone = followChanges(copied, [model.apply(2, 9, '')], model.read);
    expect(undone).toEqual(explored);
  });

  it('does not mind a change of line endings, which moves no line and no character', () => {
    const anchor = createAnchor({ line: 0, character: 2 }, 'b\nc');
    const lines = 'a b\r\nc d';
    const read = ({ start, end }: PlaceRange) => {
      const at = (place: { line: number; character: number }) => (place.line === 0 ? place.character : 5 + place.character);
      return lines.slice(at(start), at(end));
    };
    expect(followChanges(anchor, [], read).live).toBe(true);
  });
});

describe('reattach', () => {
  const whole = (model: TextModel) => ({ start: { line: 0, character: 0 }, end: model.place(model.text.length) });
  it('finds the text where it was', () => {
    const model = new TextModel('same same');
    expect(reattach(createAnchor(model.place(5), 'same'), whole(model), model.read).range.start.character).toBe(5);
  });
  it('finds it elsewhere when it occurs exactly once, and is stale otherwise', () => {
    const model = new TextModel('new line\nmoved here');
    const anchor = createAnchor({ line: 0, character: 0 }, 'moved');
    expect(reattach(anchor, whole(model), model.read)).toMatchObject({ live: true, range: { start: { line: 1, character: 0 } } });
    model.text = 'x moved moved';
    expect(reattach(anchor, whole(model), model.read).live).toBe(false);
    model.text = 'gone';
    expect(reattach(anchor, whole(model), model.read).live).toBe(false);
  });
});

describe('PlaceMap', () => {
  it.each(['\n', '\r\n', '\r'])('maps offsets to places and back, one range per line, with %j', lineBreak => {
    const text = ['first', '', 'third line', ''].join(lineBreak);
    const map = new PlaceMap(createAnchor({ line: 7, character: 3 }, text));
    expect(map.placeAt(0)).toEqual({ line: 7, character: 3 });
    expect(map.placeAt(text.indexOf('third') + 6)).toEqual({ line: 9, character: 6 });
    expect(map.offsetAt({ line: 9, character: 6 })).toBe(text.indexOf('third') + 6);
    expect(map.offsetAt({ line: 7, character: 2 })).toBe(-1);
    expect(map.offsetAt({ line: 6, character: 0 })).toBe(-1);
    expect(map.offsetAt({ line: 9, character: 11 })).toBe(-1);
    expect(map.offsetAt({ line: 11, character: 0 })).toBe(-1);
    expect(map.rangesOf(0, text.length)).toEqual([
      { start: { line: 7, character: 3 }, end: { line: 7, character: 8 } },
      { start: { line: 9, character: 0 }, end: { line: 9, character: 10 } },
    ]);
    expect(map.rangesOf(2, 2)).toEqual([]);
  });
});
