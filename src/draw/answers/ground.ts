import { groundTable } from '../../core/export/groundTable.ts';
import { allHeads } from '../../core/model/stack.ts';
import { rowsPicture } from '../files/rowsPicture.ts';
import { sourceOf, type Answer } from './material.ts';

/** As far as it is here: checked by removal or not. */
const tableOf: Answer['table'] = material => {
  const { part, run, model } = material;
  const [found, removals] = [part('ground'), part('removals')];
  if (found?.runId !== run.runId) return null;
  const texts = (of: 'source' | 'answer') => found.written[of].map(({ text }) => text);
  const effects = removals?.runId === run.runId ? removals.effects : null;
  const read = { ...found, heads: allHeads(model.attention.heads).length, chat: run.chat };
  return groundTable({ ...read, source: texts('source'), answer: texts('answer') }, effects, sourceOf(material));
};

export const ground: Answer = {
  name: 'Answer on Its Source',
  section: 'ground',
  table: tableOf,
  picture: (material, { heat }) => {
    const table = tableOf(material);
    return table && rowsPicture(table, { bars: [3], quoted: [0, 2], rows: 40 }, heat);
  },
};
