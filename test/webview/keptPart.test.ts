import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PanelAction } from '../../src/protocol/panelActions.ts';
import type { PartName } from '../../src/protocol/panelParts.ts';
import { lensChoices } from '../../webview/bar/lensChoices.ts';
import { keptPart, layersOf, ownRankingOf, rankingOf } from '../../webview/hooks/keptPart.ts';
import type { Scene } from '../../webview/scene.ts';
import { textUnit } from '../support/textUnit.ts';
import { openFrames } from './page/frames.ts';

beforeAll(() => void vi.useFakeTimers());
afterAll(() => void vi.useRealTimers());

const IT = 7;
const FRANCE = 3;

/** The scene after some actions on the France sentence, and after some more while the named parts are on their way, or failed. */
async function sceneWhile(status: 'computing' | 'broken', before: readonly PanelAction[], after: readonly PanelAction[]): Promise<Scene> {
  const { session, act, scene } = await openFrames();
  await act(...before);
  for (const name of ['thumbnails', 'ranking', 'layers'] satisfies PartName[]) session.engine.holds.hold(name, status);
  await act(...after);
  return scene();
}
const PINNED: readonly PanelAction[] = [{ type: 'pin', unit: textUnit(IT) }];
const named = (scene: Scene) => [rankingOf(scene)?.unit, ownRankingOf(scene)?.unit, layersOf(scene)?.unit];
const startOf = (scene: Scene) => lensChoices(scene).find(({ id }) => id === '#head')!.view;

describe('numbers stand only under the name that they were made for', () => {
  it('those of the word are shown', async () => {
    expect(named(await sceneWhile('computing', PINNED, []))).toEqual([IT, IT, IT]);
  });
  it('those of the word before stay under its name alone: the strongest heads, no table, no layers, no first head of the lens menu', async () => {
    const scene = await sceneWhile('computing', PINNED, [
      { type: 'view', view: { kind: 'lens', id: 'all-heads' } },
      { type: 'pin', unit: textUnit(FRANCE) },
    ]);
    expect(named(scene)).toEqual([IT, undefined, undefined]);
    expect(startOf(scene)).toEqual({ kind: 'head', layer: 0, head: 0 });
  });
  it('those of the other direction go', async () => {
    expect(named(await sceneWhile('computing', PINNED, [{ type: 'direction', direction: 'by' }]))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
  it('those of the other level go, and the small pictures of the heads with them', async () => {
    const scene = await sceneWhile('computing', PINNED, [{ type: 'level', level: 'pieces' }]);
    expect([...named(scene), keptPart(scene, 'thumbnails')]).toEqual([undefined, undefined, undefined, null]);
  });
  it('nothing stays when it failed', async () => {
    const scene = await sceneWhile('broken', PINNED, [
      { type: 'hideSpecial', hide: true },
      { type: 'pin', unit: textUnit(FRANCE) },
    ]);
    expect([...named(scene), keptPart(scene, 'thumbnails')]).toEqual([undefined, undefined, undefined, null]);
  });
  it('pictures that still have special tokens say so', async () => {
    const scene = await sceneWhile('computing', PINNED, [{ type: 'hideSpecial', hide: true }]);
    expect([keptPart(scene, 'thumbnails')!.hideSpecial, scene.state.hideSpecial]).toEqual([false, true]);
  });
});
