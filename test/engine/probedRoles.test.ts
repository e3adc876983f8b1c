import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawTokens } from '../../src/engine/model/probedRoles.ts';
import type { ModelSummary } from '../../src/protocol/engineApi.ts';
import { loadAlone } from '../support/loadedModel.ts';

const BUILT_IN = 'models/minilm';
const folder = mkdtempSync(join(tmpdir(), 'attention-lens-roles-'));
let summary: ModelSummary;

beforeAll(async () => {
  cpSync(BUILT_IN, folder, { recursive: true });
  rmSync(join(folder, 'lenses.json'));
  const model = await loadAlone(folder);
  ({ summary } = model);
  await model.session.dispose();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('without lenses.json the probe finds the head that was measured to look at the word before in real text', () => {
  const previous = summary.lenses.find(lens => lens.id === 'previous-token')!;
  expect(previous.selection).toMatchObject({ kind: 'heads' });
  const [strongest] = previous.selection.kind === 'heads' ? previous.selection.heads : [];
  // `previous-word` of the model's own lenses.json, found over UD English EWT.
  expect(strongest).toEqual([0, 2]);
  expect(previous.description).toMatch(
    /^On random tokens written twice, these heads give 0\.40 or more of their attention to the token before: L0 H2 0\.\d\d/,
  );
});

test('the views that claim nothing stay first, and one of them the default', () => {
  expect(summary.lenses.slice(0, 3).map(({ id }) => id)).toEqual(['strongest', 'last-layer', 'all-heads']);
  expect(summary.defaultLens).toBe('strongest');
});

test('with lenses.json nothing is probed: its lenses are all there is', async () => {
  const model = await loadAlone(BUILT_IN);
  await model.session.dispose();
  expect(model.summary.lenses.map(({ id }) => id)).not.toContain('previous-token');
});

test('the probe is the same each time, of different tokens from all over the vocabulary', () => {
  const candidates = Array.from({ length: 3000 }, (_, index) => index + 1000);
  const drawn = drawTokens(candidates, 32);
  expect(drawn).toEqual(drawTokens(candidates, 32));
  expect(new Set(drawn).size).toBe(32);
  expect(drawn.every(id => candidates.includes(id))).toBe(true);
  for (const third of [0, 1, 2]) expect(drawn.filter(id => Math.floor((id - 1000) / 1000) === third).length).toBeGreaterThan(4);
});
