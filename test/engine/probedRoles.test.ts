import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawTokens, probeRoles } from '../../src/engine/model/probedRoles.ts';
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
  expect(previous.description).toMatch(/^To the token before: L0 H2 0\.\d\d.* on random tokens written twice \(0\.40 or more\)\.$/);
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

test('the tokens are read twice, and every head is scored by its own map', async () => {
  // The first head looks half the text back, the second at what followed there, the third at itself.
  const look = (places: number) => (ids: readonly number[]) => ids.map((_, query) => Math.max(0, query - ids.length / 2 + places));
  const session = {
    outputs: { maps: ['a', 'b'], heads: [1, 2] },
    fetch: async (ids: readonly number[]) => {
      const mapOf = (places: readonly number[]) => places.flatMap(place => ids.map((_, key) => Number(key === place)));
      const [same, induction, own] = [look(0)(ids), look(1)(ids), [...ids.keys()]];
      return new Map([
        ['a', Float32Array.from(mapOf(same))],
        ['b', Float32Array.from([...mapOf(induction), ...mapOf(own)])],
      ]);
    },
  } as unknown as Parameters<typeof probeRoles>[0];
  const candidates = Array.from({ length: 200 }, (_, index) => index);
  const scored = await probeRoles(session, candidates, 512);
  expect(scored.map(({ head, scores: { same, induction } }) => [head, same, induction])).toEqual([
    [[0, 0], 1, 0],
    [[1, 0], 0, 1],
    [[1, 1], 0, 0],
  ]);
  expect(await probeRoles(session, candidates, 15)).toEqual([]);
  expect(await probeRoles(session, candidates.slice(0, 127), 512)).toEqual([]);
});

test('the probe is the same each time, of different tokens from all over the vocabulary', () => {
  const candidates = Array.from({ length: 3000 }, (_, index) => index + 1000);
  const drawn = drawTokens(candidates, 32);
  expect(drawn).toEqual(drawTokens(candidates, 32));
  expect(new Set(drawn).size).toBe(32);
  expect(drawn.every(id => candidates.includes(id))).toBe(true);
  for (const third of [0, 1, 2]) expect(drawn.filter(id => Math.floor((id - 1000) / 1000) === third).length).toBeGreaterThan(4);
});
