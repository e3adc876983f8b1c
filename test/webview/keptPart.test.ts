import { describe, expect, it } from 'vitest';
import type { HostToPanel } from '../../src/protocol/panelApi.ts';
import type { PanelAction } from '../../src/protocol/panelActions.ts';
import type { PartName } from '../../src/protocol/panelParts.ts';
import { lensChoices } from '../../webview/controls/lensChoices.ts';
import { EMPTY_INBOX, receive } from '../../webview/frame.ts';
import { keptPart, layersOf, ownRankingOf, rankingOf } from '../../webview/hooks/keptPart.ts';
import { deriveScene, type Scene } from '../../webview/scene.ts';
import { PageExplorer } from './page/explorer.ts';
import { createRun } from './page/runs.ts';
import { textUnit } from '../support/textUnit.ts';

const IT = 7;
const FRANCE = 3;

/** The scene after some actions on the France sentence, and after some more while the named parts are on their way, or failed. */
function sceneWhile(status: 'computing' | 'broken', before: readonly PanelAction[], after: readonly PanelAction[]): Scene {
  let inbox = EMPTY_INBOX;
  const explorer = new PageExplorer(createRun('france'), { kind: 'ready' }, (message: HostToPanel) => (inbox = receive(inbox, message)));
  for (const action of [{ type: 'ready' } as const, ...before]) explorer.handle(action);
  for (const name of ['thumbnails', 'ranking', 'layers'] satisfies PartName[]) explorer.parts.hold(name, status);
  for (const action of after) explorer.handle(action);
  return deriveScene(inbox.frame!.snapshot, inbox.frame!.data!, inbox.frame!.parts);
}
const PINNED: readonly PanelAction[] = [{ type: 'pin', unit: textUnit(IT) }];
const named = (scene: Scene) => [rankingOf(scene)?.unit, ownRankingOf(scene)?.unit, layersOf(scene)?.unit];
const startOf = (scene: Scene) => lensChoices(scene).find(({ id }) => id === '#head')!.view;

describe('numbers stand only under the name that they were made for', () => {
  it('those of the word are shown', () => {
    expect(named(sceneWhile('computing', PINNED, []))).toEqual([IT, IT, IT]);
  });
  it('those of the word before stay under its name alone: the strongest heads, no table, no layers, no first head of the lens menu', () => {
    const scene = sceneWhile('computing', PINNED, [
      { type: 'view', view: { kind: 'lens', id: 'all' } },
      { type: 'pin', unit: textUnit(FRANCE) },
    ]);
    expect(named(scene)).toEqual([IT, undefined, undefined]);
    expect(startOf(scene)).toEqual({ kind: 'head', layer: 0, head: 0 });
  });
  it('those of the other direction go', () => {
    expect(named(sceneWhile('computing', PINNED, [{ type: 'direction', direction: 'by' }]))).toEqual([undefined, undefined, undefined]);
  });
  it('those of the other level go, and the small pictures of the heads with them', () => {
    const scene = sceneWhile('computing', PINNED, [{ type: 'level', level: 'pieces' }]);
    expect([...named(scene), keptPart(scene, 'thumbnails')]).toEqual([undefined, undefined, undefined, null]);
  });
  it('nothing stays when it failed', () => {
    const scene = sceneWhile('broken', PINNED, [{ type: 'hideSpecial', hide: true }]);
    expect([...named(scene), keptPart(scene, 'thumbnails')]).toEqual([undefined, undefined, undefined, null]);
  });
  it('pictures that still have special tokens say so', () => {
    const scene = sceneWhile('computing', PINNED, [{ type: 'hideSpecial', hide: true }]);
    expect([keptPart(scene, 'thumbnails')!.hideSpecial, scene.state.hideSpecial]).toEqual([false, true]);
  });
});
