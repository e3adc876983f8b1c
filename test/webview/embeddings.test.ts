import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PathSlice } from '../../src/protocol/embeddingApi.ts';
import { comparedWords, correlationOf, embeddingViews, ordersOf, selectWords } from '../../src/draw/views/vectors.ts';
import { keptPart } from '../../webview/hooks/keptPart.ts';
import { partOf, type Scene } from '../../webview/scene.ts';
import { attentionShares } from '../../src/draw/views/wordPath.ts';
import { textUnit } from '../support/textUnit.ts';
import { openFrames } from './page/frames.ts';
import type { RunName } from './page/runs.ts';

beforeAll(() => void vi.useFakeTimers());
afterAll(() => void vi.useRealTimers());

const IT = 7;
const FRANCE = 3;

async function openPage(run: RunName = 'france') {
  const opened = await openFrames(run);
  await opened.act(
    { type: 'view', view: { kind: 'lens', id: 'reference' } },
    { type: 'tab', tab: 'vectors' },
    { type: 'pin', unit: textUnit(IT) },
  );
  return opened;
}

const viewsOf = (scene: Scene) => embeddingViews(scene, scene.state, partOf(scene, 'likeness'), null);

describe('three ways to order the words', () => {
  it('is the reference picture: `it` near `I` by embedding, near `has` after three layers, attends to `France`', async () => {
    const scene = (await openPage()).scene();
    const views = viewsOf(scene);
    const first = ordersOf(views).map(({ id, order, values }) => [id, scene.labels[order[0]!], Number(values[order[0]!]!.toFixed(2))]);
    expect(first).toEqual([
      ['fixed', 'I', 0.38],
      ['contextual', 'has', 0.54],
      ['attention', 'France', 0.59],
    ]);
    // SciPy's spearmanr of the same vectors and weights.
    const orders = ordersOf(views);
    expect(correlationOf(orders, 'fixed', 'contextual')).toBeCloseTo(0.7696969696969697, 6);
    expect(correlationOf(orders, 'contextual', 'attention')).toBeCloseTo(-0.0303030303030303, 6);
    expect(correlationOf(orders, 'fixed', 'attention')).toBeCloseTo(-0.05454545454545454, 6);
  });

  it('has no later word in any order where attention is causal, so that the sentence names none either', async () => {
    const opened = await openFrames('causal');
    await opened.act({ type: 'tab', tab: 'vectors' }, { type: 'pin', unit: textUnit(3) });
    const orders = ordersOf(viewsOf(opened.scene()));
    expect(orders.map(({ id, order }) => [id, order.toSorted((a, b) => a - b)])).toEqual([
      ['fixed', [0, 1, 2]],
      ['contextual', [0, 1, 2]],
      ['attention', [0, 1, 2]],
    ]);
  });

  it('leaves out special tokens and the word itself, whatever is hidden elsewhere', async () => {
    const { scene } = await openPage();
    const { attention, fixed } = viewsOf(scene());
    expect(attention.order.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10, 11]);
    expect(fixed.shown).toEqual(attention.shown);
    expect(fixed.buckets[IT]).toBe(0);
  });

  it('says over which words the orders are: those that it sees, without a hidden sink; two words have no correlation', async () => {
    const opened = await openFrames('sink');
    await opened.act({ type: 'tab', tab: 'vectors' }, { type: 'pin', unit: textUnit(3) });
    const scene = opened.scene();
    const views = viewsOf(scene);
    expect(comparedWords(scene, views)).toEqual({ count: 2, noun: 'words', direction: 'to', leavesUnseen: true, sinks: 1 });
    expect(correlationOf(ordersOf(views), 'fixed', 'contextual')).not.toBeNaN();
    expect(correlationOf(ordersOf(views), 'fixed', 'attention')).toBeNaN();
  });

  it('has no order without its part, and none of invalid weights', async () => {
    const scene = (await openPage()).scene();
    expect(ordersOf(embeddingViews(scene, scene.state, null, null)).map(({ id }) => id)).toEqual(['attention']);
    expect(correlationOf(ordersOf(embeddingViews(scene, scene.state, null, null)), 'fixed', 'attention')).toBeNaN();
    const broken = { ...scene, matrix: { ...scene.matrix, values: scene.matrix.values.slice().fill(NaN) } };
    expect(ordersOf(embeddingViews(broken, scene.state, null, null))).toEqual([]);
  });
});

describe('selectWords', () => {
  it('takes those with the most attention, and the one in focus', async () => {
    const { attention } = viewsOf((await openPage('long')).scene());
    const words = selectWords(attention, null, 20);
    expect(words).toEqual(attention.order.slice(0, 20));
    const far = attention.order.at(-1)!;
    expect(selectWords(attention, far, 20)).toEqual([...attention.order.slice(0, 19), far]);
    expect(selectWords(attention, words[3]!, 20)).toEqual(words);
    expect(selectWords(attention, null, 1000)).toEqual(attention.order);
  });
});

describe('a part that stays', () => {
  it('is the one of the word before while the next is computed, until it fails', async () => {
    const { session, act, scene } = await openPage();
    session.engine.holds.hold('path', 'computing');
    await act({ type: 'pin', unit: textUnit(FRANCE) });
    expect(partOf(scene(), 'path')).toBeNull();
    expect(keptPart(scene(), 'path')!.unit).toBe(IT);
    session.engine.holds.release('path');
    await act({ type: 'point', unit: null });
    expect(keptPart(scene(), 'path')!.unit).toBe(FRANCE);
    session.engine.holds.hold('path', 'failed');
    await act({ type: 'pin', unit: textUnit(IT) });
    expect(keptPart(scene(), 'path')).toBeNull();
  });

  it('is dropped with another level or run', async () => {
    const { session, act, scene } = await openPage();
    session.engine.holds.hold('neighbours', 'computing');
    await act({ type: 'level', level: 'pieces' });
    expect(keptPart(scene(), 'neighbours')).toBeNull();
    const before = scene();
    expect(keptPart({ ...before, matrix: { ...before.matrix, runId: 2 } }, 'likeness')).toBeNull();
  });
});

describe('attentionShares', () => {
  const path = (attention: readonly number[], feedForward: readonly number[]): PathSlice => ({
    runId: 1,
    level: 'words',
    ...textUnit(0),
    toFixed: new Float32Array(0),
    toPrevious: new Float32Array(0),
    norms: new Float32Array(0),
    attentionNorms: Float32Array.from(attention),
    feedForwardNorms: Float32Array.from(feedForward),
  });

  it('is |attention| / (|attention| + |feed-forward|), one a hidden state', () => {
    const shares = attentionShares(path([3, 1], [1, 3]));
    expect([...shares]).toEqual([NaN, 0.75, 0.25]);
  });

  it('is empty when the graph does not show both', () => {
    expect(attentionShares(path([], [1, 2]))).toHaveLength(0);
    expect(attentionShares(path([1, 2], []))).toHaveLength(0);
  });
});
