// Restricted Mode: the built-in model works; nothing lets a workspace or a caller choose another.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { offeredCommands, runCommand } from '../page/commands.ts';
import { command, exploreLine, FRANCE, panelOf } from '../page/lens.ts';
import { notifications } from '../page/parts.ts';
import { until } from '../page/until.ts';
import { RESTRICTED_MODE } from '../server/settings.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

// A workspace of two folders that tries to bring its own model in every place where it can: flat and nested, for the workspace and for a folder.
const root = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-workspace-'));
after(() => rmSync(root, { recursive: true, force: true }));
const model = path.join(root, 'model');
const hostile = {
  'attentionLens.modelFolder': model,
  attentionLens: { modelFolder: model, wordVectors: path.join(root, 'vectors.txt') },
  '[markdown]': { 'attentionLens.modelFolder': model },
  'attentionLens.idleMinutes': 0.0001,
  'editor.lineNumbers': 'off', // shows that the settings are read
};
for (const name of ['first', 'second']) {
  mkdirSync(path.join(root, name, '.vscode'), { recursive: true });
  writeFileSync(path.join(root, name, '.vscode/settings.json'), JSON.stringify(hostile));
}
const file = path.join(root, 'first/words.md');
writeFileSync(file, `${FRANCE}\n`);
const workspace = path.join(root, 'hostile.code-workspace');
writeFileSync(workspace, JSON.stringify({ folders: [{ path: 'first' }, { path: 'second' }], settings: hostile }));

const flow = workbenchFlows({
  folder: workspace,
  file,
  settings: RESTRICTED_MODE,
  keybindings: [
    { key: 'ctrl+k 1', command: 'attentionLens.useModelFolder', args: model },
    { key: 'ctrl+k 2', command: 'attentionLens.chooseWordVectors', args: { file: model } },
  ],
});

flow('the workspace is restricted, and the built-in model runs all the same', async ({ page }) => {
  await exploreLine(page, FRANCE);
  await panelOf(page).getByText('all-MiniLM-L6-v2').first().waitFor();
  assert.equal(await page.locator('.editor-instance .line-numbers').count(), 0);
});

flow('Use Model Folder is not offered', async ({ page }) => {
  const offered = await offeredCommands(page, 'Attention Lens: Use');
  assert.ok(offered.includes('Attention Lens: Use Built-in Model'), offered.join(', '));
  assert.ok(!offered.includes('Attention Lens: Use Model Folder…'), offered.join(', '));
});

flow('called by its id, what reads a file of the user refuses', async ({ page }) => {
  for (const [key, title] of [
    ['1', 'Model folders need a trusted workspace.'],
    ['2', 'Word vectors need a trusted workspace.'],
  ] as const) {
    await page.keyboard.press('Control+K');
    await page.keyboard.press(key);
    await until(title, async () => (await notifications(page)).some(text => text.startsWith(title)));
  }
});

flow('once the workspace is trusted a folder may be chosen, but still not by the workspace', async ({ page }) => {
  await page.locator('.part.statusbar').getByRole('button', { name: 'Restricted Mode' }).click();
  const trust = page
    .locator('.workspace-trust-editor')
    .getByRole('button', { name: /^Trust/ })
    .first();
  await trust.click();
  await page.locator('.workspace-trust-editor.trusted').waitFor();
  await runCommand(page, 'View: Close Editor');
  const offered = await offeredCommands(page, 'Attention Lens: Use');
  assert.ok(offered.includes('Attention Lens: Use Model Folder…'), offered.join(', '));
  await command(page, 'Clear');
  await panelOf(page).getByRole('tab').first().waitFor({ state: 'detached' });
  await exploreLine(page, FRANCE);
  await panelOf(page).getByText('all-MiniLM-L6-v2').first().waitFor();
});
