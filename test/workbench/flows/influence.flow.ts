// Who changed this word: masking, beside attention and rollout; what would change if a word were another.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { answer, runCommand } from '../page/commands.ts';
import { command, exploreLine, panelOf, pointAt, untilStatus } from '../page/lens.ts';
import { jsonByCli } from '../page/likeness.ts';
import { notifications } from '../page/parts.ts';
import { documentLine } from '../page/text.ts';
import { until } from '../page/until.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows({ width: 1600, settings: { '[markdown]': { 'editor.wordWrap': 'off' } } });
const BANK = 'The bank approved the credit for the small company.';

interface CliInfluence {
  readonly layer: number;
  readonly control: number;
  readonly items: readonly { readonly word: string; readonly start: number; readonly shift: number; readonly rollout: number }[];
}

/** A column of numbers of the page's table, by word, in the order of the text. */
async function shownColumn(page: Page, column: 'Shift' | 'Rollout'): Promise<[string, number][]> {
  const table = panelOf(page).getByRole('region', { name: 'Shifts as a table' });
  const names = await table.locator('thead th').allTextContents();
  const rows = await table
    .locator('tbody tr')
    .evaluateAll(elements => elements.map(row => [...row.children].map(cell => cell.textContent ?? '')));
  const place = names.findIndex(name => name.trim() === column);
  return rows.filter(cells => cells[place] !== '').map(cells => [cells[0]!.trim(), Number(cells[place])]);
}

const shownShifts = (page: Page) => shownColumn(page, 'Shift');

flow('the page asks for a pin, then takes each word away in turn; its numbers are those of the command line', async ({ page }) => {
  await exploreLine(page, BANK);
  await command(page, 'Show Effects');
  await panelOf(page)
    .getByText(/Pin a word/)
    .waitFor();
  await pointAt(page, 'The bank approved', 'approved');
  await pointAt(page, 'The bank', 'bank');
  await untilStatus(page, /bank →/);
  await command(page, 'Pin Word');
  await panelOf(page).getByText('Show as tables').first().click();
  const expected = jsonByCli('influence', '--text', BANK, '--word', 'bank') as CliInfluence;
  assert.equal(expected.layer, 3);
  await until('the shifts and the rollout', async () => {
    const [shifts, rollouts] = [new Map(await shownShifts(page)), new Map(await shownColumn(page, 'Rollout'))];
    for (const { word, shift, rollout } of expected.items) {
      if (word === 'the' || word === 'The') continue; // stands there twice
      assert.ok(Math.abs((shifts.get(word) ?? NaN) - shift) < 6e-4, `${word}: ${shifts.get(word)} instead of ${shift}`);
      assert.ok(Math.abs((rollouts.get(word) ?? NaN) - rollout) < 6e-3, `${word}: ${rollouts.get(word)} instead of ${rollout}`);
    }
    return true;
  });
});

flow('leaving words out is another measurement', async ({ page }) => {
  const before = await shownShifts(page);
  await panelOf(page).getByRole('radio', { name: 'leave it out' }).click();
  await until('other numbers', async () => {
    const after = await shownShifts(page);
    return after.length === before.length && JSON.stringify(after) !== JSON.stringify(before);
  });
});

flow('Replace Word shows the other text beside the original, and edits nothing', async ({ page }) => {
  const before = await documentLine(page, 'The bank');
  await command(page, 'Replace Word (What If)…');
  await answer(page, 'gardener');
  const panel = panelOf(page);
  await panel.getByRole('heading', { name: /What if bank were gardener/ }).waitFor();
  await panel.getByText('The document is not edited.', { exact: false }).first().waitFor();
  assert.equal(await documentLine(page, 'The bank'), before);
  await command(page, 'Mask Word (What If)');
  await panel.getByRole('heading', { name: /What if bank were masked/ }).waitFor();
  await panel.getByRole('button', { name: 'Close the other text' }).click();
  await panel.getByRole('heading', { name: 'What if', exact: true }).waitFor();
});

flow('Show Rollout paints what each word draws from through all layers', async ({ page }) => {
  await command(page, 'Show Rollout');
  await untilStatus(page, /^Rollout to L5 {2}bank →/);
  await runCommand(page, 'Notifications: Clear All Notifications');
  assert.deepEqual(await notifications(page), []);
});
