import { resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { textUnit } from '../support/textUnit.ts';

const LAYERS = 3;
const runner = new Runner();
let runId = 0;
beforeAll(async () => {
  ({ runId } = await runner.run({
    directory: resolve('test/fixtures/models/bert-eager'),
    text: 'The hungry cat sat.',
    fit: 'start',
    caret: 0,
  }));
});

/** Everything that goes through the heads of several layers. */
const ANALYSES: Readonly<Record<string, (context: CallContext) => Promise<unknown>>> = {
  'all heads combined': context => runner.matrix({ runId, level: 'words', selection: { kind: 'all' }, combine: 'mean' }, context),
  rollout: context => runner.matrix({ runId, level: 'words', selection: { kind: 'rollout', layer: LAYERS - 1 }, combine: 'mean' }, context),
  thumbnails: context => runner.thumbnails({ runId, level: 'words', hideSpecial: true, hideSink: false, maxSide: 36 }, context),
  'the heads of a word': context => runner.rankHeads({ runId, level: 'words', ...textUnit(1), direction: 'to', hideSink: false }, context),
  'the layers of a word': context => runner.layers({ runId, level: 'words', ...textUnit(1), direction: 'to' }, context),
  'the entropy of each head': context => runner.entropy({ runId, hideSpecial: false }, context),
  'how far each head looks': context => runner.distances({ runId }, context),
};

test.each(Object.entries(ANALYSES))(
  '%s: stops between two layers when it is cancelled, and is whole when it is not',
  async (_, analyse) => {
    let steps = 0;
    const message = { cancelled: false };
    const context: CallContext = {
      get cancelled() {
        return message.cancelled;
      },
      progress: () => steps++,
    };
    const stopped = analyse(context);
    // As a message comes: while the analysis is at work.
    setImmediate(() => (message.cancelled = true));
    await expect(stopped).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    expect(steps).toBe(1);
    message.cancelled = false;
    await analyse(context);
    expect(steps).toBe(1 + LAYERS);
  },
);
