// VS Code's own walkthrough page: seven steps, each opens its sample and does the thing, and is ticked off.
import assert from 'node:assert/strict';
import { command, panelOf, untilStatus } from '../page/lens.ts';
import { answer } from '../page/commands.ts';
import { notifications } from '../page/parts.ts';
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
  { title: 'Two texts', status: /^L2 H9 {2}Alice → Alice 0\.85$/ },
];

flow('the walkthrough opens and has seven steps with pictures', async ({ page }) => {
  await command(page, 'Open Walkthrough');
  await page.locator('.gettingStartedContainer .getting-started-step').nth(6).waitFor();
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
    await panelOf(page)
      .locator('.lesson-title', { hasText: `${index + 1} of ${STEPS.length} · ${title}` })
      .waitFor();
    assert.deepEqual(await notifications(page), []);
    await command(page, 'Open Walkthrough');
    await until('the tick', async () => (await step.locator('.codicon.complete').count()) > 0);
  });

flow('the strip leads back and on, ticks the steps, and one tab is used for all of them', async ({ page }) => {
  const press = (name: string) => panelOf(page).locator('.lesson').getByRole('button', { name, exact: true }).click();
  await press('Back');
  await untilStatus(page, STEPS[5]!.status);
  await press('Next');
  await untilStatus(page, STEPS[6]!.status);
  const names = await page.locator('.part.editor .tab').evaluateAll(tabs => tabs.map(tab => tab.getAttribute('data-resource-name')));
  assert.deepEqual(
    names.filter(name => name?.endsWith('.txt')),
    ['two texts.txt'],
  );
  assert.equal(await page.locator('.part.editor .tab.dirty').count(), 0);
});

flow('a step on a sentence of one’s own claims nothing that was not measured; the end takes the strip away', async ({ page }) => {
  const strip = panelOf(page).locator('.lesson');
  await strip.getByRole('button', { name: 'My Own Sentence…' }).click();
  await answer(page, 'The library opens at nine.');
  await page.getByText('The text that looks at it').waitFor();
  await answer(page, 'Its day starts at nine.');
  await untilStatus(page, /^L2 H9 {2}at → at 0\.\d\d$/);
  await strip.getByText('Point at a word of one text').waitFor();
  await strip.getByRole('button', { name: 'Done' }).click();
  await strip.waitFor({ state: 'hidden' });
});
