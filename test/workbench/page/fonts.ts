import type { CDPSession, Page } from 'playwright-core';
import { until } from './until.ts';

/** Families of the fonts from which the browser really drew the text of the first element that matches. */
export async function fontsOf(page: Page, selector: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    // The workbench may draw the element anew between the two questions about it.
    return await until(`the fonts of ${selector}`, () => drawnFonts(session, selector));
  } finally {
    await session.detach();
  }
}

async function drawnFonts(session: CDPSession, selector: string): Promise<string[]> {
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  return fonts.map(font => font.familyName);
}
