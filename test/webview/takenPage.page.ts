import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createHash } from 'node:crypto';
import { HeadCodes } from '../../src/draw/files/headCodes.ts';
import { htmlFile } from '../../src/draw/files/htmlFile.ts';
import { pictureOf, svgOf } from '../../src/draw/files/picture.ts';
import { paletteIn } from '../../src/draw/files/palettes.ts';
import { exported } from '../core/export/exported.ts';
import { materialOf } from '../draw/answers/material.ts';
import { violationsAsShown } from './axe.ts';
import { panelInBrowser } from './openPanel.ts';

/* The files that are taken away, opened again: from the disk, without a network. */

const { running } = panelInBrowser();
const folder = mkdtempSync(path.join(tmpdir(), 'attention-lens-files-'));
after(() => rmSync(folder, { recursive: true }));

const WORDS = ['it', 'saw', '</script><script>window.broken = 1</script>', 'France'];

async function open(name: string, content: string) {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  const { browser } = await running();
  const tab = await browser.context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  tab.on('pageerror', error => complaints.push(error.message));
  tab.on('console', message => complaints.push(message.text()));
  tab.on('request', request => requests.push(request.url()));
  await tab.goto(pathToFileURL(file).href);
  return { tab, complaints, requests };
}

test('a page: hovering a word and a cell, another head, the other direction', async () => {
  const taken = exported(WORDS);
  const codes = new HeadCodes(taken.rowUnits, taken.columnUnits);
  codes.add('shown', taken.matrix, taken.visibility);
  const { columns, values } = taken.matrix;
  const turned = {
    ...taken.matrix,
    values: Float32Array.from(values, (_, at) => values[(at % columns) * columns + Math.floor(at / columns)]!),
  };
  codes.add('L0 H0', turned, taken.visibility);
  const html = htmlFile(taken, codes.coded(), paletteIn('print').heat, text => createHash('sha256').update(text).digest('base64'));
  const { tab, complaints, requests } = await open('page.html', html);
  const read = () => tab.locator('#read').textContent();
  assert.equal(await read(), 'it → [SEP] 0.26');
  await tab.locator('#text button').nth(4).hover();
  assert.match((await read())!, /^France → \[SEP\] /);
  await tab.locator('#by').click();
  assert.equal(await tab.locator('#by').getAttribute('aria-pressed'), 'true');
  await tab.locator('#to').click();
  const matrix = (await tab.locator('#matrix').boundingBox())!;
  // The last cell of the last row.
  const box = await tab
    .locator('#matrix')
    .evaluate((canvas: HTMLCanvasElement) => ({ width: canvas.clientWidth, height: canvas.clientHeight }));
  await tab.mouse.move(matrix.x + box.width - 60 - 5, matrix.y + box.height - 2 - 5);
  assert.match((await read())!, /^\[SEP\] → \[SEP\] \d\.\d\d$/);
  const before = await read();
  await tab.locator('#heads').selectOption('1');
  await tab.locator('#text button').first().hover();
  await tab.keyboard.press('Tab');
  assert.notEqual(await read(), before);
  assert.equal(await tab.evaluate(() => 'broken' in window), false);
  assert.deepEqual([complaints, requests.length], [[], 1]);
  assert.deepEqual(await violationsAsShown(tab), []);
  await tab.close();
});

test('a page of two texts names both, and each word has the direction of its text', async () => {
  const words = ['the', 'cat', 'le', 'chat'];
  const { sequence, matrix } = exported(words);
  const values = Float32Array.from(matrix.values);
  // `le` looks at `the`, `chat` at `cat`.
  values.set([0.6], 3 * 6 + 1);
  values.set([0.7], 4 * 6 + 2);
  const taken = exported(
    words,
    { pinned: null },
    {
      run: {
        chat: false,
        sequences: [sequence],
        pair: [
          { start: 0, end: 7 },
          { start: 8, end: 15 },
        ],
      },
      textHashes: ['ab12', 'cd34'],
      matrix: { ...matrix, values, sides: { of: Int8Array.of(-1, 0, 0, 1, 1, -1), far: 'other' } },
    },
  );
  const codes = new HeadCodes(taken.rowUnits, taken.columnUnits);
  codes.add('shown', taken.matrix, taken.visibility);
  const html = htmlFile(taken, codes.coded(), paletteIn('dark').heat, text => createHash('sha256').update(text).digest('base64'));
  const { tab, complaints } = await open('pair.html', html);
  const wordsOf = (name: string) => tab.getByRole('group', { name }).getByRole('button').allTextContents();
  assert.deepEqual(
    [await wordsOf('First text'), await wordsOf('Second text')],
    [
      ['the', 'cat'],
      ['le', 'chat'],
    ],
  );
  assert.match((await tab.textContent('.controls'))!, /the second text looks at the first text/);
  assert.equal(await tab.getByRole('button', { name: 'attends to' }).count(), 0);
  const read = () => tab.locator('#read').textContent();
  await tab.getByRole('button', { name: 'chat' }).hover();
  assert.match((await read())!, /^chat → cat 0\.70$/);
  await tab.getByRole('button', { name: 'the' }).hover();
  assert.match((await read())!, /^le → the 0\.60$/);
  assert.match((await tab.textContent('footer'))!, /first text SHA-256.*second text SHA-256/s);
  assert.deepEqual([complaints, await violationsAsShown(tab)], [[], []]);
  await tab.close();
});

test('a page names the word that the panel names, where two numbers are written alike', async () => {
  const taken = exported(['it', 'saw', 'France', 'again']);
  const size = taken.units.length;
  const values = Float32Array.from(taken.matrix.values);
  values.set([0.05, 0.05, 0.3501, 0.1, 0.3512, 0.0987], size);
  const alike = exported(['it', 'saw', 'France', 'again'], {}, { matrix: { ...taken.matrix, values } });
  const codes = new HeadCodes(alike.rowUnits, alike.columnUnits);
  codes.add('shown', alike.matrix, alike.visibility);
  assert.equal(alike.labels[alike.word.strongest[0]!], 'again');
  const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
  const { tab, complaints } = await open('alike.html', htmlFile(alike, codes.coded(), paletteIn('dark').heat, sha256));
  assert.equal(await tab.locator('#read').innerText(), 'it → again 0.35');
  assert.deepEqual(complaints, []);
  assert.deepEqual(await violationsAsShown(tab), []);
  await tab.close();
});

test('a picture: text that is text, nothing loaded', async () => {
  const material = materialOf(WORDS);
  const { taken } = material;
  const svg = svgOf('words', material, pictureOf('words', material, null, paletteIn('print'))!);
  const { tab, complaints, requests } = await open('words.svg', svg);
  assert.equal(await tab.locator('text.label').count(), 2 * taken.units.length);
  assert.equal(
    await tab
      .locator('text.label')
      .filter({ hasText: /^France$/ })
      .count(),
    2,
  );
  assert.deepEqual([complaints, requests.length], [[], 1]);
  await tab.close();
});
