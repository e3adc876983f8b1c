import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

/** `expect` for what is asserted a hundred thousand times: that one is called only where the two differ. */
export function hold(what: string, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, what).toEqual(expected);
}
