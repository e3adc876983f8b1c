// Restricted Mode: the built-in model works; nothing lets a workspace or a caller choose another.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { offeredCommands } from '../page/commands.ts';
import { exploreLine, FRANCE, panelOf } from '../page/lens.ts';
import { ROOT } from '../paths.ts';
import { RESTRICTED_MODE } from '../server/settings.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

// A workspace that tries to bring its own model, flat and nested.
const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-workspace-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const model = path.join(ROOT, 'test/fixtures/models/nowhere');
mkdirSync(path.join(folder, '.vscode'));
writeFileSync(
  path.join(folder, '.vscode/settings.json'),
  JSON.stringify({ 'attentionLens.modelFolder': model, attentionLens: { modelFolder: model }, 'attentionLens.idleMinutes': 0.0001 }),
);
writeFileSync(path.join(folder, 'words.md'), `${FRANCE}\n`);

const flow = workbenchFlows({ folder, file: path.join(folder, 'words.md'), settings: RESTRICTED_MODE });

flow('the workspace is restricted, and the built-in model runs all the same', async ({ page }) => {
  await exploreLine(page, FRANCE);
  await panelOf(page).getByText('all-MiniLM-L6-v2').first().waitFor();
});

flow('Use Model Folder is not offered', async ({ page }) => {
  const offered = await offeredCommands(page, 'Attention Lens: Use');
  assert.ok(offered.includes('Attention Lens: Use Built-in Model'), offered.join(', '));
  assert.ok(!offered.includes('Attention Lens: Use Model Folder...'), offered.join(', '));
});
