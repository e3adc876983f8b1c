import { FaultError } from '../../core/faults.ts';
import { OP, type Program } from './program.ts';

/** Steps that a text may take: for each of its characters, and in all, about a second. Real expressions take 5 to 20 a character. */
const STEPS = { perCharacter: 200, inAll: 50_000_000, alwaysPerCharacter: 30 };

/**
 * Runs a program over a text: the leftmost match, of several the one that the expression prefers, as every backtracking engine finds it. Steps
 * are counted, so that no expression takes for ever (`(a+)+$`), and kept on a stack of our own, so that no text overflows the machine's.
 */
export class Matcher {
  readonly #program: Program;
  #text = '';
  #stepsLeft = 0;
  /** What is tried when the present way fails: instruction, place, and the lowest place down to which it can be tried again. */
  #stack = new Int32Array(3 * 64);
  #height = 0;
  /** Where the loop that the program begins with ended. */
  #firstLoopEnd = 0;
  /** Where the latest loop ended. */
  #reached = 0;

  constructor(program: Program) {
    this.#program = program;
  }

  /**
   * All matches, from left to right, those of nothing included. One of nothing that touches the match before it is none.
   * @throws FaultError `tokenizer-slow`
   */
  matches(text: string): (readonly [from: number, to: number])[] {
    this.#text = text;
    const { perCharacter, inAll, alwaysPerCharacter } = STEPS;
    this.#stepsLeft = Math.min((perCharacter + this.#program.op.length) * (text.length + 10), inAll + alwaysPerCharacter * text.length);
    const found: (readonly [number, number])[] = [];
    let lastEnd = -1;
    for (let at = 0; at <= text.length;) {
      const match = this.#find(at);
      if (!match) break;
      const [from, to] = match;
      if (from === to && to === lastEnd) at = this.#next(to);
      else {
        found.push(match);
        at = lastEnd = to;
      }
    }
    return found;
  }

  #find(from: number): readonly [from: number, to: number] | null {
    const beginsWithLoop = this.#program.op[0] === OP.many && this.#program.c[0] === 0;
    for (let start = from; start <= this.#text.length;) {
      this.#firstLoopEnd = start;
      this.#height = 0;
      const end = this.#run(0, start);
      if (end >= 0) return [start, end];
      // What follows a loop was tried at every place of it: from inside the loop it fails as well.
      start = beginsWithLoop ? Math.max(this.#next(start), this.#firstLoopEnd) : this.#next(start);
    }
    return null;
  }

  /** @returns the end of the match of the instructions from `pc` to their `end`, at a place; -1 for none */
  #run(pc: number, start: number): number {
    const { op, a, b, sets } = this.#program;
    const text = this.#text;
    const base = this.#height;
    let at = start;
    for (;;) {
      if (--this.#stepsLeft < 0) throw tooSlow();
      let fits = true;
      switch (op[pc]!) {
        case OP.unit:
          fits = text.charCodeAt(at) === a[pc];
          at++;
          pc++;
          break;
        case OP.one:
          fits = at < text.length && sets[a[pc]!]!.has(text.codePointAt(at)!);
          if (fits) at = this.#next(at);
          pc++;
          break;
        case OP.many:
        case OP.manyKept: {
          const least = this.#many(pc, at);
          if (pc === 0 && at === start) this.#firstLoopEnd = this.#reached;
          fits = least >= 0;
          if (fits) {
            at = this.#reached;
            if (op[pc] === OP.many && at > least) this.#push(pc + 1, this.#previous(at), least);
          }
          pc++;
          break;
        }
        case OP.split:
          this.#push(b[pc]!, at, at);
          pc = a[pc]!;
          break;
        case OP.jump:
          pc = a[pc]!;
          break;
        case OP.atomic:
          at = this.#run(pc + 1, at);
          fits = at >= 0;
          pc = a[pc]!;
          break;
        case OP.look:
          fits = this.#run(pc + 1, at) >= 0 !== (b[pc] === 1);
          pc = a[pc]!;
          break;
        case OP.back:
          for (let count = a[pc]!; count > 0 && fits; count--) {
            fits = at > 0;
            at = this.#previous(at);
          }
          pc++;
          break;
        case OP.end:
          this.#height = base;
          return at;
        default:
          fits = this.#isPlace(op[pc]!, pc, at);
          pc++;
      }
      if (fits) continue;
      if (this.#height === base) return -1;
      // The last way that is open.
      const top = this.#height - 3;
      pc = this.#stack[top]!;
      at = this.#stack[top + 1]!;
      if (at > this.#stack[top + 2]!) this.#stack[top + 1] = this.#previous(at);
      else this.#height = top;
    }
  }

  /** Reads code points of a set; `#reached` is where that ends. @returns where the least of them end, -1 when there are fewer */
  #many(pc: number, start: number): number {
    const text = this.#text;
    const set = this.#program.sets[this.#program.a[pc]!]!;
    const needed = this.#program.b[pc]!;
    const most = this.#program.c[pc]! || Infinity;
    let least = needed === 0 ? start : -1;
    let at = start;
    let count = 0;
    for (; count < most && at < text.length && set.has(text.codePointAt(at)!); count++) {
      at = this.#next(at);
      if (count + 1 === needed) least = at;
    }
    this.#stepsLeft -= count;
    this.#reached = at;
    return least;
  }

  #isPlace(op: number, pc: number, at: number): boolean {
    const text = this.#text;
    switch (op) {
      case OP.lineStart:
        return at === 0 || (text[at - 1] === '\n' && at < text.length);
      case OP.lineEnd:
        return at === text.length || text[at] === '\n';
      case OP.textStart:
        return at === 0;
      case OP.textEnd:
        return at === text.length;
      case OP.lastLineEnd:
        return at === text.length || (at === text.length - 1 && text[at] === '\n');
      default: {
        const set = this.#program.sets[this.#program.a[pc]!]!;
        const before = at > 0 && set.has(text.codePointAt(this.#previous(at))!);
        const behind = at < text.length && set.has(text.codePointAt(at)!);
        return (before !== behind) === (this.#program.b[pc] === 1);
      }
    }
  }

  #push(pc: number, at: number, lowest: number): void {
    if (this.#height + 3 > this.#stack.length) {
      const larger = new Int32Array(this.#stack.length * 2);
      larger.set(this.#stack);
      this.#stack = larger;
    }
    this.#stack[this.#height++] = pc;
    this.#stack[this.#height++] = at;
    this.#stack[this.#height++] = lowest;
  }

  /** The place one code point on. */
  #next(at: number): number {
    return at + (this.#text.codePointAt(at)! > 0xffff ? 2 : 1);
  }

  #previous(at: number): number {
    return at - (at > 1 && this.#text.codePointAt(at - 2)! > 0xffff ? 2 : 1);
  }
}

function tooSlow(): FaultError {
  return new FaultError({
    code: 'tokenizer-slow',
    title: 'The tokenizer took too long',
    cause: 'It cuts text by a regular expression that needs far more steps than the text has characters.',
    nextStep: 'Choose a shorter text, or take tokenizer.json again from where the model came from.',
  });
}
