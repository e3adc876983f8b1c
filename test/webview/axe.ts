import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

export const THEMES = ['dark', 'light', 'hc', 'hc-light'] as const;

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules of axe-core that the page breaks in each theme, with the elements. The page is opened once: VS Code changes the theme of an open one, too. */
export async function violationsOf(tab: Page): Promise<string[]> {
  if (!(await tab.evaluate(() => 'axe' in globalThis))) await tab.evaluate(axeSource);
  const found: string[] = [];
  for (const theme of THEMES) {
    await tab.evaluate(name => page.showTheme(name), theme);
    await settle(tab);
    found.push(...(await violationsInTheme(tab)).map(violation => `${theme}: ${violation}`));
  }
  return found;
}

function violationsInTheme(tab: Page): Promise<string[]> {
  return tab.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: { resultTypes: string[] }): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`);
  });
}
