// A decoder: no word sees a later one, the sink is named and hidden, a message is written as the model's template has it, another kind is refused.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import { makeSinkModel } from '../../support/sinkModel.ts';
import { answerDialog } from '../page/commands.ts';
import { paintedHeat } from '../page/heat.ts';
import { command, FRANCE, panelOf, pointAt, selectLine, untilStatus } from '../page/lens.ts';
import { notifications } from '../page/parts.ts';
import { until } from '../page/until.ts';
import { ROOT } from '../paths.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-decoder-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const MODEL = path.join(folder, 'model');
const FIXTURES = path.join(ROOT, 'test/fixtures/models');
makeSinkModel(path.join(FIXTURES, 'gpt2'), MODEL);
writeFileSync(path.join(folder, 'text.md'), `${FRANCE}\n`);

const flow = workbenchFlows({
  folder,
  file: path.join(folder, 'text.md'),
  width: 1600,
  settings: { '[markdown]': { 'editor.wordWrap': 'off' } },
});

const heatedWords = async (page: Page) => (await paintedHeat(page)).map(({ text }) => text);
const untilHeat = (page: Page, what: string, isRight: (words: readonly string[]) => boolean) =>
  until(what, async () => {
    const words = await heatedWords(page);
    if (isRight(words)) return true;
    throw new Error(`painted: ${words.join(' ')}`);
  });

flow('the sink is named and hidden, what is left has colours, and no later word has one', async ({ page }) => {
  await command(page, 'Use Model Folder…');
  await answerDialog(page, MODEL, 'Use Model Folder');
  await selectLine(page, FRANCE);
  await command(page, 'Explore Selection');
  await untilStatus(page, /^Last layer/);
  await pointAt(page, 'wonderful', 'wonderful');
  await untilStatus(page, /wonderful/);
  await panelOf(page)
    .getByText(/a sink, hidden/)
    .first()
    .waitFor();
  assert.ok(!(await heatedWords(page)).includes('I'));
});

flow('Hide or Show Sinks shows it, and it is the strongest', async ({ page }) => {
  await command(page, 'Hide or Show Sinks');
  await untilStatus(page, /wonderful → I 0\.9/);
  await untilHeat(page, 'the sink alone to have a colour', words => words.join(' ') === 'I');
  await command(page, 'Hide or Show Sinks');
  await untilHeat(page, 'the sink to have none', words => !words.includes('I'));
});

flow('Explore as Chat Message reads the words between the tokens of the template', async ({ page }) => {
  await selectLine(page, FRANCE);
  await command(page, 'Explore as Chat Message');
  await panelOf(page).locator('.token', { hasText: '[SEP]' }).first().waitFor();
  await pointAt(page, 'because it', 'it');
  await untilStatus(page, / {2}it /);
});

flow('an encoder-decoder is refused by what it is, and what was explored stays', async ({ page }) => {
  await command(page, 'Use Model Folder…');
  await answerDialog(page, path.join(FIXTURES, 'bart-decoder'), 'Use Model Folder');
  await command(page, 'Explore Document');
  await until('the reason', async () => {
    const panel = await panelOf(page)
      .locator('body')
      .innerText({ timeout: 500 })
      .catch(() => '');
    return /[Ee]ncoder-decoder/.test([...(await notifications(page)), panel].join('\n'));
  });
});
