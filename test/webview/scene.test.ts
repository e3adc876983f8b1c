import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PanelAction } from '../../src/protocol/panelActions.ts';
import { axesOf } from '../../src/core/state/axes.ts';
import { cellsOf, type Scene } from '../../webview/scene.ts';
import { textUnit } from '../support/textUnit.ts';
import { openFrames } from './page/frames.ts';

beforeAll(() => void vi.useFakeTimers());
afterAll(() => void vi.useRealTimers());

/** The scene after some actions on the France sentence, through the same messages as in the panel. */
async function sceneAfter(...actions: readonly PanelAction[]): Promise<Scene> {
  const { act, scene } = await openFrames();
  await act(...actions);
  return scene();
}

const REFERENCE: PanelAction = { type: 'view', view: { kind: 'lens', id: 'reference' } };
const IT = 7;
const FRANCE = 3;

describe('what the panel shows', () => {
  it('is `it` attending to `France` under the Reference lens', async () => {
    const scene = await sceneAfter(REFERENCE, { type: 'pin', unit: textUnit(IT) });
    expect(scene.labels[scene.word.strongest[0]!]).toBe('France');
    expect(scene.word.weights![FRANCE]).toBeCloseTo(0.59, 2);
    expect(scene.word.buckets[FRANCE]).toBe(6);
    expect(scene.chosenHeads).toEqual([[3, 1]]);
  });

  it('puts the crosshair where source and focus meet, by the direction', async () => {
    const to = await sceneAfter(REFERENCE, { type: 'pin', unit: textUnit(IT) }, { type: 'point', unit: textUnit(FRANCE) });
    expect(to.cell).toEqual([IT, FRANCE]);
    const by = await sceneAfter(
      REFERENCE,
      { type: 'direction', direction: 'by' },
      { type: 'pin', unit: textUnit(IT) },
      { type: 'point', unit: textUnit(FRANCE) },
    );
    expect(by.cell).toEqual([FRANCE, IT]);
  });

  it('marks the other end of a cell that is pointed at, when it begins at the source', async () => {
    expect((await sceneAfter({ type: 'pin', unit: textUnit(IT) }, { type: 'cell', from: textUnit(IT), to: textUnit(4) })).focus).toBe(4);
    expect((await sceneAfter({ type: 'pin', unit: textUnit(IT) }, { type: 'cell', from: textUnit(2), to: textUnit(4) })).focus).toBeNull();
  });

  it('has no position for hidden units, and no crosshair through them', async () => {
    const scene = await sceneAfter(
      { type: 'hideSpecial', hide: true },
      { type: 'pin', unit: textUnit(IT) },
      { type: 'cell', from: textUnit(IT), to: textUnit(0) },
    );
    expect(scene.positionOf(0)).toBe(-1);
    expect(scene.positionOf(1)).toBe(0);
    expect(scene.cell).toBeNull();
  });

  it('has the same buckets in the matrix as in the text', async () => {
    const scene = await sceneAfter(REFERENCE, { type: 'pin', unit: textUnit(IT) });
    const cells = cellsOf(scene, axesOf(scene.word, scene.data.matrix, scene.state));
    const row = scene.positionOf(IT);
    scene.word.shown.forEach((unit, position) => {
      if (unit !== IT) expect(cells.buckets[row * cells.columns + position]).toBe(scene.word.buckets[unit]);
    });
    expect(scene.visibility.shareOf(IT, FRANCE)).toBeCloseTo(1 / 13);
  });
});
