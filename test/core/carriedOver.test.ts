import { expect, it } from 'vitest';
import { carriedOver } from '../../src/core/state/carriedOver.ts';

it('names the lens and the direction that a text before left behind, and nothing else', () => {
  const model = { lenses: [], heads: 12, defaultLens: 'related' };
  const lens = { kind: 'lens', id: 'related' } as const;
  expect(carriedOver({ view: lens, direction: 'to' }, model)).toBeNull();
  expect(carriedOver({ view: lens, direction: 'by' }, model)).toBe('As for the text before: attended by');
  expect(carriedOver({ view: { kind: 'head', layer: 5, head: 3 }, direction: 'by' }, model)).toBe(
    'As for the text before: Layer 5, head 3, attended by',
  );
});
