import type { Page } from 'playwright-core';

/** The page *Vectors*, see page/fakeHost.ts. */
export const PAGE = 'tab=vectors';
/** The view of the reference picture. */
export const FRANCE = `${PAGE}&lens=reference&pin=it&open=neighbours`;
/** Their names for screen readers. */
export const STRIPS = ['Text by word embedding', 'Text by vector', 'Text by attention'];

/** One of the strips, by its name for screen readers. */
export const strip = (tab: Page, name: string) => tab.locator(`.strip[aria-label="${name}"]`);
/** A word of a strip, the first of its spelling. */
export const word = (tab: Page, name: string, label: string) =>
  strip(tab, name)
    .locator('.token')
    .filter({ has: tab.locator(`.token-text:text-is("${label}")`) })
    .first();
