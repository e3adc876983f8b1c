import { isSameUnit, unitRef } from '../src/core/text/unitRef.ts';
import type { PanelAction } from '../src/protocol/panelActions.ts';
import type { Scene } from './scene.ts';

/** Points at a unit of the scene; null, and what is no unit of it: at none. */
export function pointAt({ stream }: Pick<Scene, 'stream'>, unit: number | null | undefined): PanelAction {
  return { type: 'point', unit: unit === null || unit === undefined || unit < 0 ? null : unitRef(stream, unit) };
}

/** Pins a unit of the scene; one that is pinned already is let go. */
export function togglePin({ stream, state }: Pick<Scene, 'stream' | 'state'>, unit: number): PanelAction {
  const ref = unitRef(stream, unit);
  return { type: 'pin', unit: isSameUnit(ref, state.pinned) ? null : ref };
}
