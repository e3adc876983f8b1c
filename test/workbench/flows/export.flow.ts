// What is taken away by the real dialogue: a table with the numbers of the command line, a picture and a page that open again without a network.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { answerDialog, pick } from '../page/commands.ts';
import { chooseLens, command, exploreLine, FRANCE, panelOf, pointAt, untilStatus } from '../page/lens.ts';
import { until } from '../page/until.ts';
import { loadNpz } from '../../support/npz.ts';
import { ROOT } from '../paths.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows({ width: 1600 });
const folder = mkdtempSync(path.join(os.tmpdir(), 'take-away-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Saves one entry of the list under a name, and gives what was written. */
async function save(page: Parameters<typeof command>[0], entry: string, name: string): Promise<string> {
  await command(page, 'Export: Copy or Save…');
  await pick(page, entry);
  const file = path.join(folder, name);
  await answerDialog(page, file, 'OK');
  await until('the file', async () => existsSync(file));
  return readFileSync(file, 'utf8');
}

/** Without the line that says where it is from: it names the very files of the model. */
const numbersOf = (csv: string) => csv.split('\r\n').slice(0, -2);

flow('the row of the word as CSV has the numbers of the command line, and nothing else is left in the folder', async ({ page }) => {
  await exploreLine(page, FRANCE);
  await chooseLens(page, 'Reference');
  await pointAt(page, 'because it', 'it');
  await untilStatus(page, /it → France/);
  await command(page, 'Pin Word');
  const csv = await save(page, 'Row of “it” as CSV…', 'row.csv');
  const asked = ['run', '--text', FRANCE, '--word', 'it', '--lens', 'reference', '--format', 'csv'];
  const told = execFileSync(process.execPath, [path.join(ROOT, 'dist/cli.mjs'), ...asked], { encoding: 'utf8' });
  assert.deepEqual(numbersOf(csv), numbersOf(told));
  assert.match(csv, /heads: Reference, L3 H1; direction: attends to; .*text SHA-256: 8f00a97e/);
  assert.deepEqual(readdirSync(folder), ['row.csv']);
});

flow('a page with all heads works from the disk: a word is pointed at, another head chosen', async ({ page }) => {
  await save(page, 'Page with All Heads as HTML…', 'heads.html');
  const tab = await page.context().newPage();
  await tab.context().setOffline(true);
  await tab.goto(pathToFileURL(path.join(folder, 'heads.html')).href);
  const read = () => tab.locator('#read').innerText();
  assert.equal(await read(), 'it → France 0.59');
  assert.equal(await tab.locator('#heads option').count(), 73);
  await tab.locator('#text button', { hasText: 'visited' }).hover();
  assert.match(await read(), /^visited → /);
  await tab.context().setOffline(false);
  await tab.close();
});

flow('a picture has its words as text', async ({ page }) => {
  const svg = await save(page, 'Every Word as SVG…', 'words.svg');
  assert.match(svg, />wonderful<\/text>/);
  const tab = await page.context().newPage();
  await tab.goto(pathToFileURL(path.join(folder, 'words.svg')).href);
  assert.equal(await tab.locator('text.label').count(), 26);
  await tab.close();
});

flow('all heads as NPZ are read by the reader of the tests', async ({ page }) => {
  await command(page, 'Export: Copy or Save…');
  await pick(page, 'All Heads as NPZ…');
  await answerDialog(page, path.join(folder, 'heads.npz'), 'OK');
  await until('the file', async () => existsSync(path.join(folder, 'heads.npz')));
  const arrays = loadNpz(readFileSync(path.join(folder, 'heads.npz')));
  assert.deepEqual(arrays.get('encoder.attention.3')!.shape, [12, 13, 13]);
});

flow('a picture as PNG is painted by the panel, and says where it is from', async ({ page }) => {
  await command(page, 'Export: Copy or Save…');
  await pick(page, 'Text as PNG…');
  await answerDialog(page, path.join(folder, 'text.png'), 'OK');
  await until('the file', async () => existsSync(path.join(folder, 'text.png')));
  const png = readFileSync(path.join(folder, 'text.png'));
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  assert.match(png.toString('utf8'), /iTXtDescription[\0]+model: all-MiniLM-L6-v2; /);
});

/** Right-clicks a picture, and chooses an entry of its menu. */
async function fromMenu(page: Parameters<typeof command>[0], picture: string, name: string, said: string): Promise<void> {
  const place = panelOf(page).locator(picture).first();
  await place.scrollIntoViewIfNeeded();
  await place.click({ button: 'right', position: { x: 30, y: 30 } });
  const entry = page.getByRole('menuitem', { name });
  await entry.waitFor();
  // VS Code takes no click of a menu that has only just opened.
  const copied = page.getByText(said).first().waitFor();
  await until('the menu to take the click', async () => {
    await entry.click({ timeout: 1000 }).catch(() => undefined);
    await page.waitForTimeout(200);
    return !(await entry.isVisible());
  });
  await copied;
}

flow('the menu of the matrix copies the cell under the pointer', ({ page }) =>
  fromMenu(page, '.section.matrix .picture', 'Copy Cell', 'Cell copied'),
);

flow('the menu of the layers copies their table, and the cell under the pointer', async ({ page }) => {
  await fromMenu(page, '#section-layers .picture', 'Copy Table as TSV', 'Table copied');
  await fromMenu(page, '#section-layers .picture', 'Copy Cell', 'Cell copied');
});

flow('what the open page shows is in the list, in the colours of the theme or of print', async ({ page }) => {
  const dark = await save(page, 'Layer by Layer as SVG…', 'layers-dark.svg');
  assert.match(dark, /class="background" [^>]*fill="#1[0-9a-f]1[0-9a-f]1[0-9a-f]"/);
  await command(page, 'Export: Copy or Save…');
  await pick(page, 'Use Colours for Print');
  // The list opens anew: the one before shows what was typed alone.
  await page.locator('.quick-input-list').getByText('Sentence', { exact: true }).waitFor();
  await pick(page, 'Layer by Layer as SVG…');
  await answerDialog(page, path.join(folder, 'layers-print.svg'), 'OK');
  await until('the file', async () => existsSync(path.join(folder, 'layers-print.svg')));
  const print = readFileSync(path.join(folder, 'layers-print.svg'), 'utf8');
  assert.match(print, /class="background" [^>]*fill="#ffffff"/);
  const without = (svg: string) => svg.replaceAll(/#[0-9a-f]{6}/g, '#');
  assert.equal(without(print), without(dark));
});
