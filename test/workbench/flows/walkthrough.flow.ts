// VS Code's own walkthrough page: six steps, each opens its sample and does the thing, and is ticked off.
import assert from 'node:assert/strict';
import { command, panelOf, untilStatus } from '../page/lens.ts';
import { notifications, pressNotificationButton } from '../page/parts.ts';
import { until } from '../page/until.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows({ width: 1600 });

const STEPS = [
  { title: 'What attention is', status: /^L5 H11 {2}it → cat 0\.71$/ },
  { title: 'Who is “he”?', status: /^Reference {2}he → Alice 0\.5/ },
  { title: 'Near is not the same as attended', status: /^Reference {2}it → France 0\.59$/ },
  { title: 'From static to contextual', status: /^Vector after 3 of 6 layers {2}bank ≈ / },
  { title: 'One word, four places', status: /^Related words {2}bank → / },
  { title: 'Many heads, many jobs', status: /^Verb and object {2}it → burned 0\.62$/ },
];

flow('the walkthrough opens and has six steps with pictures', async ({ page }) => {
  await command(page, 'Open Walkthrough');
  await page.locator('.gettingStartedContainer .getting-started-step').nth(5).waitFor();
  assert.equal(await page.locator('.gettingStartedContainer .getting-started-step').count(), STEPS.length);
  assert.doesNotMatch(await page.locator('.gettingStartedContainer').innerText(), /\*/);
});

for (const [index, { title, status }] of STEPS.entries())
  flow(`step ${index + 1}, ${title}: Try It does it, and the step is done`, async ({ page }) => {
    const steps = page.locator('.gettingStartedContainer .getting-started-step');
    if (index > 0) await command(page, 'Open Walkthrough');
    const step = steps.filter({ hasText: title }).first();
    await step.waitFor();
    if (!(await step.getByRole('button', { name: 'Try It' }).isVisible())) await step.click();
    await step.getByRole('button', { name: 'Try It' }).click();
    await untilStatus(page, status);
    await panelOf(page).getByRole('tab', { selected: true }).waitFor();
    await until('what it shows', async () => (await notifications(page)).length > 0);
    await pressNotificationButton(page, 'Back to Walkthrough');
    await until('the tick', async () => (await step.locator('.codicon.complete').count()) > 0);
  });

flow('the steps leave nothing unsaved', async ({ page }) => {
  const names = await page.locator('.part.editor .tab').evaluateAll(tabs => tabs.map(tab => tab.getAttribute('data-resource-name')));
  assert.deepEqual(
    names.flatMap(name => (name?.endsWith('.txt') ? [name] : [])).toSorted((a, b) => (a < b ? -1 : 1)),
    ['bank.txt', 'banks.txt', 'cat.txt', 'france.txt', 'he.txt', 'letter.txt'],
  );
  assert.equal(await page.locator('.part.editor .tab.dirty').count(), 0);
});
