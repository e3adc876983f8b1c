// A decoder: no word sees a later one, the sink is named and hidden, a message is written as the model's template has it, a long text is read row by row,
// another kind is refused. An answer beside its source: what each sentence looks at, what it loses without it, as the command line says it.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import { makeSinkModel } from '../../support/sinkModel.ts';
import { answerDialog, runCommand } from '../page/commands.ts';
import { paintedRanges } from '../page/decorations.ts';
import { paintedHeat } from '../page/heat.ts';
import { chooseLens, command, firstLook, FRANCE, panelOf, pointAt, selectLine, unfold, untilStatus } from '../page/lens.ts';
import { jsonByCli } from '../page/likeness.ts';
import { notifications, openFile } from '../page/parts.ts';
import { restPointer } from '../page/text.ts';
import { until } from '../page/until.ts';
import { ROOT } from '../paths.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-decoder-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const MODEL = path.join(folder, 'model');
const FIXTURES = path.join(ROOT, 'test/fixtures/models');
makeSinkModel(path.join(FIXTURES, 'gpt2'), MODEL);
writeFileSync(path.join(folder, 'text.md'), `${FRANCE}\n`);
// Its positions are computed: it reads as many tokens as config.json says, about one for each letter.
const LONG_MODEL = path.join(folder, 'long');
cpSync(path.join(FIXTURES, 'llama-cached'), LONG_MODEL, { recursive: true });
const config = path.join(LONG_MODEL, 'config.json');
writeFileSync(config, readFileSync(config, 'utf8').replace(/("max_position_embeddings": )\d+/, '$130000'));
const line = (index: number) => `The hungry cat ${index} sat, and the dog looked at it.\n`;
const lines = (count: number) => Array.from({ length: count }, (_, index) => line(index)).join('');
writeFileSync(path.join(folder, 'long.md'), lines(60));
writeFileSync(path.join(folder, 'longer.md'), lines(300));

/** A tiny decoder with its head: a source and an answer, each a document. */
const ANSWERING = path.join(ROOT, 'test/fixtures/matrix/smollm2/genai-fp32');
const SOURCE = 'The cat sat.\nA dog ran by.\nIt was red.\nThe old man slept.\nHe saw no birds.';
const ANSWER = 'The cat sat. It was tired.';
// A tooltip of the tab lies over the first lines.
writeFileSync(path.join(folder, 'source.txt'), `\n\n\n${SOURCE}`);
writeFileSync(path.join(folder, 'answer.txt'), `\n\n\n${ANSWER}`);
for (const [name, text] of Object.entries({ source: SOURCE, answer: ANSWER })) writeFileSync(path.join(folder, `${name}.read`), text);

interface GroundJson {
  readonly source: readonly { readonly text: string }[];
  readonly answer: readonly {
    readonly strongest: readonly { readonly sentence: number; readonly weight: number; readonly without: { readonly drop: number } }[];
  }[];
}

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
  await untilStatus(page, firstLook());
  await chooseLens(page, 'Last layer (mean)');
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
  await unfold(page, 'Chat message');
  await panelOf(page).locator('.token', { hasText: '[SEP]' }).first().waitFor();
  await pointAt(page, 'because it', 'it');
  await untilStatus(page, / {2}it /);
});

flow('of a long text the row of a word is read when it is pointed at, and a sample says of how many rows it is', async ({ page }) => {
  await command(page, 'Use Model Folder…');
  await answerDialog(page, LONG_MODEL, 'Use Model Folder');
  await openFile(page, path.join(folder, 'long.md'));
  await command(page, 'Explore Document');
  await panelOf(page)
    .getByText(/^\d+ of [\d,]+ rows × /)
    .waitFor();
  await pointAt(page, 'cat 7 sat', 'sat');
  await untilStatus(page, /sat → \S+ 0\.\d+/);
  await command(page, 'Switch Direction');
  await untilStatus(page, /sat ← \S+ 0\.\d+ \(from \d+ of [\d,]+ rows\)/);
  await command(page, 'Switch Direction');
});

flow('a longer text says how far it is read, and a cancel leaves the one that is shown', async ({ page }) => {
  await openFile(page, path.join(folder, 'longer.md'));
  await command(page, 'Explore Document');
  await untilStatus(page, /Reading \d+ %/);
  const panel = panelOf(page);
  await panel.getByText(/of [\d,]+ tokens are read/).waitFor();
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await untilStatus(page, /sat → \S+ 0\.\d+/);
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

flow(
  'an answer on its source: what each sentence looks at, and, checked by removal, what it loses; a row outlines its sentence',
  async ({ page }) => {
    await command(page, 'Use Model Folder…');
    await answerDialog(page, ANSWERING, 'Use Model Folder');
    await runCommand(page, 'View: Close All Editor Groups').catch(() => undefined);
    for (const name of ['source.txt', 'answer.txt']) {
      if (name === 'answer.txt') await runCommand(page, 'View: Split Editor Right');
      await openFile(page, path.join(folder, name));
      await runCommand(page, 'Select All');
    }
    await command(page, 'Explore Two Texts…');
    const panel = panelOf(page);
    const rows = panel.locator('.ground-row');
    await rows.first().waitFor();
    await command(page, 'Check Answer by Removal');
    await panel.getByText(/checked by removal, \d+ readings/).waitFor({ state: 'attached' });
    const found = jsonByCli(
      'ground',
      '--model',
      ANSWERING,
      '--plain',
      '--remove',
      ...['source', 'answer'].flatMap(name => [`--${name}`, path.join(folder, `${name}.read`)]),
    ) as GroundJson;
    const expected = found.answer[0]!.strongest.map(
      ({ sentence, weight, without: { drop } }) =>
        `${found.source[sentence]!.text} ${weight.toFixed(2)} ${(-drop).toFixed(1).replace('-', '\u2212')}`,
    );
    const shown = await rows.evaluateAll(all =>
      all
        .slice(1, 4)
        .map(
          row =>
            `${row.querySelector('.quoted')!.textContent} ${[...row.querySelectorAll('.number')].map(number => number.textContent.replace('+', '')).join(' ')}`,
        ),
    );
    assert.deepEqual(shown, expected);
    const strongest = found.source[found.answer[0]!.strongest[0]!.sentence]!.text;
    await rows.nth(1).hover();
    await until('its sentence is outlined in the editor', async () =>
      (await paintedRanges(page, 0)).some(({ text }) => text === strongest),
    );
    await restPointer(page);
  },
);
