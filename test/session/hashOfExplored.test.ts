import { expect, it } from 'vitest';
import { hashOfExplored, type Exploration } from '../../src/session/exploration.ts';

/** An anchor that counts how often its text is read. */
function counted(text: string) {
  const reads = { count: 0 };
  const anchor = {
    get text() {
      reads.count++;
      return text;
    },
  };
  return { anchor, reads };
}

it('of two texts each is hashed once, however often the panel is told where the pointer is', () => {
  const first = counted('The cat sat.');
  const second = counted('Le chat.');
  const hash = () => hashOfExplored({ anchor: first.anchor, second: second.anchor } as unknown as Exploration);
  const before = hash();
  expect(hash()).toBe(before);
  expect([first.reads.count, second.reads.count]).toEqual([1, 1]);
  const swapped = hashOfExplored({ anchor: second.anchor, second: first.anchor } as unknown as Exploration);
  expect(swapped).not.toBe(before);
});
