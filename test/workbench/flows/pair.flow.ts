// Which heads link two words: the second word from the palette, by key, from the panel and as a selection; both are marked in the text.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from '../paths.ts';
import { pick } from '../page/commands.ts';
import { paintedRanges } from '../page/decorations.ts';
import { command, exploreLine, FRANCE, panelOf, unfold, untilStatus } from '../page/lens.ts';
import { clickWord, restPointer, selectText } from '../page/text.ts';
import { until } from '../page/until.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows({ width: 1600, settings: { '[markdown]': { 'editor.wordWrap': 'off' } } });

const answer = (page: Page) => panelOf(page).locator('.links-answer .statement');
const untilAnswer = (page: Page, pattern: RegExp) =>
  until(`the answer ${String(pattern)}`, async () => pattern.test((await answer(page).innerText()).replaceAll('\u00a0', ' ')));

/** The strongest head each way, as the command line says it. */
function strongestByCli(from: string, to: string) {
  const cli = [path.join(ROOT, 'dist/cli.mjs'), 'heads', '--text', FRANCE, '--from', from, '--to', to, '--format', 'json'];
  const { heads } = JSON.parse(execFileSync(process.execPath, cli, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as {
    heads: readonly { layer: number; head: number; there: number; back: number }[];
  };
  const most = (way: 'there' | 'back') => heads.toSorted((a, b) => b[way] - a[way])[0]!;
  return [most('there'), most('back')] as const;
}

/** The words that have an outline in the text, as they are painted: filled, or not. */
async function ends(page: Page): Promise<{ filled: string[]; outlined: string[] }> {
  const marked = (await paintedRanges(page)).filter(({ outline }) => outline !== 'none');
  const isFilled = ({ background }: { background: string }) => background.startsWith('rgb(');
  return {
    filled: marked.filter(isFilled).map(({ text }) => text),
    outlined: marked.filter(range => !isFilled(range)).map(({ text }) => text),
  };
}

const untilEnds = (page: Page, filled: string[], outlined: string[]) =>
  until(`${filled.join()} filled and ${outlined.join()} outlined`, async () => {
    const found = await ends(page);
    if (found.filled.join() !== filled.join() || found.outlined.join() !== outlined.join()) throw new Error(JSON.stringify(found));
    return true;
  });

flow('Link To… links the word at the caret with one that is picked; the panel has the numbers of the command line', async ({ page }) => {
  await exploreLine(page, FRANCE);
  await clickWord(page, 'because it', { tail: 2 });
  await untilStatus(page, /it → /);
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Alt+N');
  await pick(page, 'France');
  const [there, back] = strongestByCli('it', 'France');
  const said = (word: string, other: string, { layer, head }: { layer: number; head: number }, weight: number) =>
    `${word} attends to ${other} most in L${layer} H${head}, ${weight.toFixed(2)}.`;
  await untilAnswer(page, new RegExp(`^${said('it', 'France', there, there.there)} Back, ${said('France', 'it', back, back.back)}$`));
  await restPointer(page);
  await untilEnds(page, ['it'], ['France']);
});

flow('Enter in the list shows a head: it is the one of the status bar, and the pair stays', async ({ page }) => {
  const row = panelOf(page).locator('.link-row').nth(1);
  await row.focus();
  await row.press('Enter');
  await untilStatus(page, /^L5 H3 {2}it → /);
  await untilEnds(page, ['it'], ['France']);
  assert.equal(await row.getAttribute('aria-selected'), 'true');
});

flow('a third word takes the place of the second: by Shift and a click in the panel, and as a selection of several', async ({ page }) => {
  await unfold(page, 'Text');
  await panelOf(page)
    .locator('.strip .token', { hasText: 'food' })
    .click({ modifiers: ['Shift'] });
  await untilAnswer(page, /^it attends to food most/);
  await untilEnds(page, ['it'], ['food']);
  await selectText(page, 'last', 'summer');
  await command(page, 'Link To…');
  await untilAnswer(page, /^it attends to last summer most/);
  await panelOf(page).getByText('counts as one word: the mean of its').waitFor();
});

flow(
  'an edit inside takes the marks away; undone, the pair is back, and Escape lets go of the second word, then of the first',
  async ({ page }) => {
    await clickWord(page, 'wonderful');
    await page.keyboard.type('x');
    await untilStatus(page, /^Text edited/);
    assert.deepEqual(await ends(page), { filled: [], outlined: [] });
    await page.keyboard.press('Control+Z');
    await untilEnds(page, ['it'], ['last summer']);
    await panelOf(page).locator('.link-row').first().focus();
    await page.keyboard.press('Escape');
    await until('one word', async () => (await panelOf(page).locator('.links').count()) === 0);
    await page.keyboard.press('Escape');
    await until('no word', async () => (await ends(page)).filled.length === 0);
  },
);
