import { describe, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { firstLack, has, lackInBrief, lackInShort, lackInWords, lackOf, need, type Capability } from '../../src/core/model/capability.ts';
import { heatsOf } from '../../src/core/state/heats.ts';

const model = { capabilities: ['mask-token', 'position-vectors', 'word-vectors'] } as const;

describe('what a model lacks', () => {
  test('is the first need that it does not meet', () => {
    expect([has(model, 'mask-token'), has(model, 'hidden-states')]).toEqual([true, false]);
    expect(firstLack(model, [])).toBeNull();
    expect(firstLack(model, ['position-vectors', 'mask-token'])).toBeNull();
    expect(firstLack(model, ['mask-token', 'shared-width', 'hidden-states'])).toBe('shared-width');
  });

  test('is said in the same words everywhere: as a fault, in a section, within a sentence', () => {
    const { title, cause, nextStep, code } = lackOf('mask-token').fault;
    expect(code).toBe('unavailable');
    expect(lackInWords('mask-token')).toBe(`${title}. ${cause} ${nextStep}`);
    expect(lackInShort('mask-token')).toBe(title);
    expect(lackInBrief('mask-token')).toBe('no mask token');
  });

  test('stops what needs it, with what works in that place', () => {
    expect(() => need(model, 'mask-token')).not.toThrow();
    expect(() => need(model, 'hidden-states')).toThrow(FaultError);
    expect(() => need(model, 'hidden-states', 'Walk.')).toThrow(expect.objectContaining({ fault: lackOf('hidden-states', 'Walk.').fault }));
  });

  test('takes away the colour that needs it, and no other', () => {
    const whole = (...capabilities: Capability[]) => ({ capabilities: [...capabilities, 'every-pair' as const, 'one-text' as const] });
    expect(heatsOf(whole('word-vectors'))).toEqual(['attention', 'fixed']);
    expect(heatsOf(whole('hidden-states', 'word-vectors'))).toEqual(['attention', 'fixed', 'contextual']);
    expect(heatsOf(whole('hidden-states'))).toEqual(['attention', 'contextual']);
    expect(heatsOf({ capabilities: ['hidden-states', 'word-vectors'] })).toEqual(['attention']);
  });
});
