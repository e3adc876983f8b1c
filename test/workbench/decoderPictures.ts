import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { answerDialog, pick, runCommand } from './page/commands.ts';
import { command, firstLook, FRANCE, panelOf, pointAt, selectLine, untilStatus } from './page/lens.ts';
import type { ThemeKind } from './page/parts.ts';
import { restPointer } from './page/text.ts';
import type { Picture } from './pictures.ts';

/** Prose and code, of which a line is explored. */
const PROSE = `# Words in company

A decoder reads from left to right: a word
draws on those before it, never on those after.

${FRANCE}
The bank approved the credit of the small company.
`;
const CODE = `def check(total, limit):
    if total > limit: raise ValueError(total, limit)
    return limit - total
`;

/** A folder with both texts, and the model under the name that is shown of it: that of its folder. */
export function decoderFolder(model: string): { readonly folder: string; readonly model: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-pictures-'));
  writeFileSync(path.join(folder, 'prose.md'), PROSE);
  writeFileSync(path.join(folder, 'check.py'), CODE);
  const named = path.join(folder, 'SmolLM2-135M-Instruct');
  symlinkSync(model, named, 'dir');
  return { folder, model: named, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Where the picture before has pinned it. */
const pinned = new WeakSet<Page>();

/** `it` of the France sentence pinned, through its strongest head. */
async function pinIt(page: Page, model: string): Promise<void> {
  if (pinned.has(page)) return;
  pinned.add(page);
  await useModel(page, model);
  await selectLine(page, FRANCE);
  await command(page, 'Explore Selection');
  await untilStatus(page, firstLook(), 120_000);
  await pinThroughStrongest(page, 'because it', 'it');
}

async function exploreCode(page: Page, model: string): Promise<void> {
  await useModel(page, model);
  await selectLine(page, 'if total > limit: raise ValueError(total, limit)');
  await command(page, 'Explore Selection');
  await untilStatus(page, firstLook(), 120_000);
  await pinThroughStrongest(page, 'ValueError(total, limit', 'limit');
}

async function pinThroughStrongest(page: Page, context: string, word: string): Promise<void> {
  await pointAt(page, context, word);
  await untilStatus(page, new RegExp(` ${word} `));
  await command(page, 'Pin Word');
  await panelOf(page).locator('.subject .chip.first').waitFor();
  await command(page, 'Look Through the Strongest Head');
  await untilStatus(page, /^L\d+ H\d+ /);
  await restPointer(page);
  await page.waitForTimeout(800);
}

/** The sample of an answer and its source, each of its sentences checked by leaving lines out. */
async function checkAnswer(page: Page, model: string): Promise<void> {
  await useModel(page, model);
  await command(page, 'Open Sample…');
  await pick(page, 'An answer and its source');
  await panelOf(page).getByText('Answer on its source').first().waitFor({ timeout: 120_000 });
  await command(page, 'Check Answer by Removal');
  await panelOf(page)
    .getByText(/checked by removal, \d+ readings/)
    .waitFor({ state: 'attached', timeout: 120_000 });
  await restPointer(page);
  await page.waitForTimeout(1500);
}

const PAGES: Readonly<Record<string, readonly [command: string, shown: RegExp]>> = {
  embeddings: ['Show Vectors', /Over (all|these) \d+ words/],
  influence: ['Show Effects', /attends|moves|changes/],
  input: ['Show Input', /Wavelengths of the rotation/],
};

async function openPage(page: Page, name: keyof typeof PAGES): Promise<void> {
  const [title, shown] = PAGES[name]!;
  await command(page, title);
  await panelOf(page).getByText(shown).first().waitFor();
  await restPointer(page);
  await page.waitForTimeout(2500);
}

async function useModel(page: Page, model: string): Promise<void> {
  await command(page, 'Use Model Folder…');
  await answerDialog(page, model, 'Use Model Folder');
  await runCommand(page, 'Notifications: Clear All Notifications');
}

/** Of a real decoder: prose in each theme, code, and the pages that look otherwise with one. */
export function decoderPictures(
  { folder, model }: { readonly folder: string; readonly model: string },
  themes: readonly ThemeKind[],
): Picture[] {
  const picture = (name: string, theme: ThemeKind, file: string, prepare: (page: Page, model: string) => Promise<void>): Picture => {
    const place = { folder, file: path.join(folder, file) };
    return { name: `${name}-${theme}`, theme, width: 1400, height: 1150, ...place, prepare: page => prepare(page, model) };
  };
  return [
    ...themes.map(theme => picture('decoder', theme, 'prose.md', pinIt)),
    ...themes.map(theme => picture('answer', theme, 'prose.md', checkAnswer)),
    ...themes.slice(0, 2).map(theme => picture('decoder-code', theme, 'check.py', exploreCode)),
    ...themes.slice(0, 2).flatMap(theme =>
      Object.keys(PAGES).map(name =>
        picture(`decoder-${name}`, theme, 'prose.md', async page => {
          await pinIt(page, model);
          await openPage(page, name);
        }),
      ),
    ),
  ];
}
