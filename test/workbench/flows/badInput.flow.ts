// Bad input: a cause and a next step, and the next correct request works.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import { answerDialog, pick, quickPickLabels, runCommand } from '../page/commands.ts';
import { command, exploreLine, firstLook, FRANCE, panelOf, unfold, untilStatus } from '../page/lens.ts';
import { paintedRanges } from '../page/decorations.ts';
import { notifications, openFile } from '../page/parts.ts';
import { until } from '../page/until.ts';
import { ROOT } from '../paths.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-bad-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, content: string | Uint8Array) => writeFileSync(path.join(folder, name), content);
const HOSTILE = '[x](command:workbench.action.terminal.new) $(zap) <img src=x onerror=alert(1)> ${env:HOME} %s \u202eevil\u202c it';
// A trusted workspace chooses no model either.
mkdirSync(path.join(folder, '.vscode'));
write('.vscode/settings.json', JSON.stringify({ 'attentionLens.modelFolder': path.join(folder, 'model') }));
write('good.md', `${FRANCE}\n`);
write('blank.md', '   \n\n\t\n');
write('binary.txt', Buffer.from(Array.from({ length: 600 }, (_, i) => (i % 3 === 0 ? 1 : i % 7))));
write('long.md', Array.from({ length: 400 }, (_, i) => `Sentence number ${i} speaks of rivers and of money.`).join('\n'));
write('megabyte.txt', 'The river froze before the bank could lend the money. '.repeat(20_000));
write('oneline.txt', 'x'.repeat(1_000_000));
write('hostile.md', `${HOSTILE}\n`);
write(
  'cells.ipynb',
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [1, 2].map(n => ({
      id: `c${n}`,
      cell_type: 'code',
      execution_count: null,
      metadata: {},
      outputs: [],
      source: n === 2 ? [FRANCE] : ['# first'],
    })),
  }),
);

const flow = workbenchFlows({ folder, file: path.join(folder, 'good.md') });

async function open(page: Page, name: string): Promise<void> {
  await openFile(page, path.join(folder, name));
  const tab = page.locator(`.part.editor .tab.active[data-resource-name="${name}"]`);
  await tab.waitFor();
  await tab.click();
}
async function untilMessage(page: Page, pattern: RegExp): Promise<string> {
  return until(`a message like ${String(pattern)}`, async () => (await notifications(page)).find(text => pattern.test(text)));
}
async function dismiss(page: Page): Promise<void> {
  await runCommand(page, 'Notifications: Clear All Notifications');
}

flow('blank text is refused and what was explored stays', async ({ page }) => {
  await exploreLine(page, FRANCE);
  await open(page, 'blank.md');
  await command(page, 'Explore Document');
  await untilMessage(page, /^The document holds no words\. .*Select some words/);
  await untilStatus(page, firstLook());
  await dismiss(page);
});

flow('binary text is refused', async ({ page }) => {
  await open(page, 'binary.txt');
  const anyway = page.getByRole('button', { name: 'Open Anyway' });
  if (await anyway.isVisible({ timeout: 3000 }).catch(() => false)) await anyway.click();
  await page.waitForTimeout(500);
  await command(page, 'Explore Document');
  await untilMessage(page, /is not text|holds no words|No text editor/);
  await dismiss(page);
});

flow('a text longer than the context shows a window and says of what, Go to Where Reading Stops goes there', async ({ page }) => {
  await open(page, 'long.md');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+A');
  await command(page, 'Explore Selection');
  await untilStatus(page, /first 512 tokens/);
  await panelOf(page)
    .getByText(/reads 512 tokens/)
    .waitFor();
  await panelOf(page).getByRole('button', { name: 'Go to Where Reading Stops' }).click();
  await until('the caret at the cut', async () => (await paintedRanges(page)).length > 0);
  await command(page, 'Explore Document');
  await untilStatus(page, / 512 tokens/);
});

flow('a megabyte is capped before it is read', async ({ page }) => {
  await open(page, 'megabyte.txt');
  await page.keyboard.press('Control+A');
  const before = Date.now();
  await command(page, 'Explore Selection');
  await untilStatus(page, /first 512 tokens/);
  assert.ok(Date.now() - before < 30_000);
});

flow('one line of a million characters is one unknown word, and harms nobody', async ({ page }) => {
  await open(page, 'oneline.txt');
  await page.keyboard.press('Control+Home');
  await command(page, 'Explore Document');
  await untilStatus(page, firstLook(' .* 3 tokens$'));
});

flow('hostile words are literal everywhere', async ({ page }) => {
  await open(page, 'hostile.md');
  await page.keyboard.press('Control+Home');
  await command(page, 'Explore Document');
  await untilStatus(page, firstLook());
  await page.keyboard.press('Control+End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  await untilStatus(page, firstLook(' {2}it → '));
  await command(page, 'Describe Attention at Cursor');
  await untilMessage(page, /^Strongest heads: “it” attends to .* in layer \d, head \d+/);
  // In ours: VS Code has notifications with links of its own, which come when the machine is slow.
  const message = page.locator('.notifications-toasts .notification-list-item-message', { hasText: 'Strongest heads' });
  assert.deepEqual(await message.locator('a').allInnerTexts(), []);
  await dismiss(page);
  await command(page, 'Show Panel');
  await unfold(page, 'Text');
  await panelOf(page).getByText('onerror').first().waitFor();
  assert.equal(await panelOf(page).locator('img').count(), 0);
});

flow('the panel can load, send, run and embed nothing but its own script and style', async ({ page }) => {
  const expected = ['connect-src', 'frame-src', 'img-src', 'script-src', 'script-src-elem', 'style-src-elem'];
  const { harmed, blocked } = await panelOf(page)
    .locator('body')
    .evaluate(async (body, reports) => {
      const directives = new Set<string>();
      document.addEventListener('securitypolicyviolation', event => directives.add(event.effectiveDirective));
      const holder = body.appendChild(document.createElement('div'));
      const add = <Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Partial<HTMLElementTagNameMap[Name]>) =>
        holder.appendChild(Object.assign(document.createElement(name), attributes));
      add('script', { textContent: 'globalThis.harmed = true' });
      add('style', { textContent: 'body { display: none }' });
      add('img', { src: 'https://example.com/picture.png' });
      add('iframe', { src: 'https://example.com/' });
      add('form', { action: 'https://example.com/', method: 'post' }).submit(); // would take the page away; the sandbox allows no forms
      await fetch('https://example.com/').catch(() => undefined);
      // Later, and so not on behalf of the test, which may evaluate strings; reports take a moment as well.
      setTimeout(() => (Reflect.get(globalThis, 'eval') as (source: string) => void)('globalThis.harmed = true'));
      addEventListener('error', event => event.preventDefault(), { once: true });
      for (let wait = 0; wait < 500 && directives.size < reports; wait++) await new Promise(done => setTimeout(done, 20));
      holder.remove();
      return { harmed: 'harmed' in globalThis, blocked: [...directives].sort() };
    }, expected.length);
  assert.equal(harmed, false);
  assert.deepEqual(blocked, expected);
});

flow('the second cell of a notebook is explored', async ({ page }) => {
  await open(page, 'cells.ipynb');
  const cell = page.locator('.notebook-editor .cell-list-container .view-lines').nth(1);
  await cell.waitFor({ timeout: 30_000 });
  await cell.click();
  await page.keyboard.press('Control+A');
  await command(page, 'Explore Selection');
  await untilStatus(page, firstLook());
  await page.keyboard.press('Control+Home');
  await untilStatus(page, firstLook(' {2}I → '));
});

flow('model folders: what is missing, cut short, or a web page is said by name, and a good folder works', async ({ page }) => {
  const built = path.join(ROOT, 'test/fixtures/models');
  const name = readdirSync(built).find(entry => entry.includes('bert') && !entry.includes('distil'))!;
  const model = path.join(folder, 'model');
  await command(page, 'Clear');
  await open(page, 'good.md'); // in the panel's group, in front of it
  /** Said in the panel when it is in front, else in a notification. */
  const refuse = async (title: RegExp): Promise<void> => {
    await command(page, 'Explore Document');
    const panelText = () =>
      panelOf(page)
        .locator('body')
        .innerText({ timeout: 500 })
        .catch(() => '');
    await until(`a message like ${String(title)}`, async () => title.test([...(await notifications(page)), await panelText()].join('\n')), {
      timeout: 20_000,
    });
    await dismiss(page);
  };
  mkdirSync(model);
  await command(page, 'Use Model Folder…');
  await answerDialog(page, model, 'Use Model Folder');
  await refuse(/config\.json|model\.onnx|not found|missing/i);
  cpSync(path.join(built, name), model, { recursive: true });
  const file = path.join(model, 'onnx/model.onnx');
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, bytes.length >> 1));
  await refuse(/incomplete|cut short|truncated/i);
  writeFileSync(file, '<!DOCTYPE html><html><body>Sign in</body></html>');
  await refuse(/web page/i);
  writeFileSync(file, 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 438000000\n');
  await refuse(/LFS|pointer/i);
  writeFileSync(file, bytes);
  await command(page, 'Explore Document');
  await untilStatus(page, firstLook());
  // Beside another file there is a choice, and what is chosen is named.
  writeFileSync(path.join(model, 'onnx/model_q4.onnx'), bytes);
  writeFileSync(path.join(model, 'onnx/model_fp16.onnx'), '');
  await command(page, 'Choose Model Variant…');
  await until('the variants', async () => (await quickPickLabels(page)).includes('model_fp16'));
  await pick(page, 'model_q4');
  await panelOf(page).locator('.bar-row .variant').getByText('model_q4').waitFor();
  await command(page, 'Use Built-in Model');
  await untilStatus(page, firstLook(), 40_000);
});
