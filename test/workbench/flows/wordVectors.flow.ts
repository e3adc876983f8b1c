// Word vectors from a file, chosen from a folder by the real dialog: a further strip; what is broken or foreign is said.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { answerDialog, pick } from '../page/commands.ts';
import { command, exploreLine, FRANCE, panelOf, pointAt, untilStatus } from '../page/lens.ts';
import { notifications } from '../page/parts.ts';
import { until } from '../page/until.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows({ width: 1600, settings: { '[markdown]': { 'editor.wordWrap': 'off' } } });
const folder = mkdtempSync(path.join(os.tmpdir(), 'word-vectors-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const GLOVE = ['it 1 0 0', 'france 0.8 0.6 0', 'food 0 1 0', 'broken 1 2', 'summer -1 0 0'].join('\n');

async function choose(page: Parameters<typeof command>[0], directory: string): Promise<void> {
  await command(page, 'Choose Word Vectors…');
  await answerDialog(page, directory, 'Use Word Vectors');
}

flow('a folder without vectors is refused with what it should hold', async ({ page }) => {
  await exploreLine(page, FRANCE);
  await pointAt(page, 'because it', 'it');
  await untilStatus(page, /it →/);
  await command(page, 'Pin Word');
  mkdirSync(path.join(folder, 'empty'));
  await choose(page, path.join(folder, 'empty'));
  await until('the message', async () => (await notifications(page)).some(text => text.includes('No word vectors in this folder')));
});

flow('the only file of a folder becomes a strip, with its cosines, its format and its broken line', async ({ page }) => {
  mkdirSync(path.join(folder, 'one'));
  writeFileSync(path.join(folder, 'one/small.txt'), GLOVE);
  await choose(page, path.join(folder, 'one'));
  const strip = panelOf(page).getByRole('listbox', { name: 'Text by the vectors of the file' });
  await until('France .80', async () => /France\s*\.80/.test(await strip.innerText()));
  await panelOf(page).getByText(/GloVe/).first().waitFor();
  await panelOf(page)
    .getByText(/1 broken line was passed over/)
    .first()
    .waitFor();
});

flow('a folder with several asks which; a foreign file is an error with a next step, and the page stays', async ({ page }) => {
  mkdirSync(path.join(folder, 'two'));
  writeFileSync(path.join(folder, 'two/page.txt'), '<!DOCTYPE html><html><body>Sign in</body></html>');
  writeFileSync(path.join(folder, 'two/small.vec'), `4 3\n${GLOVE.replace('broken 1 2\n', '')}\n`);
  await choose(page, path.join(folder, 'two'));
  await pick(page, 'page.txt');
  await panelOf(page)
    .getByText(/web page/)
    .first()
    .waitFor();
  await choose(page, path.join(folder, 'two'));
  await pick(page, 'small.vec');
  await panelOf(page)
    .getByText(/small\.vec/)
    .first()
    .waitFor();
  await panelOf(page).getByRole('heading', { name: 'Order of the words' }).waitFor();
});

flow('Forget Word Vectors takes the strip away', async ({ page }) => {
  await command(page, 'Forget Word Vectors');
  await panelOf(page)
    .getByRole('button', { name: /Word Vectors from a File/ })
    .waitFor();
});
