import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { runCommand } from '../workbench/page/commands.ts';
import { wordBox } from '../workbench/page/text.ts';
import { until } from '../workbench/page/until.ts';
import { ROOT } from '../workbench/paths.ts';
import { openWorkbench } from '../workbench/workbench.ts';
import type { Figure } from './figure.ts';
import { installProbe, readTimeline, restartTimeline, type Timeline } from './page/probe.ts';
import { median } from './statistics.ts';
import { textOfTokens } from './texts.ts';

const TOKENS = 128;
const WARM_RUNS = 5;
const HOVERS = 12;
/** After the workbench shows the file, its extension host still starts. */
const SETTLING_MS = 8000;

/** What a person waits for, in the real workbench in the project's own browser. */
export async function measureWorkbench(): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-bench-'));
  const file = path.join(folder, 'bench.txt');
  writeFileSync(file, `${textOfTokens(TOKENS)}\n`);
  const workbench = await openWorkbench({ folder, file, extension: ROOT, width: 1600 });
  try {
    const { page } = workbench;
    await page.waitForTimeout(SETTLING_MS);
    await installProbe(page);
    const cold = await explore(page);
    const panel = await panelPaint(page, cold);
    const figures = [
      {
        name: `command to first decoration, cold, ${TOKENS} tokens`,
        value: cold.firstPaint - cold.key,
        aim: 3000,
        note: 'activation, engine, model',
      },
      { name: 'command to first paint of the panel, cold', value: panel, note: 'while the model loads' },
      { name: 'activation', value: await activationTime(page), aim: 20, note: 'Developer: Show Running Extensions; once' },
    ];
    figures.push({
      name: `command to first decoration, warm, ${TOKENS} tokens`,
      value: await warmTime(page),
      aim: 150,
      note: `median of ${WARM_RUNS}`,
    });
    return [...figures.map(figure => ({ ...figure, unit: 'ms' as const })), ...(await measurePointing(page))];
  } catch (error) {
    await workbench.saveEvidence('bench');
    throw error;
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Explores the paragraph at the caret with the keys. */
async function explore(page: Page): Promise<Timeline> {
  const box = await wordBox(page, 'because');
  await page.mouse.click(box.x + 2, box.y + box.height / 2);
  await page.locator('.editor-instance .monaco-editor.focused').waitFor();
  await page.keyboard.press('Control+K');
  await restartTimeline(page);
  await page.keyboard.press('a');
  return readTimeline(page);
}

async function warmTime(page: Page): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < WARM_RUNS; run++) {
    await runCommand(page, 'Attention Lens: Clear');
    await until(
      'an unmarked editor',
      async () => (await page.locator('.editor-instance [class*="TextEditorDecorationType"]').count()) === 0,
    );
    const { key, firstPaint } = await explore(page);
    times.push(firstPaint - key);
  }
  return median(times);
}

/** Null when the browser keeps no paint times for the panel's frame. */
async function panelPaint(page: Page, { key }: Timeline): Promise<number | null> {
  const outer = page.frameLocator('iframe.webview.ready').first();
  const frame = await (await outer.locator('iframe#active-frame').elementHandle())?.contentFrame();
  const painted = await frame?.evaluate(() => {
    const entry = performance.getEntriesByName('first-contentful-paint')[0];
    return entry ? performance.timeOrigin + entry.startTime : null;
  });
  const origin = await page.evaluate(() => performance.timeOrigin);
  return painted ? painted - origin - key : null;
}

/** VS Code's own measurement: loading the code and calling `activate`. */
async function activationTime(page: Page): Promise<number> {
  await runCommand(page, 'Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Attention Lens' }).first();
  const time = await until('the activation time', async () => /Activation: (\d+)ms/.exec(await row.innerText())?.[1]);
  await runCommand(page, 'View: Close Editor');
  return Number(time);
}

/** From the last movement of the mouse, and from the workbench's own call of the hover provider, to the last changed frame. */
async function measurePointing(page: Page): Promise<Figure[]> {
  const timelines: Timeline[] = [];
  for (let hover = 0; hover < HOVERS; hover++) {
    const box = await wordBox(page, hover % 2 === 0 ? 'mat' : 'cat', { nth: hover % 5 });
    await restartTimeline(page);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    timelines.push(await readTimeline(page));
  }
  const note = `${HOVERS} hovers, median, ${TOKENS} tokens`;
  const own = timelines.filter(({ hoverCall }) => hoverCall > 0);
  return [
    { name: 'mouse stop to paint', value: median(timelines.map(({ mouse, lastPaint }) => lastPaint - mouse)), unit: 'ms', note },
    { name: "mouse stop to VS Code's own hover call", value: medianOrNull(own.map(time => time.hoverCall - time.mouse)), unit: 'ms', note },
    {
      name: "VS Code's own hover call to paint",
      value: medianOrNull(own.map(time => time.lastPaint - time.hoverCall)),
      unit: 'ms',
      aim: 30,
      note,
    },
  ];
}

const medianOrNull = (values: readonly number[]): number | null => (values.length > 0 ? median(values) : null);
