import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

export const THEMES = ['dark', 'light', 'hc', 'hc-light'] as const;

/** Those of axe-core that are on, and look at colours. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Rules of axe-core that the page breaks in each theme, with the elements. The page is opened once: VS Code changes the theme of an open one, too. A theme
 * changes colours and nothing else of the page, so behind the first the rules of colour are left to check.
 */
export async function violationsOf(tab: Page): Promise<string[]> {
  if (!(await tab.evaluate(() => 'axe' in globalThis))) await tab.evaluate(axeSource);
  const found: string[] = [];
  for (const theme of THEMES) {
    await tab.evaluate(name => page.showTheme(name), theme);
    await settle(tab);
    found.push(...(await violationsInTheme(tab, theme === THEMES[0] ? null : RULES_OF_COLOUR)).map(violation => `${theme}: ${violation}`));
  }
  return found;
}

/** The same of any page, as it is shown. */
export async function violationsAsShown(tab: Page): Promise<string[]> {
  await tab.evaluate(axeSource);
  return violationsInTheme(tab, null);
}

/** @param rules null: all of them */
function violationsInTheme(tab: Page, rules: readonly string[] | null): Promise<string[]> {
  return tab.evaluate(async rules => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run({ resultTypes: ['violations'], ...(rules && { runOnly: { type: 'rule', values: rules } }) });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`);
  }, rules);
}
