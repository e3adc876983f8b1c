import { describe, expect, it } from 'vitest';
import type { HostToPanel } from '../../src/protocol/panelApi.ts';
import type { PanelAction } from '../../src/protocol/panelActions.ts';
import { EMPTY_INBOX, receive } from '../../webview/frame.ts';
import { cellsOf, deriveScene, type Scene } from '../../webview/scene.ts';
import { PageExplorer } from './page/explorer.ts';
import { createRun } from './page/runs.ts';
import { textUnit } from '../support/textUnit.ts';

/** The scene after some actions on the France sentence, through the same messages as in the panel. */
function sceneAfter(...actions: readonly PanelAction[]): Scene {
  let inbox = EMPTY_INBOX;
  const explorer = new PageExplorer(createRun('france'), { kind: 'ready' }, (message: HostToPanel) => (inbox = receive(inbox, message)));
  for (const action of [{ type: 'ready' } as const, ...actions]) explorer.handle(action);
  return deriveScene(inbox.frame!.snapshot, inbox.frame!.data!, inbox.frame!.parts);
}

const REFERENCE: PanelAction = { type: 'view', view: { kind: 'lens', id: 'reference' } };
const IT = 7;
const FRANCE = 3;

describe('what the panel shows', () => {
  it('is `it` attending to `France` under the Reference lens', () => {
    const scene = sceneAfter(REFERENCE, { type: 'pin', unit: textUnit(IT) });
    expect(scene.labels[scene.word.strongest[0]!]).toBe('France');
    expect(scene.word.weights![FRANCE]).toBeCloseTo(0.59, 2);
    expect(scene.word.buckets[FRANCE]).toBe(6);
    expect(scene.chosenHeads).toEqual([[3, 1]]);
  });

  it('puts the crosshair where source and focus meet, by the direction', () => {
    const to = sceneAfter(REFERENCE, { type: 'pin', unit: textUnit(IT) }, { type: 'point', unit: textUnit(FRANCE) });
    expect(to.cell).toEqual([IT, FRANCE]);
    const by = sceneAfter(
      REFERENCE,
      { type: 'direction', direction: 'by' },
      { type: 'pin', unit: textUnit(IT) },
      { type: 'point', unit: textUnit(FRANCE) },
    );
    expect(by.cell).toEqual([FRANCE, IT]);
  });

  it('marks the other end of a cell that is pointed at, when it begins at the source', () => {
    expect(sceneAfter({ type: 'pin', unit: textUnit(IT) }, { type: 'cell', from: textUnit(IT), to: textUnit(4) }).focus).toBe(4);
    expect(sceneAfter({ type: 'pin', unit: textUnit(IT) }, { type: 'cell', from: textUnit(2), to: textUnit(4) }).focus).toBeNull();
  });

  it('has no position for hidden units, and no crosshair through them', () => {
    const scene = sceneAfter(
      { type: 'hideSpecial', hide: true },
      { type: 'pin', unit: textUnit(IT) },
      { type: 'cell', from: textUnit(IT), to: textUnit(0) },
    );
    expect(scene.positionOf(0)).toBe(-1);
    expect(scene.positionOf(1)).toBe(0);
    expect(scene.cell).toBeNull();
  });

  it('has the same buckets in the matrix as in the text', () => {
    const scene = sceneAfter(REFERENCE, { type: 'pin', unit: textUnit(IT) });
    const cells = cellsOf(scene);
    const row = scene.positionOf(IT);
    scene.word.shown.forEach((unit, position) => {
      if (unit !== IT) expect(cells.buckets[row * cells.columns + position]).toBe(scene.word.buckets[unit]);
    });
    expect(scene.visibility.shareOf(IT, FRANCE)).toBeCloseTo(1 / 13);
  });
});
