import { formatCount } from '../../core/describe/numbers.ts';
import { readEscape } from './escapes.ts';
import { checkCase, checkPairs, ignoringCase } from './letterCase.ts';
import { branchesOf, widthOf, type Node, type Place, type RepeatMode } from './node.ts';
import { notRead } from './notRead.ts';
import { parseSet } from './parseSet.ts';
import { Reader } from './reader.ts';

interface Options {
  readonly ignoresCase: boolean;
  /** A dot matches the end of a line too: `(?m)`. */
  readonly dotIsAny: boolean;
}

const DEEPEST = 50;

/** Larger counts would only be spelt out. */
const MOST_REPEATS = 1_000;

const NEWLINE = 0x0a;

/**
 * Reads a regular expression in the dialect of the Rust library: that of Oniguruma. There `^` and `$` are of lines, `(?m)` makes the dot match
 * line ends, `{1,3}+` repeats the repetition, and sets can hold sets.
 * @throws NotRead for what cannot be read exactly, and for what Oniguruma turns down
 */
export function parse(source: string): Node {
  const reader = new Reader(source);
  const node = new Parser(reader).choice({ ignoresCase: false, dotIsAny: false }, 0);
  if (!reader.isAtEnd) throw notRead('a closing parenthesis too many');
  checkPairs(node);
  return node;
}

const PLACES: ReadonlyMap<string, Place> = new Map([
  ['A', 'text start'],
  ['z', 'text end'],
  ['Z', 'last line end'],
  ['b', 'word edge'],
  ['B', 'no word edge'],
]);

/** How groups begin, behind their parenthesis and question mark. */
const LOOKS: readonly (readonly [start: string, behind: boolean, negative: boolean])[] = [
  ['=', false, false],
  ['!', false, true],
  ['<=', true, false],
  ['<!', true, true],
];

class Parser {
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** Up to the end of a group, or of all. */
  choice(options: Options, depth: number): Node {
    if (depth > DEEPEST) throw notRead(`more than ${DEEPEST} groups in each other`);
    const branches = [this.#sequence(options, depth)];
    while (this.#reader.take('|')) branches.push(this.#sequence(options, depth));
    return branches.length === 1 ? branches[0]! : { type: 'choice', options: branches };
  }

  #sequence(options: Options, depth: number): Node {
    const items: Node[] = [];
    while (!this.#reader.isAtEnd && this.#reader.peek() !== '|' && this.#reader.peek() !== ')') {
      const changed = this.#switchedOptions(options);
      // From here to the end of the group, all branches that follow included.
      if (changed) items.push(this.choice(changed, depth + 1));
      else if (!this.#comment()) items.push(this.#repeated(this.#item(options, depth)));
    }
    return items.length === 1 ? items[0]! : { type: 'sequence', items };
  }

  /** `(?i)` without a group of its own. */
  #switchedOptions(options: Options): Options | null {
    const match = this.#reader.match(/^\(\?([a-z]*)(?:-([a-z]*))?\)/);
    return match ? withSwitches(options, match) : null;
  }

  #comment(): boolean {
    if (!this.#reader.take('(?#')) return false;
    while (!this.#reader.take(')')) if (this.#reader.next() === '') throw notRead('a comment that does not end');
    return true;
  }

  #item(options: Options, depth: number): Node {
    const character = this.#reader.next();
    switch (character) {
      case '(':
        return this.#group(options, depth);
      case '[': {
        const isMember = parseSet(this.#reader, options.ignoresCase);
        return { type: 'one', isMember, folds: options.ignoresCase };
      }
      case '.':
        return { type: 'one', isMember: options.dotIsAny ? () => true : codePoint => codePoint !== NEWLINE, folds: false };
      case '^':
        return { type: 'place', place: 'line start' };
      case '$':
        return { type: 'place', place: 'line end' };
      case '*':
      case '+':
      case '?':
        throw notRead('a repetition of nothing');
      case '\\':
        return this.#escaped(options);
      case '{':
        if (this.#reader.match(/^(?:\d+,?\d*|,\d+)\}/)) throw notRead('a repetition of nothing');
        return literal(character.codePointAt(0)!, options);
      default:
        return literal(character.codePointAt(0)!, options);
    }
  }

  #escaped(options: Options): Node {
    const place = PLACES.get(this.#reader.peek());
    if (place) {
      this.#reader.next();
      return { type: 'place', place };
    }
    const escaped = readEscape(this.#reader, false);
    if (typeof escaped === 'number') return literal(escaped, options);
    if (options.ignoresCase) throw notRead('a class of characters whose case is ignored');
    return { type: 'one', isMember: escaped, folds: false };
  }

  #group(options: Options, depth: number): Node {
    const close = (node: Node): Node => {
      if (!this.#reader.take(')')) throw notRead('a group that does not end');
      return node;
    };
    if (!this.#reader.take('?')) {
      if (this.#reader.peek() === '*') throw notRead('a callout');
      return close(this.choice(options, depth + 1));
    }
    if (this.#reader.take(':')) return close(this.choice(options, depth + 1));
    if (this.#reader.take('>')) return close({ type: 'atomic', item: this.choice(options, depth + 1) });
    for (const [start, behind, negative] of LOOKS) {
      if (!this.#reader.take(start)) continue;
      const item = this.choice(options, depth + 1);
      if (behind) checkBehind(item);
      return close({ type: 'look', item, behind, negative });
    }
    if (this.#reader.match(/^<[A-Za-z_]\w{0,40}>/)) return close(this.choice(options, depth + 1));
    const switches = this.#reader.match(/^([a-z]*)(?:-([a-z]*))?:/);
    if (switches) return close(this.choice(withSwitches(options, switches), depth + 1));
    throw notRead('a kind of group that is not known here');
  }

  /** The item with all the signs of repetition behind it. */
  #repeated(item: Node): Node {
    for (let node = item; ;) {
      const count = this.#count();
      if (!count) return node;
      const [least, most, mode] = count;
      const { type } = node;
      if (type === 'place' || type === 'look') throw notRead('a repetition of a place');
      if (most > MOST_REPEATS && widthOf(node).least === 0) throw notRead('an endless repetition of what may be empty');
      node = { type: 'repeat', item: node, least, most, mode };
    }
  }

  #count(): readonly [least: number, most: number, mode: RepeatMode] | null {
    const sign = this.#reader.match(/^[*+?]/)?.[0];
    if (sign) {
      const mode = this.#reader.take('+') ? 'possessive' : this.#reader.take('?') ? 'lazy' : 'greedy';
      return [sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity, mode];
    }
    const interval = this.#reader.match(/^\{(\d+)(,?)(\d*)\}|^\{,(\d+)\}/);
    if (!interval) return null;
    const [, from, comma, to, upTo] = interval;
    const least = Number(from ?? 0);
    const most = upTo ? Number(upTo) : comma === '' ? least : to === '' ? Infinity : Number(to);
    if (least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS))
      throw notRead(`a repetition of more than ${formatCount(MOST_REPEATS)} times`);
    if (most < least) throw notRead('a repetition of at least more times than at most');
    // Behind an interval a plus sign is a repetition of its own, and `{2}?` is another way to say "twice or not at all".
    const lazy = this.#reader.take('?');
    if (lazy && comma === '') throw notRead('a repetition like {2}?');
    return [least, most, lazy ? 'lazy' : 'greedy'];
  }
}

function literal(codePoint: number, { ignoresCase }: Options): Node {
  if (!ignoresCase) return { type: 'literal', codePoint };
  checkCase(codePoint, codePoint);
  return { type: 'one', isMember: ignoringCase(other => other === codePoint), folds: true };
}

function withSwitches(options: Options, [, on = '', off = '']: RegExpMatchArray): Options {
  if (/[^im]/.test(on + off)) throw notRead('an option that is not known here');
  const switched = (letter: string, before: boolean): boolean => !off.includes(letter) && (on.includes(letter) || before);
  return { ignoresCase: switched('i', options.ignoresCase), dotIsAny: switched('m', options.dotIsAny) };
}

/** What is behind is looked at from its own start, so each branch has one width. */
function checkBehind(item: Node): void {
  for (const branch of branchesOf(item)) {
    const { least, most } = widthOf(branch);
    if (least !== most) throw notRead('a look back at what has no fixed length');
  }
}
