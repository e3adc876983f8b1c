import type { CDPSession, Page } from 'playwright-core';
import { servePage } from '../webview/page/pageServer.ts';
import type { PageHandle } from '../webview/page/fakeHost.ts';
import { launchBrowser } from '../workbench/browser/launch.ts';
import type { Figure } from './figure.ts';
import { addressOf, BENCH_PAGES, textsOf } from './panelPages.ts';
import { percentile } from './statistics.ts';

declare const page: PageHandle;

const WORDS = 100;
/** One frame at 60 Hz. */
const AIM = 16;

/**
 * What one word costs while the pointer goes over a text of 300 words: script, style and layout, in a plain browser. It is processor time of the
 * page's thread, which other work on the machine hardly moves; the session and a made-up engine, elsewhere in VS Code, run in the same page.
 */
export async function measurePanelFrames(): Promise<Figure[]> {
  const [browser, server] = await Promise.all([launchBrowser(), servePage()]);
  try {
    const figures: Figure[] = [];
    for (const [name, query] of Object.entries(BENCH_PAGES)) {
      const panel = await browser.context.newPage();
      await panel.setViewportSize({ width: 900, height: 1200 });
      await panel.goto(addressOf(server.address, query));
      await panel.waitForSelector('.panel > *:not(.unseen)');
      const cost = await hoverCost(panel, await browser.context.newCDPSession(panel));
      await panel.close();
      const note = `${textsOf(query)}, ${WORDS} pointed at; mean; one in twenty from ${cost.high.toFixed(1)} ms on; script ${cost.script.toFixed(1)} ms; processor time`;
      figures.push({ name: `panel, hovering, page "${name}"`, value: cost.mean, unit: 'ms', aim: AIM, note });
    }
    return figures;
  } finally {
    await browser.close();
    await server.close();
  }
}

interface Cost {
  readonly script: number;
  readonly style: number;
  readonly layout: number;
}

/** Of one word, ms: script, style and layout; of the words that cost most, where those begin. */
async function hoverCost(
  panel: Page,
  devtools: CDPSession,
): Promise<{ readonly mean: number; readonly high: number; readonly script: number }> {
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  for (let unit = 1; unit <= WORDS_BEFORE; unit++) await pointAt(panel, unit);
  const words: Cost[] = [];
  let before = await costSoFar(devtools);
  for (let unit = 1; unit <= WORDS; unit++) {
    await pointAt(panel, unit);
    const after = await costSoFar(devtools);
    const cost = (part: keyof Cost) => (after[part] - before[part]) * 1000;
    words.push({ script: cost('script'), style: cost('style'), layout: cost('layout') });
    before = after;
  }
  const all = words.map(({ script, style, layout }) => script + style + layout);
  return { mean: mean(all), high: percentile(all, 0.95), script: mean(words.map(({ script }) => script)) };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Until the browser has compiled what runs often. */
const WORDS_BEFORE = 20;

/** Until what is drawn of it is drawn. */
const pointAt = (panel: Page, at: number) =>
  panel.evaluate(async unit => {
    await page.session.handle({ type: 'point', unit: { stream: 'text', unit } });
    await new Promise(resolve => setTimeout(resolve, 40));
  }, at);

/** Since the page was opened, seconds. */
async function costSoFar(devtools: CDPSession): Promise<Cost> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const read = (name: string) => metrics.find(metric => metric.name === name)?.value ?? 0;
  return { script: read('ScriptDuration'), style: read('RecalcStyleDuration'), layout: read('LayoutDuration') };
}
