import type { CDPSession, Page } from 'playwright-core';
import { servePage } from '../webview/page/pageServer.ts';
import type { PageHandle } from '../webview/page/fakeHost.ts';
import { launchBrowser } from '../workbench/browser/launch.ts';
import type { Figure } from './figure.ts';

declare const page: PageHandle;

const PAGES: Readonly<Record<string, string>> = {
  attention: 'tab=attention&lens=reference',
  embeddings: 'tab=vectors&lens=reference',
  'embeddings, pinned': 'tab=vectors&lens=reference&pin=40',
  influence: 'tab=effects&pin=40',
  input: 'place=input&open=map&fold=strips,order,path',
};
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
    for (const [name, query] of Object.entries(PAGES)) {
      const panel = await browser.context.newPage();
      await panel.setViewportSize({ width: 900, height: 1200 });
      await panel.goto(`${server.address}?run=long&${query}`);
      await panel.waitForSelector('.panel > *:not(.unseen)');
      const cost = await hoverCost(panel, await browser.context.newCDPSession(panel));
      await panel.close();
      const note = `300 words, ${WORDS} pointed at; script ${cost.script.toFixed(1)} ms; processor time`;
      figures.push({ name: `panel, hovering, page "${name}"`, value: cost.script + cost.style + cost.layout, unit: 'ms', aim: AIM, note });
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

/** Mean of one word, ms. */
async function hoverCost(panel: Page, devtools: CDPSession): Promise<Cost> {
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await panel.evaluate(pointAlong, WORDS_BEFORE);
  const before = await costSoFar(devtools);
  await panel.evaluate(pointAlong, WORDS);
  const after = await costSoFar(devtools);
  const perWord = (part: keyof Cost) => ((after[part] - before[part]) * 1000) / WORDS;
  return { script: perWord('script'), style: perWord('style'), layout: perWord('layout') };
}

/** Until the browser has compiled what runs often. */
const WORDS_BEFORE = 20;

/** Runs in the page. */
async function pointAlong(words: number): Promise<void> {
  for (let unit = 1; unit <= words; unit++) {
    await page.session.handle({ type: 'point', unit: { stream: 'text', unit } });
    await new Promise(resolve => setTimeout(resolve, 40));
  }
}

/** Since the page was opened, seconds. */
async function costSoFar(devtools: CDPSession): Promise<Cost> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const read = (name: string) => metrics.find(metric => metric.name === name)?.value ?? 0;
  return { script: read('ScriptDuration'), style: read('RecalcStyleDuration'), layout: read('LayoutDuration') };
}
