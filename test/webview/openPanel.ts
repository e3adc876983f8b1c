import { after } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import type { PanelAction } from '../../src/protocol/panelActions.ts';
import { launchBrowser, type RunningBrowser } from '../workbench/browser/launch.ts';
import type { PageHandle } from './page/fakeHost.ts';
import { servePage, type PageServer } from './page/pageServer.ts';

/** The panel in a tab of the test browser, with what a person does to it and what it answered. */
export interface OpenPanel {
  readonly page: Page;
  /** Actions that were posted since the last call, pointing left out unless asked for. */
  takeActions(): Promise<PanelAction[]>;
  /** A word of the text strip. */
  word(label: string): ReturnType<Page['locator']>;
  close(): Promise<void>;
}

declare const page: PageHandle;

/** The view of the reference pictures: `it` pinned under the Reference lens. */
export const PINNED = 'lens=reference&pin=it';

/** One browser and one page server for the tests of a file, under the policy that the extension's webview has. */
export function panelInBrowser() {
  // Opened by the first test, not before it: where a pattern of names leaves out all tests of a file, `after` is not called.
  let opened: readonly [Promise<RunningBrowser>, Promise<PageServer>] | undefined;
  const running = async () => {
    const [browser, server] = await Promise.all((opened ??= [launchBrowser(), servePage()]));
    return { browser, server };
  };
  // Where one of them could not be opened, the other would keep the process alive.
  after(async () => {
    for (const one of await Promise.allSettled(opened ?? [])) if (one.status === 'fulfilled') await one.value.close();
  });
  /** Opens the panel with the switches of page/fakeHost.ts, and fails when the page broke its policy or threw. */
  const withPanel = async (query: string, use: (panel: OpenPanel) => Promise<void>, width?: number): Promise<void> => {
    const { browser, server } = await running();
    const panel = await openPanel(browser.context, server.address, query, width);
    try {
      await use(panel);
    } catch (error) {
      await panel.page.close();
      throw error;
    }
    await panel.close();
  };
  return { running, withPanel };
}

async function openPanel(context: BrowserContext, address: string, query: string, width = 900, height = 1200): Promise<OpenPanel> {
  const tab = await context.newPage();
  const errors: string[] = [];
  tab.on('pageerror', error => errors.push(error.message));
  await tab.setViewportSize({ width, height });
  await tab.goto(`${address}?${query}`);
  await tab.waitForSelector('.panel > *:not(.unseen)');
  await settle(tab);
  await tab.evaluate(() => page.actions.splice(0));
  return {
    page: tab,
    takeActions: async () => {
      await settle(tab);
      return tab.evaluate(() => page.actions.splice(0));
    },
    word: label => tab.locator('.strip .token').filter({ has: tab.locator(`.token-text:text-is("${label}")`) }),
    close: async () => {
      const violations = await tab.evaluate(() => page.violations);
      await tab.close();
      if (errors.length > 0 || violations.length > 0) throw new Error(`The page complained: ${[...errors, ...violations].join('; ')}`);
    },
  };
}

/** Of a page opened by `query`: until a person is told of the parts it holds back, which is only when they have taken a while. */
export async function untilTold(tab: Page, query: string): Promise<void> {
  if (!/:(computing|partial)\b/.test(query)) return;
  await tab.locator('.part-state.computing').first().waitFor();
  await settle(tab);
}

/** Until the panel has answered its messages and drawn. */
export async function settle(tab: Page): Promise<void> {
  await tab.evaluate(
    () => new Promise<void>(resolve => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve())), 20)),
  );
}
