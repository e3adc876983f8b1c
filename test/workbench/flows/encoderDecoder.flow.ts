// A real encoder-decoder, letters to phonemes: a word and its target in two editors, each lights the other; edited, swapped, written by the model itself.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import { answerDialog, pick, quickPickLabels, runCommand } from '../page/commands.ts';
import { paintedHeat } from '../page/heat.ts';
import { command, lensStatus, panelOf, untilStatus } from '../page/lens.ts';
import { enginePids } from '../page/engine.ts';
import { notifications, openFile, pressNotificationButton, statusBarText } from '../page/parts.ts';
import { clickWord, documentLine, hoverWord, restPointer } from '../page/text.ts';
import { until } from '../page/until.ts';
import { ROOT } from '../paths.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-letters-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const [WORD, SOUNDS] = ['bank', 'bˈæŋk'];
// A tooltip of the tab lies over the first lines.
for (const [name, text] of [
  ['word.txt', WORD],
  ['sounds.txt', SOUNDS],
] as const)
  writeFileSync(path.join(folder, name), `\n\n\n${text}\n`);

const start = path.join(folder, 'start.txt');
writeFileSync(start, 'Letters and sounds\n');

// Beside the panel a diff editor would be one column, in which nothing can be coloured of the original side.
const flow = workbenchFlows({ folder, file: start, width: 1700, settings: { 'diffEditor.useInlineViewWhenSpaceIsLimited': false } });

const names = (page: Page) => panelOf(page).locator('.bar-row.subject .subject-place').first().innerText();

async function selectAll(page: Page, line: string, editor = 0): Promise<void> {
  await until(`"${line}" is selected`, async () => {
    await clickWord(page, line, { editor });
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+End');
    await page.waitForTimeout(100);
    return (await statusBarText(page)).some(text => text.endsWith(`(${line.length} selected)`));
  });
}

/** Points at a letter anew, until the status bar and the marks of the other editor say what it goes to. */
async function untilLit(page: Page, letter: string, from: number, status: RegExp, lit: string): Promise<void> {
  await until(`${letter} lights ${lit}`, async () => {
    await restPointer(page);
    await hoverWord(page, letter, { editor: from });
    await page.waitForTimeout(600);
    const found = [await lensStatus(page), ...(await paintedHeat(page, 1 - from, 'heat')).map(({ text }) => text)];
    if (status.test(found[0]!) && found.includes(lit)) return true;
    throw new Error(JSON.stringify(found));
  });
}

flow('a word and its phonemes in two editors: each letter lights its own, both ways round', async ({ page }) => {
  await command(page, 'Use Model Folder…');
  await answerDialog(page, path.join(ROOT, 'test/fixtures/g2p'), 'Use Model Folder');
  await openFile(page, path.join(folder, 'word.txt'));
  await selectAll(page, WORD);
  await runCommand(page, 'View: Split Editor Right');
  await openFile(page, path.join(folder, 'sounds.txt'));
  await selectAll(page, SOUNDS, 1);
  await command(page, 'Explore Two Texts…');
  await until('both are named', async () => (await names(page)) === 'sounds.txt → word.txt');
  await command(page, 'Words or Sub-words');
  // A phoneme is read when the next one is written.
  await untilLit(page, 'æ', 1, /æ → n /, 'n');
  await untilLit(page, 'n', 0, /n ← æ /, 'æ');
});

flow('within the source, and within the target, other heads look; across again', async ({ page }) => {
  const look = async (name: string) => {
    await command(page, 'Look Across or Within');
    await pick(page, name);
  };
  await look('Source');
  await until('the source is named alone', async () => (await names(page)) === 'word.txt');
  await restPointer(page);
  await hoverWord(page, 'n', { editor: 0 });
  await untilStatus(page, /n → /);
  assert.deepEqual(await paintedHeat(page, 1, 'heat'), []);
  await look('Target');
  await until('the target is named alone', async () => (await names(page)) === 'sounds.txt');
  await restPointer(page);
  await hoverWord(page, 'ŋ', { editor: 1 });
  await untilStatus(page, /ŋ → /);
  assert.deepEqual(await paintedHeat(page, 0, 'heat'), []);
  await look('Across');
  await until('both are named', async () => (await names(page)) === 'sounds.txt → word.txt');
  await untilLit(page, 'n', 0, /n ← æ /, 'æ');
});

flow('each is edited by itself: its colours go, those of the other stay, undo brings both back', async ({ page }) => {
  for (const [edited, letter, other] of [
    [1, 'n', /n ← æ /],
    [0, 'æ', /æ → n /],
  ] as const) {
    await clickWord(page, edited === 1 ? SOUNDS : WORD, { editor: edited });
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('x');
    const name = edited === 1 ? 'sounds.txt' : 'word.txt';
    const struck = () => panelOf(page).locator('.subject-place s').allInnerTexts();
    await until(`${name} is struck`, async () => (await struck()).join() === name);
    await restPointer(page);
    await hoverWord(page, letter, { editor: 1 - edited });
    await untilStatus(page, other);
    assert.deepEqual(await paintedHeat(page, edited, 'heat'), []);
    await page.waitForTimeout(600);
    await page.keyboard.press('Control+Z');
    await until('none is struck', async () => (await struck()).length === 0);
  }
});

flow('Swap Texts, twice', async ({ page }) => {
  for (const expected of ['word.txt → sounds.txt', 'sounds.txt → word.txt']) {
    await panelOf(page).getByRole('button', { name: 'Swap Texts' }).click();
    await until(expected, async () => (await names(page)) === expected);
  }
  await untilLit(page, 'æ', 1, /æ → n /, 'n');
});

flow('the model writes the second text, in an editor of its own beside the first', async ({ page }) => {
  await clickWord(page, SOUNDS, { editor: 1 });
  await selectAll(page, WORD, 0);
  await command(page, 'Explore Two Texts…');
  await pick(page, 'Let the Model Write It');
  await until('both are named', async () => (await names(page)) === 'Written text.txt → word.txt');
  assert.equal((await documentLine(page, SOUNDS)).trim(), SOUNDS);
  await untilLit(page, 'n', 0, /n ← æ /, 'æ');
});

flow('writing is cancelled: what is explored stays', async ({ page, server }) => {
  await selectAll(page, WORD, 0);
  await command(page, 'Explore Two Texts…');
  await until('it is offered', async () => (await quickPickLabels(page)).includes('Let the Model Write It'));
  const [pid] = enginePids(server.pid);
  // It writes nothing more.
  process.kill(pid!, 'SIGSTOP');
  await pick(page, 'Let the Model Write It');
  await until('it is writing', async () => (await notifications(page)).some(text => text.startsWith('g2p is writing')));
  await pressNotificationButton(page, 'Cancel');
  await until('it is gone', async () => !(await notifications(page)).some(text => text.startsWith('g2p is writing')));
  assert.equal(await names(page), 'Written text.txt → word.txt');
});

/** Selects the fourth line of the side that has the keyboard; the status bar tells of one side alone. */
async function selectLine(page: Page): Promise<void> {
  for (const key of ['Control+Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Shift+End']) await page.keyboard.press(key);
  await page.waitForTimeout(300);
}

flow('by the keyboard alone: both sides of a diff editor, a letter, the way to the other side, and one text', async ({ page }) => {
  await runCommand(page, 'View: Close All Editor Groups').catch(() => undefined);
  await openFile(page, path.join(folder, 'word.txt'));
  await runCommand(page, 'File: Compare Active File With...');
  await pick(page, 'sounds.txt');
  await page.locator('.tab.active', { hasText: 'word.txt ↔ sounds.txt' }).waitFor();
  await runCommand(page, 'Diff Editor: Switch Side');
  await selectLine(page);
  await runCommand(page, 'Diff Editor: Switch Side');
  await selectLine(page);
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Alt+2');
  await until('both are named', async () => (await names(page)) === 'sounds.txt → word.txt');
  // The caret rests behind the text.
  for (const key of ['ArrowUp', 'Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await untilStatus(page, /æ → n /);
  await until('its letter is lit on the other side', async () => {
    const sides = await page.locator('.editor-instance .monaco-editor').count();
    const lit = await Promise.all(Array.from({ length: sides }, (_, side) => paintedHeat(page, side, 'heat')));
    return lit.flat().some(({ text }) => text === 'n');
  });
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Alt+ArrowRight');
  await until('the keyboard is on the side of the word', async () =>
    page.evaluate(() => Boolean(document.activeElement?.closest('.editor.original'))),
  );
  assert.equal(await page.locator('.tab.active', { hasText: 'word.txt ↔ sounds.txt' }).count(), 1);
  await command(page, 'One Text');
  await until('the source is explored, which its encoder reads', async () => (await names(page)) === 'word.txt, line 4');
});
