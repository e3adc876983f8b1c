import type { ViewState } from '../../src/core/state/viewState.ts';
import type { PanelAction } from '../../src/protocol/panelActions.ts';

/** Escape goes back one step: out of the list of all terms, out of the cell, then off the second word, then off the pin, then to the editor. */
export function escapeAction(state: ViewState | null): PanelAction {
  if (state?.terms) return { type: 'terms', isOpen: false, asked: null };
  if (state?.cell) return { type: 'clearCell' };
  if (state && state.linked !== null) return { type: 'unlink' };
  if (state && state.pinned !== null) return { type: 'pin', unit: null };
  return { type: 'leave' };
}
