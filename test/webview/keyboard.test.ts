import { describe, expect, it } from 'vitest';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import { escapeAction } from '../../webview/a11y/escape.ts';
import { moveInGrid, moveInList, moveInOrders } from '../../src/draw/moves.ts';
import { toggleLink, togglePin } from '../../webview/pointing.ts';
import { textUnit } from '../support/textUnit.ts';

describe('Escape', () => {
  it('leaves the cell, then the second word, then the pin, then the panel', () => {
    const pair = { ...INITIAL_STATE, pinned: textUnit(0), linked: [textUnit(1)] };
    expect(escapeAction({ ...pair, cell: [textUnit(0), textUnit(1)] })).toEqual({ type: 'clearCell' });
    expect(escapeAction(pair)).toEqual({ type: 'unlink' });
    expect(escapeAction({ ...INITIAL_STATE, pinned: textUnit(0), cell: [textUnit(0), textUnit(1)] })).toEqual({ type: 'clearCell' });
    expect(escapeAction({ ...INITIAL_STATE, pinned: textUnit(0) })).toEqual({ type: 'pin', unit: null });
    expect(escapeAction(INITIAL_STATE)).toEqual({ type: 'leave' });
    expect(escapeAction(null)).toEqual({ type: 'leave' });
  });
});

describe('a click on a word', () => {
  const pinned = { stream: 'text', state: { ...INITIAL_STATE, pinned: textUnit(0) } } as const;
  const pair = { stream: 'text', state: { ...pinned.state, linked: [textUnit(2)] } } as const;

  it('pins it alone, and lets it go where it is pinned alone', () => {
    expect(togglePin(pinned, 1)).toEqual({ type: 'pin', unit: textUnit(1) });
    expect(togglePin(pinned, 0)).toEqual({ type: 'pin', unit: null });
    expect(togglePin(pair, 0)).toEqual({ type: 'pin', unit: textUnit(0) });
    expect(togglePin(pair, 2)).toEqual({ type: 'pin', unit: textUnit(2) });
  });

  it('with Shift links it, in place of another, and lets it go where it is linked', () => {
    expect(toggleLink(pinned, 2)).toEqual({ type: 'link', from: null, to: textUnit(2) });
    expect(toggleLink(pair, 1)).toEqual({ type: 'link', from: null, to: textUnit(1) });
    expect(toggleLink(pair, 2)).toEqual({ type: 'unlink' });
  });
});

describe('arrows', () => {
  it('stop at the ends of a list', () => {
    expect(moveInList('ArrowRight', 2, 5)).toBe(3);
    expect(moveInList('ArrowRight', 4, 5)).toBe(4);
    expect(moveInList('ArrowLeft', 0, 5)).toBe(0);
    expect(moveInList('Home', 3, 5)).toBe(0);
    expect(moveInList('End', 3, 5)).toBe(4);
    expect(moveInList('x', 3, 5)).toBeNull();
  });

  it('walk one of several orders, and follow an item from one to the next', () => {
    const columns = [
      [3, 5, 4],
      [4, 3, 5],
    ];
    expect(moveInOrders('ArrowDown', [0, 5], columns)).toEqual([0, 4]);
    expect(moveInOrders('ArrowDown', [0, 4], columns)).toEqual([0, 4]);
    expect(moveInOrders('ArrowUp', [1, 5], columns)).toEqual([1, 3]);
    expect(moveInOrders('ArrowRight', [0, 5], columns)).toEqual([1, 5]);
    expect(moveInOrders('ArrowRight', [1, 5], columns)).toEqual([1, 5]);
    expect(moveInOrders('ArrowLeft', [1, 5], columns)).toEqual([0, 5]);
    expect(moveInOrders('Home', [1, 5], columns)).toEqual([1, 4]);
    expect(moveInOrders('End', [0, 3], columns)).toEqual([0, 4]);
    expect(moveInOrders('Enter', [0, 3], columns)).toBeNull();
  });

  it('stop at the edges of a grid', () => {
    expect(moveInGrid('ArrowDown', [0, 3], 6, 12)).toEqual([1, 3]);
    expect(moveInGrid('ArrowUp', [0, 3], 6, 12)).toEqual([0, 3]);
    expect(moveInGrid('ArrowRight', [0, 11], 6, 12)).toEqual([0, 11]);
    expect(moveInGrid('End', [2, 3], 6, 12)).toEqual([2, 11]);
    expect(moveInGrid('Enter', [2, 3], 6, 12)).toBeNull();
  });
});
