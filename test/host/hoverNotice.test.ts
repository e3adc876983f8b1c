import { describe, expect, it } from 'vitest';
import { hoverNotice } from '../../src/host/editor/hoverNotice.ts';

describe('the notice about hovers', () => {
  it.each(['off', false])('for %j says what to do instead', enabled => {
    expect(hoverNotice(enabled)).toMatch(/turned off .* Move the cursor/);
  });
  it('for a modifier says that it has to be held', () => {
    expect(hoverNotice('onKeyboardModifier')).toMatch(/Hold it .* or move the cursor/);
  });
  it.each(['on', true, undefined, 7])('for %j does not come', enabled => {
    expect(hoverNotice(enabled)).toBeNull();
  });
});
