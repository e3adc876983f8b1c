// The engine dies, the window reloads: the reader is told, nothing is lost, the next request works.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  chooseLens,
  command,
  expectedHeat,
  exploreLine,
  firstLook,
  FRANCE,
  lensStatus,
  panelOf,
  pointAt,
  selectLine,
  untilPainted,
  untilStatus,
} from '../page/lens.ts';
import { pick } from '../page/commands.ts';
import { paintedRanges } from '../page/decorations.ts';
import { enginePids, untilEngine, untilGone } from '../page/engine.ts';
import { notifications } from '../page/parts.ts';
import { until } from '../page/until.ts';
import { untilWrittenDown } from '../page/windowState.ts';
import { hasMapped } from '../../support/processes.ts';
import { SAMPLES } from '../paths.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows({ width: 1600, settings: { '[markdown]': { 'editor.wordWrap': 'off' } } });

flow('nothing is started before the first exploration', async ({ page, server }) => {
  await command(page, 'Show Panel'); // so that the extension runs
  await panelOf(page).getByRole('heading', { name: 'Attention Lens' }).waitFor();
  assert.deepEqual(enginePids(server.pid), []);
});

flow('an engine killed while it loads is a message, and the next request works', async ({ page, server }) => {
  await selectLine(page, FRANCE);
  await command(page, 'Explore Selection');
  const pid = await untilEngine(server.pid);
  // By then it has taken the text; before, another engine would take it without a word.
  await until('the engine to load', async () => hasMapped(pid, 'libonnxruntime'));
  process.kill(pid, 'SIGSTOP');
  assert.equal(await untilStatus(page, /^(Starting model|Reading)$/), await lensStatus(page));
  process.kill(pid, 'SIGKILL');
  await untilGone(pid);
  await untilStatus(page, /^Model stopped$/);
  await panelOf(page).getByText('The model process stopped').waitFor();
  await panelOf(page)
    .getByRole('button', { name: /^(Start Again|Try Again)$/ })
    .click();
  await untilStatus(page, firstLook());
  assert.notEqual(await untilEngine(server.pid), pid);
});

flow('an engine that dies before it takes a text is replaced without a word', async ({ page, server }) => {
  await chooseLens(page, 'Reference');
  const pid = await untilEngine(server.pid);
  process.kill(pid, 'SIGSTOP');
  const before = await notifications(page);
  await selectLine(page, 'The bank approved the credit for the small company.');
  await command(page, 'Explore Selection');
  await untilStatus(page, /^Reading$/);
  process.kill(pid, 'SIGKILL');
  await untilGone(pid);
  await untilStatus(page, /^Reference/);
  assert.notEqual(await untilEngine(server.pid), pid);
  assert.deepEqual(
    (await notifications(page)).filter(text => !before.includes(text)),
    [],
  );
});

flow('an engine killed while it is idle leaves the picture, and what is asked of it next runs the text again', async ({ page, server }) => {
  await exploreLine(page, FRANCE);
  await chooseLens(page, 'Reference');
  const pid = await untilEngine(server.pid);
  process.kill(pid, 'SIGKILL');
  await untilGone(pid);
  await pointAt(page, 'because it', 'it');
  await untilPainted(page, expectedHeat(FRANCE, 'it', 'to', '--lens', 'reference'));
  await command(page, 'Next Layer');
  await untilStatus(page, /^L4 H1 {2}it → /);
  await untilPainted(page, expectedHeat(FRANCE, 'it', 'to', '--layer', '4', '--head', '1'));
});

flow('after a window reload the panel says what was explored, loads nothing, and explores again when asked', async ({ page, server }) => {
  await exploreLine(page, FRANCE);
  await chooseLens(page, 'Reference');
  await untilWrittenDown(page, 'words.md', 'reference', 'panel', 7);
  // An address that names a file opens just that file; without one the window comes back as it was.
  await page.goto(server.address({ folder: SAMPLES }));
  await page.waitForSelector('.editor-instance .view-line span span', { timeout: 60_000 });
  await panelOf(page)
    .getByText(/line 7/)
    .waitFor({ timeout: 60_000 });
  assert.deepEqual(enginePids(server.pid), []);
  assert.deepEqual(await paintedRanges(page), []);
  await panelOf(page).getByRole('button', { name: 'Explore Again' }).click();
  await untilStatus(page, /^Reference/);
  await pointAt(page, 'because it', 'it');
  await untilPainted(page, expectedHeat(FRANCE, 'it', 'to', '--lens', 'reference'));
});

flow('after a window reload two texts of a sample are there as well, and are explored again', async ({ page, server }) => {
  await command(page, 'Open Sample…');
  await pick(page, 'Two texts: cat and chat');
  await untilStatus(page, /^L2 H9/);
  await chooseLens(page, 'Reference');
  await untilWrittenDown(page, 'two%20texts.txt', 'reference');
  await page.goto(server.address({ folder: SAMPLES }));
  await panelOf(page)
    .getByText(/you explored two texts\.txt, line 3, which looks at two texts\.txt, line 1\./)
    .waitFor({ timeout: 60_000 });
  await page.locator('.tab.active[data-resource-name="two texts.txt"]').waitFor();
  assert.deepEqual(enginePids(server.pid), []);
  await panelOf(page).getByRole('button', { name: 'Explore Again' }).click();
  await untilStatus(page, /^Reference/);
  await panelOf(page).getByRole('button', { name: 'Swap Texts' }).waitFor();
  await pointAt(page, 'from Alice', 'Alice');
  await untilStatus(page, /^Reference {2}Alice → /);
  assert.equal(await page.locator('.part.editor .tab.dirty').count(), 0);
});

flow('after all this the log tells of the engines, and no file that the server wrote holds a word of the text', async ({ server }) => {
  const written = readdirSync(path.join(server.dataFolder, 'data'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.parentPath.includes('CachedProfilesData')) // there is the manifest, with the walkthrough's sentences
    .map(entry => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
  assert.ok(written.some(content => /engine \d+ ended \(signal SIGKILL\)/.test(content)));
  assert.ok(!written.some(content => /wonderful food|approved the credit|book on France/i.test(content)));
});
