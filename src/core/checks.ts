/**
 * Foreign input (a message of a page, what a window kept) as a value of a type, or undefined: it is refused. What is taken over is copied field by field,
 * so that nothing else crosses.
 */
export type Check<T> = (value: unknown) => T | undefined;

/** What a check lets through. */
export type Checked<C> = C extends (value: unknown) => infer T ? Exclude<T, undefined> : never;

export type FieldChecks = { readonly [field: string]: Check<unknown> };

type CheckedFields<F> = { readonly [K in keyof F]: Checked<F[K]> };

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A whole number from 0 on, below `length`. */
export function isIndex(value: unknown, length = Infinity): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < length;
}

export const index: Check<number> = value => (isIndex(value) ? value : undefined);

export const flag: Check<boolean> = value => (typeof value === 'boolean' ? value : undefined);

/** A text of at most so many UTF-16 units. */
export function shortText(longest: number): Check<string> {
  return value => (typeof value === 'string' && value.length <= longest ? value : undefined);
}

/** Bytes as base64, at most so many characters. */
export function base64(most: number): Check<string> {
  return value =>
    typeof value === 'string' && value.length <= most && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value) ? value : undefined;
}

/** One of some words: a record of them all, so that none is forgotten. */
export function oneOf<T extends string>(words: { readonly [word in T]: unknown }): Check<T> {
  return value => (typeof value === 'string' && Object.hasOwn(words, value) ? (value as T) : undefined);
}

/** So many values, all alike. */
export function listOf<T>(check: Check<T>, count: number): Check<readonly T[]> {
  return value => {
    if (!Array.isArray(value) || value.length !== count) return undefined;
    const taken = value.map(check);
    return taken.every(item => item !== undefined) ? taken : undefined;
  };
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return value => (value === null ? null : check(value));
}

export function fields<F extends FieldChecks>(checks: F): Check<CheckedFields<F>> {
  return value => {
    if (!isRecord(value)) return undefined;
    const taken: Record<string, unknown> = {};
    for (const [field, check] of Object.entries(checks)) {
      taken[field] = check(value[field]);
      if (taken[field] === undefined) return undefined;
    }
    return taken as CheckedFields<F>;
  };
}

/** A union of records that are told apart by the word in one field: for each word the checks of its other fields. */
export type Tagged<Tag extends string, Kinds> = {
  readonly [K in keyof Kinds & string]: { readonly [tag in Tag]: K } & CheckedFields<Kinds[K]>;
}[keyof Kinds & string];

export function tagged<Tag extends string, Kinds extends { readonly [kind: string]: FieldChecks }>(
  tag: Tag,
  kinds: Kinds,
): Check<Tagged<Tag, Kinds>> {
  const kindOf = oneOf(kinds);
  return value => {
    const kind = isRecord(value) ? kindOf(value[tag]) : undefined;
    const taken = kind === undefined ? undefined : fields(kinds[kind]!)(value);
    return taken && ({ [tag]: kind, ...taken } as Tagged<Tag, Kinds>);
  };
}
