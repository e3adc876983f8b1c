import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../src/engine/model/config.ts';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { withFirstPosition } from '../../src/engine/model/firstPosition.ts';
import { feedsOf } from '../../src/engine/runtime/feeds.ts';
import { loadRuntime } from '../../src/engine/runtime/runtime.ts';
import { TINY_MODEL } from '../support/commandLine.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';

const folder = mkdtempSync(join(tmpdir(), 'attention-lens-positions-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function firstPositionOf(config: unknown): number {
  const path = join(folder, 'config.json');
  const text = JSON.stringify(config);
  writeFileSync(path, text);
  return readConfig({ directory: folder, genai: null, config: { name: 'config.json', path, size: text.length } }).firstPosition;
}

test.each([
  [{ model_type: 'bert', pad_token_id: 0 }, 0],
  [{ model_type: 'roberta', pad_token_id: 1 }, 2],
  [{ model_type: 'xlm-roberta' }, 2],
  [{ model_type: 'camembert', pad_token_id: 5 }, 6],
  [{ model_type: 'mpnet', pad_token_id: null }, 2],
  [{ model_type: 'roberta', pad_token_id: -3 }, 2],
  [{}, 0],
])('%j counts positions from %d', (config, first) => {
  expect(firstPositionOf(config)).toBe(first);
});

test('only where the graph is fed the positions; refused where its table has no such row', () => {
  const { graph } = readModelGraph(findModelFile(TINY_MODEL));
  if (graph.kind === 'unsupported') throw new Error('a model that is supported');
  const fed = { ...graph, inputs: { ...graph.inputs, positions: 'position_ids' } };
  const rows = graph.tables.position!.rows;
  expect(withFirstPosition(fed, 2).tables.position).toEqual({ ...graph.tables.position, firstRow: 2 });
  expect(withFirstPosition(fed, rows - 1).tables.position!.firstRow).toBe(rows - 1);
  for (const beyond of [rows, rows + 1, 2 ** 40])
    expect(() => withFirstPosition(fed, beyond)).toThrow(
      `By model_type and pad_token_id in config.json its first token has position ${beyond}, but its table of positions ends at ${rows - 1}.`,
    );
  const own = { ...graph, inputs: { ...graph.inputs, positions: null } };
  for (const first of [2, rows]) expect(withFirstPosition(own, first)).toBe(own);
});

test.each([
  ['as they are', 0, 0, [0n, 1n, 2n]],
  ['from behind the padding', 2, 0, [2n, 3n, 4n]],
  // OPT: the graph counts from 2 in its table, whoever feeds it from 0.
  ['before the graph adds to them', 0, 2, [0n, 1n, 2n]],
])('are fed %s', async (_, first, added, fed) => {
  const { graph } = readModelGraph(findModelFile(TINY_MODEL));
  if (graph.kind === 'unsupported') throw new Error('a model that is supported');
  const asked = {
    ...graph,
    inputs: { ...graph.inputs, positions: 'position_ids' },
    inputTypes: { ...graph.inputTypes, positions: 'int64' },
  };
  const counted = { ...asked, tables: { ...graph.tables, position: { ...graph.tables.position!, added } } };
  const placed = withFirstPosition(counted, first);
  expect(placed.tables.position!.firstRow).toBe(first + added);
  const { Tensor } = await loadRuntime();
  expect([
    ...(feedsOf(Tensor, { graph: placed, padId: 0, headSize: null }, [[5, 6, 7]], 3)['position_ids']!.data as BigInt64Array),
  ]).toEqual(fed);
});
