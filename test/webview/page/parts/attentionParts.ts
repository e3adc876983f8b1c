import { atOnce } from '../../../../src/core/attention/layerWalk.ts';
import { combineLayers, createPooling, selfPooling } from '../../../../src/core/attention/pooling.ts';
import { headDistances } from '../../../../src/core/attention/distance.ts';
import { rankHeadsForUnit } from '../../../../src/core/attention/ranking.ts';
import { drawThumbnails } from '../../../../src/core/attention/thumbnails.ts';
import { sourceOf } from '../../../../src/core/state/viewState.ts';
import type { UnitRef } from '../../../../src/core/text/unitRef.ts';
import type { PartMakers, PartSource } from './partMaker.ts';

const LARGEST_SIDE = 48;

const poolingOf = ({ run, units }: PartSource) => selfPooling(createPooling(units, run.attention.rows));
const wordOf = ({ run, state: { level, direction } }: PartSource, unit: UnitRef) => ({
  runId: run.summary.runId,
  level,
  direction,
  ...unit,
});

/** What the attention page shows beside the matrix. */
export const ATTENTION_PARTS: PartMakers = {
  thumbnails: {
    key: ({ state }) => (state.tab === 'attention' ? JSON.stringify([state.level, state.hideSpecial]) : null),
    make: source => {
      const { level, hideSpecial } = source.state;
      const { attention, summary } = source.run;
      const drawn = atOnce(drawThumbnails(attention, poolingOf(source), hideSpecial, LARGEST_SIDE), attention.maps);
      return { runId: summary.runId, level, hideSpecial, heads: attention.stack.heads, ...drawn };
    },
  },
  ranking: {
    key: source => {
      const unit = sourceOf(source.state);
      return unit === null ? null : JSON.stringify(wordOf(source, unit));
    },
    make: source => {
      const word = wordOf(source, sourceOf(source.state)!);
      return {
        ...word,
        entries: atOnce(rankHeadsForUnit(source.run.attention, poolingOf(source), word.unit, word.direction), source.run.attention.maps),
      };
    },
  },
  distances: {
    key: ({ state }) => (state.tab === 'attention' ? 'distances' : null),
    make: ({ run: { attention, summary } }) => ({
      runId: summary.runId,
      ...atOnce(headDistances(attention, summary.tokens), attention.maps),
    }),
  },
  layers: {
    key: source => {
      const { pinned, tab } = source.state;
      return pinned === null || tab !== 'attention' ? null : JSON.stringify(wordOf(source, pinned));
    },
    make: source => {
      const word = wordOf(source, source.state.pinned!);
      const { attention } = source.run;
      const { values, low, high } = atOnce(combineLayers(attention, poolingOf(source), word.unit, word.direction), attention.maps);
      return { ...word, layers: attention.maps.length, size: source.units.length, mean: values, low, high };
    },
  },
};
