import { expect, test } from 'vitest';
import { Emitter } from '../../src/session/emitter.ts';

test('listeners hear in the order in which they came; one that was ended while others are told hears nothing', () => {
  const emitter = new Emitter<number>();
  const heard: string[] = [];
  const first = emitter.event(value => {
    heard.push(`first ${value}`);
    if (value === 2) second.dispose();
    if (value === 3) first.dispose();
  });
  const second = emitter.event(value => heard.push(`second ${value}`));
  for (const value of [1, 2, 3, 4]) emitter.fire(value);
  expect(heard).toEqual(['first 1', 'second 1', 'first 2', 'first 3']);
});

test('one function given twice is two listeners', () => {
  const emitter = new Emitter<void>();
  let calls = 0;
  const count = () => void calls++;
  const one = emitter.event(count);
  emitter.event(count);
  one.dispose();
  emitter.fire();
  expect(calls).toBe(1);
});

test('one that comes while others are told hears from the next time on', () => {
  const emitter = new Emitter<void>();
  let late = 0;
  emitter.event(() => void emitter.event(() => late++));
  emitter.fire();
  expect(late).toBe(0);
  emitter.fire();
  expect(late).toBe(1);
});
