import type { Page } from 'playwright-core';
import { servePage } from '../webview/page/pageServer.ts';
import { launchBrowser } from '../workbench/browser/launch.ts';
import type { Figure } from './figure.ts';
import { addressOf, BENCH_PAGES, textsOf } from './panelPages.ts';
import { median } from './statistics.ts';

const ROUNDS = 5;
const AIM = 500;

declare const painted: { readonly from: number; readonly to: number };

/**
 * How long a panel that comes up beside an explored text takes until the page is painted: from the parsed document, before its script runs, to the first frame with the
 * page, in a plain browser. What its parts ask of the made-up engine comes later, and works in the same thread here.
 */
export async function measureFirstPaint(): Promise<Figure[]> {
  const [browser, server] = await Promise.all([launchBrowser(), servePage()]);
  try {
    const figures: Figure[] = [];
    for (const [name, query] of Object.entries(BENCH_PAGES)) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const panel = await browser.context.newPage();
        await panel.setViewportSize({ width: 900, height: 1200 });
        await panel.addInitScript(watchForPage);
        await panel.goto(addressOf(server.address, query));
        times.push(await timeOf(panel));
        await panel.close();
      }
      figures.push({
        name: `panel, first paint, page "${name}"`,
        value: median(times),
        unit: 'ms',
        aim: AIM,
        note: `${textsOf(query)}; median of ${ROUNDS}, longest ${Math.round(Math.max(...times))} ms; time on the clock`,
      });
    }
    return figures;
  } finally {
    await browser.close();
    await server.close();
  }
}

async function timeOf(panel: Page): Promise<number> {
  await panel.waitForFunction(() => 'painted' in globalThis);
  return panel.evaluate(() => painted.to - painted.from);
}

/** Runs in the page, before its own scripts. */
function watchForPage(): void {
  const isThere = () => document.querySelector('.view .section') !== null;
  const watcher = new MutationObserver(() => {
    if (!isThere()) return;
    watcher.disconnect();
    requestAnimationFrame(() =>
      setTimeout(() => {
        const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        Object.assign(globalThis, { painted: { from: navigation!.domInteractive, to: performance.now() } });
      }),
    );
  });
  watcher.observe(document, { childList: true, subtree: true });
}
