import { nearestEntries } from '../../src/engine/analyses/nearest.ts';
import { WordTable } from '../../src/engine/analyses/wordTable.ts';
import { createRandom } from '../support/random.ts';
import type { Figure } from './figure.ts';
import { medianTime } from './statistics.ts';

const ROUNDS = 7;
const ENTRIES = 150_000;
const WIDTH = 768;

/** The largest vocabulary that a search is to be quick in; the built-in model's is measured with the engine around it. */
export async function measureNeighbours(): Promise<Figure[]> {
  const { table, vector } = randomTable();
  const search = () => nearestEntries(table, vector, 12, 0);
  const start = performance.now();
  await search();
  const first = performance.now() - start;
  const name = `neighbours, ${ENTRIES.toLocaleString('en')} entries`;
  return [
    { name, value: await medianTime(ROUNDS, search), unit: 'ms', aim: 50, note: `of ${WIDTH}, random table in memory` },
    { name: `${name}, first`, value: first, unit: 'ms', note: 'once a process: the runtime prepares the product' },
  ];
}

function randomTable(): { readonly table: WordTable; readonly vector: Float32Array } {
  const random = createRandom(1);
  const values = Float32Array.from({ length: ENTRIES * WIDTH }, () => random() - 0.5);
  const entries = new Map(Array.from({ length: ENTRIES }, (_, id) => [id, { token: `word${id}`, kind: 'word' as const }]));
  const shape = { rows: ENTRIES, width: WIDTH };
  const table = new WordTable(shape, entries, (from, to) => values.subarray(from * WIDTH, to * WIDTH));
  return { table, vector: values.slice(0, WIDTH) };
}
