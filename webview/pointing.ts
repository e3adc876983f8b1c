import { isSameEnd } from '../src/core/state/linkEnd.ts';
import { isSameUnit, unitRef } from '../src/core/text/unitRef.ts';
import type { PanelAction } from '../src/protocol/panelActions.ts';
import type { Scene } from './scene.ts';

/** Points at a unit of the scene; null, and what is no unit of it: at none. */
export function pointAt({ stream }: Pick<Scene, 'stream'>, unit: number | null | undefined): PanelAction {
  return { type: 'point', unit: unit === null || unit === undefined || unit < 0 ? null : unitRef(stream, unit) };
}

/** Pins a unit of the scene alone; the one that is pinned alone already is let go. */
export function togglePin({ stream, state }: Pick<Scene, 'stream' | 'state'>, unit: number): PanelAction {
  const ref = unitRef(stream, unit);
  const { pinned, linked } = state;
  return { type: 'pin', unit: linked === null && isSameUnit(ref, pinned) ? null : ref };
}

/** Links a unit of the scene with the pinned one, or, where none is pinned, pins it; the one that is linked alone already is let go. */
export function toggleLink({ stream, state }: Pick<Scene, 'stream' | 'state'>, unit: number): PanelAction {
  const ref = unitRef(stream, unit);
  return isSameEnd(state.linked, [ref]) ? { type: 'unlink' } : { type: 'link', from: null, to: ref };
}

/** Links two units of the scene: the first is pinned. */
export function linkUnits({ stream }: Pick<Scene, 'stream'>, from: number, to: number): PanelAction {
  return { type: 'link', from: unitRef(stream, from), to: unitRef(stream, to) };
}

/** With Shift a browser would select text from the last click to here. */
export function keepSelection(event: MouseEvent): void {
  if (event.shiftKey) event.preventDefault();
}
