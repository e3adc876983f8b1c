import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';

/** A template asks for more than any message needs: its words can stand behind "It". */
export class TooMuch extends Error {}

/** Steps of a template, beside one for each character of what it is given; the longest known takes some thousands. About a third of a second. */
const MOST_STEPS = 300_000;
/** Entries of a list, beside one for each character of what it is given. */
const LONGEST_LIST = 10_000;
/** What a loop over a list takes for each of its entries, whatever stands inside. */
const STEPS_PER_ENTRY = 10;
/** UTF-16 units of a value, beside four times what it is given. */
const LONGEST_TEXT = 2 ** 20;
/** Text is copied faster than steps are made. */
const UNITS_PER_STEP = 64;
/** The library looks for a tag behind white space from each of its characters anew. Templates are indented by some tens. */
const LONGEST_SPACE = 1000;

type Evaluate = Interpreter['evaluate'];

/**
 * Writes a Jinja template as transformers does for chat, with values by their names. The template comes with a model and may be anything: the steps it takes
 * and the size of every value on the way are limited.
 * @param given UTF-16 units in the values
 * @throws TooMuch beyond the limits; Error of the library for what is no template, and for what the template raises itself
 */
export function renderBounded(source: string, values: Readonly<Record<string, unknown>>, given: number): string {
  if (source.split(/\S+/).some(space => space.length > LONGEST_SPACE))
    throw new TooMuch('holds a stretch of white space that is far too long');
  const program = parse(tokenize(source, { lstrip_blocks: true, trim_blocks: true }));
  const environment = new Environment();
  for (const [name, value] of Object.entries({ ...GLOBALS, ...values })) environment.set(name, value);
  const { value } = new BoundedInterpreter(environment, given).run(program);
  return typeof value === 'string' ? value : '';
}

/** Counts what is evaluated, and looks at every value. */
class BoundedInterpreter extends Interpreter {
  readonly #longestText: number;
  readonly #longestList: number;
  /** UTF-16 units in what a list or an object holds, however deep: written out, what stands in it many times is there many times. */
  readonly #held = new WeakMap<object, number>();
  #stepsLeft: number;

  constructor(environment: Environment, given: number) {
    super(environment);
    this.#stepsLeft = MOST_STEPS + given;
    this.#longestText = LONGEST_TEXT + 4 * given;
    this.#longestList = LONGEST_LIST + given;
  }

  override evaluate(...parameters: Parameters<Evaluate>): ReturnType<Evaluate> {
    this.#spend(1);
    const result = super.evaluate(...parameters);
    const { value } = result;
    if (typeof value === 'string') {
      if (value.length > this.#longestText) throw new TooMuch('makes a text that is far too long');
      this.#spend(value.length / UNITS_PER_STEP);
    } else if (Array.isArray(value) || value instanceof Map) {
      const entries = Array.isArray(value) ? value.length : value.size;
      if (entries > this.#longestList) throw tooLongList();
      this.#spend(entries * STEPS_PER_ENTRY);
      let held = 0;
      for (const entry of value.values()) held += this.#sizeOf(entry.value);
      if (held > this.#longestText) throw tooLongList();
      this.#held.set(value, held);
    }
    return result;
  }

  #sizeOf(value: unknown): number {
    if (typeof value === 'string') return value.length + 1;
    return typeof value === 'object' && value !== null ? (this.#held.get(value) ?? 1) : 1;
  }

  #spend(steps: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft < 0) throw new TooMuch('takes more steps than any message needs');
  }
}

function tooLongList(): TooMuch {
  return new TooMuch('makes a list that is far too long');
}

function range(...bounds: readonly number[]): number[] {
  const [start, stop, step = 1] = bounds.length === 1 ? [0, bounds[0]!] : bounds;
  if (![start, stop, step].every(Number.isFinite) || step === 0) throw new Error('range() takes numbers, and no step of 0');
  const count = Math.max(0, Math.ceil((stop! - start!) / step));
  if (count > LONGEST_LIST) throw tooLongList();
  return Array.from({ length: count }, (_, index) => start! + index * step);
}

/** What Llama 3 writes when nobody tells the day: so its tokens are the same tomorrow. */
const DAY = {
  a: 'Fri',
  A: 'Friday',
  d: '26',
  e: '26',
  b: 'Jul',
  B: 'July',
  m: '07',
  y: '24',
  Y: '2024',
  j: '208',
  H: '00',
  M: '00',
  S: '00',
  I: '12',
  p: 'AM',
  '%': '%',
};

/** Names that a chat template may use besides those of the message. */
const GLOBALS: Readonly<Record<string, unknown>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  range,
  raise_exception: (reason: unknown) => {
    throw new Error(String(reason));
  },
  date_string: `${DAY.d} ${DAY.b} ${DAY.Y}`,
  strftime_now: (format: unknown) =>
    String(format).replace(/%[-#]?([a-zA-Z%])/g, (all, letter: string) => (DAY as Readonly<Record<string, string>>)[letter] ?? all),
};
