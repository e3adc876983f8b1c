// Two texts: two selections of one editor, two editors beside each other, a typed text; hovered in either, edited in either, swapped, and back to one.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import { answer, pick, quickPickLabels, runCommand } from '../page/commands.ts';
import { paintedRanges } from '../page/decorations.ts';
import { paintedHeat } from '../page/heat.ts';
import { command, lensStatus, panelOf, untilStatus } from '../page/lens.ts';
import { notifications, openFile, statusBarText } from '../page/parts.ts';
import { clickWord, hoverWord, restPointer, wordBox, type WordOptions } from '../page/text.ts';
import { until } from '../page/until.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const SOURCE = 'The old library opens at nine.';
const ANSWER = 'The library starts its day at nine.';

const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-two-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'both.txt');
writeFileSync(file, `${SOURCE}\n\nNothing of this is read.\n\n${ANSWER}\n`);
// A tooltip of the tab lies over the first lines.
writeFileSync(path.join(folder, 'source.txt'), `\n\n\n${SOURCE}\n`);
writeFileSync(path.join(folder, 'answer.txt'), `\n\n\n${ANSWER}\n`);

const flow = workbenchFlows({ folder, file, width: 1700 });

/** Points at a word anew, and leaves VS Code the time to ask what is there. */
async function pointAnew(page: Page, word: string, options?: WordOptions): Promise<void> {
  await restPointer(page);
  await hoverWord(page, word, options);
  await page.waitForTimeout(600);
}

const names = (page: Page) => panelOf(page).locator('.bar-row.subject .subject-place').first().innerText();
const tinted = async (page: Page, editor: number) => (await paintedHeat(page, editor, 'heat')).map(({ text }) => text);

async function selectAll(page: Page, line: string, editor = 0): Promise<void> {
  // A list that has only just closed may still be over it, and keys that come before the editor has the keyboard go elsewhere.
  await until(`"${line}" is selected`, async () => {
    await clickWord(page, line.slice(0, 11), { editor });
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+End');
    await page.waitForTimeout(100);
    return (await statusBarText(page)).some(text => text.endsWith(`(${line.length} selected)`));
  });
}

/** Until words are tinted in an editor, all of them of this line. */
const untilLit = (page: Page, line: string, editor: number) =>
  until(`words of "${line}" alone are lit in editor ${editor}`, async () => {
    const lit = await tinted(page, editor);
    if (lit.length === 0 || lit.some(word => !line.includes(word))) throw new Error(JSON.stringify(lit));
    return lit;
  });

flow('two selections of one editor: a word of the one lights words of the other, both ways round', async ({ page }) => {
  await selectAll(page, SOURCE);
  const [from, to] = [await wordBox(page, 'The library'), await wordBox(page, 'day at nine.')];
  await page.keyboard.down('Alt');
  await page.mouse.move(from.x + 1, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width + 2, to.y + to.height / 2, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.up('Alt');
  await command(page, 'Explore Two Texts…');
  await untilStatus(page, /^(Strongest heads|L\d)/);
  await hoverWord(page, 'starts');
  await untilStatus(page, /starts → /);
  await untilLit(page, SOURCE, 0);
  await hoverWord(page, 'opens');
  await untilStatus(page, /opens ← /);
  await untilLit(page, ANSWER, 0);
  assert.equal(await names(page), 'both.txt:5 → :1');
});

flow('within each text a word has words of its own; across again it has those of the other, and stays pinned', async ({ page }) => {
  const untilSaid = (line: string) =>
    until(`"${line}" is said`, async () => {
      const said = await panelOf(page).locator('.answer .statement').innerText();
      return said.includes(line);
    });
  await clickWord(page, 'starts');
  await command(page, 'Pin Word');
  await command(page, 'Look Across or Within');
  await untilSaid('in its own text');
  await untilLit(page, ANSWER, 0);
  assert.equal(await names(page), 'both.txt:1 and :5');
  // Both ways, as in one text.
  await command(page, 'Switch Direction');
  await untilSaid('is attended by');
  await command(page, 'Switch Direction');
  await command(page, 'Look Across or Within');
  await untilSaid('in the other text');
  await untilLit(page, SOURCE, 0);
  await command(page, 'Pin Word');
});

flow('Swap Texts: the other one looks; One Text: the one that looks, by itself', async ({ page }) => {
  await panelOf(page).getByRole('button', { name: 'Swap Texts' }).click();
  await until('the other text looks', async () => {
    await pointAnew(page, 'opens');
    return /opens → /.test(await lensStatus(page));
  });
  await panelOf(page).getByRole('button', { name: 'One Text' }).click();
  await until('one text is explored', async () => {
    await pointAnew(page, 'opens');
    const scope = (await paintedRanges(page)).map(({ text }) => text);
    return (await panelOf(page).getByRole('button', { name: 'Swap Texts' }).count()) === 0 && scope.includes('opens');
  });
});

flow(
  'two editors beside each other: each lights the other, an edit in one leaves the other its colours, undo brings both back',
  async ({ page }) => {
    await openFile(page, path.join(folder, 'source.txt'));
    await runCommand(page, 'View: Close All Editor Groups').catch(() => undefined);
    await openFile(page, path.join(folder, 'source.txt'));
    await selectAll(page, SOURCE);
    await runCommand(page, 'View: Split Editor Right');
    await openFile(page, path.join(folder, 'answer.txt'));
    await selectAll(page, ANSWER, 1);
    await command(page, 'Explore Two Texts…');
    await until('both are named', async () => (await names(page)) === 'answer.txt → source.txt');
    await hoverWord(page, 'starts', { editor: 1 });
    await untilStatus(page, /starts → /);
    await untilLit(page, SOURCE, 0);
    assert.deepEqual(await tinted(page, 1), [], 'nothing of its own text is lit');
    await hoverWord(page, 'opens', { editor: 0 });
    await untilStatus(page, /opens ← /);
    await untilLit(page, ANSWER, 1);

    await clickWord(page, 'library', { editor: 1 });
    await page.keyboard.type('x');
    await until(
      'the edited one is struck',
      async () => (await panelOf(page).locator('.subject-place s').allInnerTexts()).join() === 'answer.txt',
    );
    assert.deepEqual(await tinted(page, 1), []);
    await hoverWord(page, 'opens', { editor: 0 });
    await untilStatus(page, /opens ← /);
    await clickWord(page, 'day', { editor: 1 });
    await page.keyboard.press('Control+Z');
    await until('none is struck', async () => (await panelOf(page).locator('.subject-place s').count()) === 0);
    await hoverWord(page, 'starts', { editor: 1 });
    await untilLit(page, SOURCE, 0);
  },
);

flow(
  'several words that are selected are one; read by sentence, the other text has a tint, and Next Attended Word walks to its sentence',
  async ({ page }) => {
    await restPointer(page);
    await selectAll(page, ANSWER, 1);
    await untilStatus(page, /\d words → /);
    await untilLit(page, SOURCE, 0);
    await until('the panel says how many', async () =>
      /, \d words as one, /.test(await panelOf(page).locator('.statement').first().innerText()),
    );
    await command(page, 'Read by Sentence or by Word');
    await untilStatus(page, /words → .* sentence 0\.\d\d/);
    assert.match(await panelOf(page).locator('.by-sentence').innerText(), /^By sentence: .* attends to .*; 1 of 1 sentence has a tint/);
    await clickWord(page, 'library', { editor: 1 });
    await untilStatus(page, /library → /);
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Alt+ArrowRight');
    await until('the keyboard is in the source', async () => (await page.title()).startsWith('source.txt'));
    // Back to words alone, and nothing pinned: the word at the caret is, then it is not.
    await command(page, 'Read by Sentence or by Word');
    await command(page, 'Pin Word');
    await command(page, 'Pin Word');
  },
);

flow('Next Attended Word walks to the other editor', async ({ page }) => {
  await clickWord(page, 'starts', { editor: 1 });
  await untilStatus(page, /starts → /);
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Alt+ArrowRight');
  await until('the keyboard is in the source', async () => (await page.title()).startsWith('source.txt'));
});

flow('one selection and a typed text, which is shown in an editor of its own that can only be read', async ({ page }) => {
  await selectAll(page, SOURCE, 0);
  await clickWord(page, 'day', { editor: 1 }); // its selection would be the second text
  await until('nothing is selected there', async () => !(await statusBarText(page)).some(text => text.endsWith('selected)')));
  await selectAll(page, SOURCE, 0);
  await command(page, 'Explore Two Texts…');
  assert.ok((await quickPickLabels(page)).includes('From the Clipboard'));
  await pick(page, 'Type a Text…');
  // What is filled in before goes into the list that is closing.
  await page.getByText('The text that looks at the selected one. It is shown in an editor of its own.').waitFor();
  await answer(page, 'A building with books opens in the morning');
  await until('both are named', async () => (await names(page)) === 'Second text.txt → source.txt');
  await hoverWord(page, 'books', { editor: 1 }).catch(() => hoverWord(page, 'books', { editor: 2 }));
  await untilStatus(page, /books → /);
  await untilLit(page, SOURCE, 0);
});

flow('a text that is typed while the panel is closed: the panel opens beside both texts, not beside the lower one', async ({ page }) => {
  await runCommand(page, 'View: Close All Editors');
  await openFile(page, file);
  await selectAll(page, SOURCE);
  await command(page, 'Explore Two Texts…');
  await pick(page, 'Type a Text…');
  await page.getByText('The text that looks at the selected one. It is shown in an editor of its own.').waitFor();
  await answer(page, 'A house of books opens in the morning');
  await until('both are named', async () => /^Second text.*\.txt → both\.txt$/.test(await names(page)));
  const heightOf = async (tab: string) => {
    const group = page.locator('.editor-group-container', { has: page.locator('.tab', { hasText: tab }) });
    return (await group.boundingBox())!.height;
  };
  assert.ok((await heightOf('Attention Lens')) > 1.5 * (await heightOf('both.txt')));
});

flow('nothing selected, and two places that are one, are said', async ({ page }) => {
  await clickWord(page, 'opens', { editor: 0 });
  await command(page, 'Explore Two Texts…');
  await until('it is said', async () => (await notifications(page)).some(text => text.startsWith('Nothing is selected')));
});

flow('the sample of two texts shows what is said of it', async ({ page }) => {
  await command(page, 'Open Sample…');
  await pick(page, 'Two texts: cat and chat');
  await until('both are named', async () => (await names(page)) === 'two texts.txt:3 → :1');
  await until('Alice looks at Alice', async () => {
    await pointAnew(page, 'from Alice', { tail: 5 });
    return /^L2 H9 {2}Alice → Alice 0\.85$/.test(await lensStatus(page));
  });
});
