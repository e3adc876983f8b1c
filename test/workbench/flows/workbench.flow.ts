// The workbench itself: what the other flows and the pictures rely on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { unpackBrowser } from '../browser/cache.ts';
import { fontsOf } from '../page/fonts.ts';
import { notifications, openFile, setTheme, statusBarText } from '../page/parts.ts';
import { changeSettings } from '../page/settings.ts';
import { clickWord, selectText } from '../page/text.ts';
import { until } from '../page/until.ts';
import { SAMPLES } from '../paths.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows();

flow('the browser runs on the libraries from npm, not on those of the machine', async ({ browser }) => {
  const session = await browser.browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const main = processInfo.find(entry => entry.type === 'browser');
  assert.ok(main);
  const mapped = Array.from(readFileSync(`/proc/${main.id}/maps`, 'utf8').matchAll(/\/.*$/gm), ([file]) => file);
  const { executable, libraries } = unpackBrowser();
  assert.ok(mapped.includes(executable));
  for (const library of ['libnss3.so', 'libnspr4.so', 'libexpat.so.1']) {
    const loaded = new Set(mapped.filter(file => path.basename(file) === library));
    assert.deepEqual([...loaded], [path.join(libraries, library)]);
  }
});

flow('the user interface and the editor are written in the fonts from npm', async ({ page }) => {
  const [interfaceFont = ''] = await fontsOf(page, '.explorer-viewlet .pane-header .title');
  assert.match(interfaceFont, /^Open Sans/); // or "Open Sans SemiBold"
  assert.deepEqual(await fontsOf(page, '.editor-instance .view-line span'), ['Source Code Pro']);
});

flow('nothing is on screen that nobody asked for', async ({ page }) => {
  assert.deepEqual(await notifications(page), []);
  assert.equal(await page.locator('.part.editor .tab').count(), 1);
  assert.equal(await page.locator('.part.auxiliarybar').isVisible(), false);
});

flow('text is selected by dragging', async ({ page }) => {
  await selectText(page, 'visited', 'summer');
  await until('the selection in the status bar', async () => (await statusBarText(page)).some(text => text.endsWith('(26 selected)')));
});

flow('the theme changes while the workbench runs', async ({ page }) => {
  const background = () =>
    page
      .locator('.editor-instance .monaco-editor-background')
      .first()
      .evaluate(element => getComputedStyle(element).backgroundColor);
  const dark = await background();
  await setTheme(page, 'light');
  assert.notEqual(await background(), dark);
  await setTheme(page, 'dark');
  assert.equal(await background(), dark);
});

flow('settings change while the workbench runs', async ({ page }) => {
  const lineNumbers = () => page.locator('.editor-instance .line-numbers').count();
  assert.ok((await lineNumbers()) > 0);
  await changeSettings(page, { 'editor.lineNumbers': 'off' });
  await until('the line numbers to go', async () => (await lineNumbers()) === 0);
  await changeSettings(page, {});
  await until('the line numbers to come back', lineNumbers);
});

flow('a file is opened by its path', async ({ page }) => {
  await openFile(page, path.join(SAMPLES, 'words.md'));
  await clickWord(page, 'company');
  await until('the cursor', async () => (await statusBarText(page)).some(text => text.startsWith('Ln 1, ')));
});
