import { formatCount } from '../../core/describe/numbers.ts';
import { CodePointSet, type IsMember } from './codePointSet.ts';
import { branchesOf, widthOf, type Node, type Place } from './node.ts';
import { notRead } from './notRead.ts';

/** What the matcher does at one instruction. Each has up to three numbers. */
export const OP = {
  /** The UTF-16 unit `a`. */
  unit: 0,
  /** One code point of the set `a`. */
  one: 1,
  /** As many code points of the set `a` as there are, at least `b`, at most `c` (0: no bound); given back one by one. */
  many: 2,
  /** The same, given back never. */
  manyKept: 3,
  /** First on at `a`; if that fails, at `b`. */
  split: 4,
  jump: 5,
  /** What stands from the next instruction on, up to its `end`, is matched for itself; on at `a`. */
  atomic: 6,
  /** The same without taking anything; `b` is 1 where it must not match. */
  look: 7,
  /** Back by `a` code points. */
  back: 8,
  lineStart: 9,
  lineEnd: 10,
  textStart: 11,
  textEnd: 12,
  lastLineEnd: 13,
  /** Whether exactly one side is a character of the set `a` is `b`. */
  edge: 14,
  end: 15,
} as const;

/** A regular expression as instructions. */
export interface Program {
  readonly op: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly c: readonly number[];
  readonly sets: readonly CodePointSet[];
}

/** Real ones have up to 150. */
const MOST_INSTRUCTIONS = 5_000;

/** @param isWordCharacter what the edges of words are told by */
export function compile(node: Node, isWordCharacter: IsMember): Program {
  const compiler = new Compiler(isWordCharacter);
  compiler.add(node);
  compiler.emit(OP.end);
  return compiler;
}

class Compiler implements Program {
  readonly op: number[] = [];
  readonly a: number[] = [];
  readonly b: number[] = [];
  readonly c: number[] = [];
  readonly sets: CodePointSet[] = [];
  readonly #setNumbers = new Map<IsMember, number>();
  readonly #isWordCharacter: IsMember;

  constructor(isWordCharacter: IsMember) {
    this.#isWordCharacter = isWordCharacter;
  }

  emit(op: number, a = 0, b = 0, c = 0): number {
    if (this.op.length >= MOST_INSTRUCTIONS) throw notRead(`more than ${formatCount(MOST_INSTRUCTIONS)} steps`);
    this.op.push(op);
    this.a.push(a);
    this.b.push(b);
    this.c.push(c);
    return this.op.length - 1;
  }

  add(node: Node): void {
    switch (node.type) {
      case 'one':
        this.emit(OP.one, this.#setNumber(node.isMember));
        return;
      case 'literal':
        for (const unit of String.fromCodePoint(node.codePoint).split('')) this.emit(OP.unit, unit.charCodeAt(0));
        return;
      case 'sequence':
        for (const item of node.items) this.add(item);
        return;
      case 'choice':
        this.#addChoice(node.options);
        return;
      case 'repeat':
        this.#addRepeat(node);
        return;
      case 'atomic':
        this.#addApart(OP.atomic, () => this.add(node.item));
        return;
      case 'look':
        this.#addApart(OP.look, () => (node.behind ? this.#addBehind(node.item) : this.add(node.item)), Number(node.negative));
        return;
      case 'place':
        this.#addPlace(node.place);
        return;
    }
  }

  #addChoice(options: readonly Node[], before: (option: Node) => void = () => {}): void {
    const jumps: number[] = [];
    for (const [index, option] of options.entries()) {
      const isLast = index === options.length - 1;
      const split = isLast ? -1 : this.emit(OP.split, this.op.length + 1);
      before(option);
      this.add(option);
      if (isLast) continue;
      jumps.push(this.emit(OP.jump));
      this.b[split] = this.op.length;
    }
    for (const jump of jumps) this.a[jump] = this.op.length;
  }

  #addRepeat({ item, least, most, mode }: Extract<Node, { type: 'repeat' }>): void {
    if (most === 0) return;
    const set = this.#setOf(item);
    if (set >= 0 && mode !== 'lazy') {
      this.emit(mode === 'greedy' ? OP.many : OP.manyKept, set, least, most === Infinity ? 0 : most);
    } else if (mode === 'possessive') {
      this.add({ type: 'atomic', item: { type: 'repeat', item, least, most, mode: 'greedy' } });
    } else {
      for (let time = 0; time < least; time++) this.add(item);
      if (most === Infinity) this.#addEndless(item, mode === 'greedy');
      else this.#addOptional(item, most - least, mode === 'greedy');
    }
  }

  #addEndless(item: Node, isGreedy: boolean): void {
    const split = this.emit(OP.split);
    this.add(item);
    this.emit(OP.jump, split);
    this.#setBranches(split, split + 1, this.op.length, isGreedy);
  }

  #addOptional(item: Node, times: number, isGreedy: boolean): void {
    const splits: number[] = [];
    for (let time = 0; time < times; time++) {
      splits.push(this.emit(OP.split));
      this.add(item);
    }
    for (const split of splits) this.#setBranches(split, split + 1, this.op.length, isGreedy);
  }

  #setBranches(split: number, inside: number, outside: number, isGreedy: boolean): void {
    this.a[split] = isGreedy ? inside : outside;
    this.b[split] = isGreedy ? outside : inside;
  }

  #addApart(op: number, add: () => void, b = 0): void {
    const start = this.emit(op, 0, b);
    add();
    this.emit(OP.end);
    this.a[start] = this.op.length;
  }

  #addBehind(item: Node): void {
    this.#addChoice(branchesOf(item), branch => this.emit(OP.back, widthOf(branch).least));
  }

  #addPlace(place: Place): void {
    const isWord = place === 'word edge' || place === 'no word edge' ? this.#setNumber(this.#isWordCharacter) : -1;
    if (isWord >= 0) this.emit(OP.edge, isWord, Number(place === 'word edge'));
    else this.emit(PLACES[place as keyof typeof PLACES]);
  }

  /** The number of the set of which a node is one code point, else -1. */
  #setOf(node: Node): number {
    if (node.type === 'one') return this.#setNumber(node.isMember);
    return node.type === 'literal' ? this.#setNumber(codePoint => codePoint === node.codePoint) : -1;
  }

  #setNumber(isMember: IsMember): number {
    let number = this.#setNumbers.get(isMember);
    if (number === undefined) {
      number = this.sets.push(new CodePointSet(isMember)) - 1;
      this.#setNumbers.set(isMember, number);
    }
    return number;
  }
}

const PLACES = {
  'line start': OP.lineStart,
  'line end': OP.lineEnd,
  'text start': OP.textStart,
  'text end': OP.textEnd,
  'last line end': OP.lastLineEnd,
} as const;
