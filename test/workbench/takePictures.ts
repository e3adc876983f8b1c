// What `npm run screenshots` runs. See scripts/screenshots.mjs.
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { decoderFolder, decoderPictures } from './decoderPictures.ts';
import { pick, runCommand } from './page/commands.ts';
import { chooseLens, command, exploreLine, FRANCE, panelOf, pointAt, untilStatus } from './page/lens.ts';
import { compactView, type ThemeKind } from './page/parts.ts';
import { restPointer } from './page/text.ts';
import { ROOT } from './paths.ts';
import { groupPictures, takePictures } from './pictures.ts';
import type { Picture } from './pictures.ts';
import { takeWalkthroughPictures } from './walkthroughPictures.ts';

const KINDS: readonly ThemeKind[] = ['dark', 'light', 'highContrast', 'highContrastLight'];

/** Where the picture before has pinned it. */
const pinned = new WeakSet<Page>();

/** The France sentence through the Reference lens, `it` pinned. */
async function pinIt(page: Page): Promise<void> {
  if (pinned.has(page)) return;
  pinned.add(page);
  await exploreLine(page, FRANCE);
  await chooseLens(page, 'Reference');
  await pointAt(page, 'because it', 'it');
  await untilStatus(page, /it \u2192 France/);
  await command(page, 'Pin Word');
  await panelOf(page).locator('.subject .chip.first').waitFor();
  await restPointer(page);
  await page.waitForTimeout(500);
}

/** `it` and `France`: the heads that link them. */
async function linkThem(page: Page): Promise<void> {
  await pinIt(page);
  await command(page, 'Link To…');
  await pick(page, 'France');
  await panelOf(page).locator('.links-answer .statement').waitFor();
  await restPointer(page);
  await page.waitForTimeout(1500);
}

/** A step of the lesson, as the walkthrough opens it. */
async function showLesson(page: Page): Promise<void> {
  await command(page, 'Example: Who Is “he”?');
  await untilStatus(page, /he → Alice/);
  await panelOf(page).locator('.lesson').waitFor();
  await restPointer(page);
  await page.waitForTimeout(1500);
}

/** Two sentences that are read as a pair, the word pinned that the sample is about. */
async function showTwoTexts(page: Page): Promise<void> {
  await command(page, 'Example: Two Texts');
  await untilStatus(page, /Alice \u2192 Alice/);
  await panelOf(page).locator('.lesson').getByRole('button', { name: 'Done' }).click();
  await panelOf(page).locator('.lesson').waitFor({ state: 'hidden' });
  await command(page, 'Pin Word');
  await panelOf(page).locator('.subject .chip.first').waitFor();
  await restPointer(page);
  await page.waitForTimeout(1500);
}

/** The answer in the secondary side bar, without the panel. */
async function moveGlance(page: Page): Promise<void> {
  await runCommand(page, 'Attention Lens: Focus on At a Glance View');
  // A view that is still coming takes the focus, and with it the quick pick.
  await compactView(page).getByRole('heading', { name: 'Nothing explored yet' }).waitFor();
  await runCommand(page, 'View: Move View');
  await pick(page, 'At a Glance');
  await pick(page, 'New Secondary Side Bar Entry');
  await compactView(page).getByRole('heading', { name: 'Nothing explored yet' }).waitFor();
  await runCommand(page, 'View: Close Primary Side Bar');
  await exploreLine(page, FRANCE);
  await chooseLens(page, 'Reference');
  await pointAt(page, 'because it', 'it');
  await untilStatus(page, /it \u2192 France/);
  await command(page, 'Pin Word');
  await compactView(page).locator('.chip.first').waitFor();
  await restPointer(page);
  await page.waitForTimeout(1500);
}

async function openLenses(page: Page): Promise<void> {
  await pinIt(page);
  await command(page, 'Choose Lens…');
  await page.locator('.quick-input-widget .monaco-list-row').first().waitFor();
  await page.waitForTimeout(500);
}

/** The page of the panel on top of what is pinned. */
async function openPage(page: Page, title: string, shown: RegExp): Promise<void> {
  await command(page, title);
  await panelOf(page).getByText(shown).first().waitFor();
  await restPointer(page);
  await page.waitForTimeout(1500);
}

async function showEmbeddings(page: Page): Promise<void> {
  await pinIt(page);
  await openPage(page, 'Show Vectors', /Over all 10 words/);
}

async function showOccurrences(page: Page): Promise<void> {
  await command(page, 'Example: One Word, Four Places');
  await panelOf(page)
    .getByText(/Two groups part/)
    .waitFor();
  await runCommand(page, 'Notifications: Clear All Notifications');
  await restPointer(page);
  await page.waitForTimeout(800);
}

async function showInfluence(page: Page): Promise<void> {
  await command(page, 'Example: From Static to Contextual');
  await untilStatus(page, /bank/);
  await command(page, 'Pin Word');
  await runCommand(page, 'Notifications: Clear All Notifications');
  await openPage(page, 'Show Effects', /attends|moves|changes/);
}

async function showInput(page: Page): Promise<void> {
  await pinIt(page);
  await openPage(page, 'Show Input', /token by token, before the first layer/);
}

/** Pages beyond attention, each in dark and light. */
const PAGES = { embeddings: showEmbeddings, occurrences: showOccurrences, influence: showInfluence, input: showInput } as const;

const PICTURES: readonly Picture[] = [
  ...KINDS.map(theme => ({ name: `explore-${theme}`, theme, width: 1400, height: 800, prepare: pinIt })),
  ...KINDS.map(theme => ({ name: `pair-${theme}`, theme, width: 1400, height: 800, alone: true, prepare: linkThem })),
  ...KINDS.map(theme => ({ name: `two-texts-${theme}`, theme, width: 1400, height: 900, alone: true, prepare: showTwoTexts })),
  ...(['dark', 'light'] as const).map(theme => ({
    name: `compact-${theme}`,
    theme,
    width: 1100,
    height: 620,
    alone: true,
    settings: { 'workbench.activityBar.location': 'default' }, // where it is hidden no view can be moved
    prepare: moveGlance,
  })),
  ...(['dark', 'light'] as const).map(theme => ({
    name: `lesson-${theme}`,
    theme,
    width: 1400,
    height: 800,
    alone: true,
    prepare: showLesson,
  })),
  { name: 'lenses-dark', theme: 'dark', width: 1400, height: 800, prepare: openLenses },
  ...Object.entries(PAGES).flatMap(([name, prepare]) =>
    (['dark', 'light'] as const).map(theme => {
      const alone = name === 'occurrences' || name === 'influence';
      return { name: `${name}-${theme}`, theme, width: 1400, height: 1000, alone, prepare };
    }),
  ),
];

const { values, positionals: wanted } = parseArgs({ options: { decoder: { type: 'string' } }, allowPositionals: true });
const decoder = values.decoder === undefined ? null : decoderFolder(path.resolve(values.decoder));
try {
  const all = [...PICTURES, ...(decoder === null ? [] : decoderPictures(decoder, KINDS))];
  for (const group of groupPictures(all.filter(({ name }) => wanted.length === 0 || wanted.includes(name))))
    for await (const file of takePictures(group)) console.log(path.relative(ROOT, file));
} finally {
  decoder?.remove();
}
if (wanted.length === 0 || wanted.includes('walkthrough'))
  for (const theme of KINDS) for (const file of await takeWalkthroughPictures(theme)) console.log(path.relative(ROOT, file));
