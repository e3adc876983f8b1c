import type { Page } from 'playwright-core';
import { servePage } from '../webview/page/pageServer.ts';
import type { PageHandle } from '../webview/page/fakeHost.ts';
import { launchBrowser } from '../workbench/browser/launch.ts';
import type { Figure } from './figure.ts';
import { median, percentile } from './statistics.ts';

declare const page: PageHandle;

const PAGES: Readonly<Record<string, string>> = {
  attention: 'tab=attention&lens=reference',
  embeddings: 'tab=embeddings&lens=reference',
  'embeddings, pinned': 'tab=embeddings&lens=reference&pin=40',
  influence: 'tab=influence&pin=40',
  input: 'tab=input',
};
const WORDS = 100;
/** One frame at 60 Hz. */
const AIM = 16;

/** What one word costs while the pointer goes over a text of 300 words: script, style and layout of the frames it causes, in a plain browser. */
export async function measurePanelFrames(): Promise<Figure[]> {
  const [browser, server] = await Promise.all([launchBrowser(), servePage()]);
  try {
    const figures: Figure[] = [];
    for (const [name, query] of Object.entries(PAGES)) {
      const panel = await browser.context.newPage();
      await panel.setViewportSize({ width: 900, height: 1200 });
      await panel.goto(`${server.address}?run=long&measure&${query}`);
      await panel.waitForSelector('.panel > *:not(.unseen)');
      const times = await hoverTimes(panel);
      await panel.close();
      if (times.length < WORDS / 2) throw new Error(`only ${times.length} of ${WORDS} words were drawn`);
      const note = `300 words, ${times.length} pointed at; p95 ${percentile(times, 0.95).toFixed(1)} ms`;
      figures.push({ name: `panel, hovering, page "${name}"`, value: median(times), unit: 'ms', aim: AIM, note });
    }
    return figures;
  } finally {
    await browser.close();
    await server.close();
  }
}

function hoverTimes(panel: Page): Promise<number[]> {
  return panel.evaluate(async words => {
    const perWord: number[] = [];
    for (let unit = 1; unit <= words; unit++) {
      page.frames.length = 0;
      await page.session.handle({ type: 'point', unit: { stream: 'text', unit } });
      await new Promise(resolve => setTimeout(resolve, 40));
      if (page.frames.length > 0) perWord.push(page.frames.reduce((sum, frame) => sum + frame, 0));
    }
    return perWord;
  }, WORDS);
}
