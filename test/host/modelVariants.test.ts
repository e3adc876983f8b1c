import { expect, test, vi } from 'vitest';
import { withDifferences } from '../../src/host/commands/modelVariants.ts';
import { FaultError } from '../../src/core/faults.ts';
import type { Parts } from '../../src/host/services.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

const ITEMS = [null, 'model', 'model_q4', 'model_q1'].map(variant => ({ label: variant ?? 'best', detail: 'as it was', variant }));

function engineThat(call: (request: { readonly variant: string }) => unknown): Parts['engine'] {
  return { call: async (_: string, request: { readonly variant: string }) => call(request) } as unknown as Parts['engine'];
}

test('each variant says how far it is from the most exact one, or why that is not known; other entries stay', async () => {
  const engine = engineThat(({ variant }) => {
    if (variant === 'model_q1') throw new FaultError({ code: 'out-of-memory', title: 'No room', cause: '4 $(x) GB.', nextStep: '' });
    return { reference: 'model', variant, tokens: 50, rowDifference: 0.2, sameNext: 40 };
  });
  const told = await withDifferences(engine, '/m', ITEMS, ['model_q4', 'model_q1'], new AbortController().signal);
  expect(told.map(({ detail }) => detail)).toEqual([
    'as it was',
    'as it was',
    'Measured on a text of 50 tokens against model: a row of attention differs by 0.20 on average (of at most 2); the most likely next token is the same in 40 of 50 places.',
    'No room: 4 \\$(x) GB.',
  ]);
});

test('nothing more is measured once the list is left', async () => {
  const left = new AbortController();
  const asked: string[] = [];
  const engine = engineThat(({ variant }) => {
    asked.push(variant);
    left.abort();
    return { reference: 'model', variant, tokens: 50, rowDifference: 0.2, sameNext: null };
  });
  await withDifferences(engine, '/m', ITEMS, ['model_q4', 'model_q1'], left.signal);
  expect(asked).toEqual(['model_q4']);
});
