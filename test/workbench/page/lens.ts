import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { bucketOfWeight, weightScale } from '../../../src/core/scale.ts';
import { ROOT } from '../paths.ts';
import { pick, runCommand } from './commands.ts';
import { paintedHeat, type HeatName } from './heat.ts';
import { statusBarText, webviewFrame } from './parts.ts';
import { wordBox } from './text.ts';
import { until } from './until.ts';

/** What these flows do over and over: explore, choose a lens, point, and compare what is painted with what the command line says. */
export const FRANCE = 'I visited France last summer because it has wonderful food.';

export const command = (page: Page, title: string): Promise<void> => runCommand(page, `Attention Lens: ${title}`);

/** The text of our status bar item. */
export async function lensStatus(page: Page): Promise<string> {
  const label = await page.locator('.part.statusbar .statusbar-item[id$="attentionLens"]').first().innerText();
  return label.replaceAll('\u00a0', ' ').trim();
}

export async function untilStatus(page: Page, pattern: RegExp, timeout = 30_000): Promise<string> {
  return until(
    `the status bar to say ${String(pattern)}`,
    async () => {
      const status = await lensStatus(page);
      if (pattern.test(status)) return status;
      throw new Error(`it says "${status}" among ${(await statusBarText(page)).join(' | ')}`);
    },
    { timeout },
  );
}

/** Puts the caret by a click and selects to the end of the line of the France sentence. */
export async function selectLine(page: Page, line: string): Promise<void> {
  const box = await wordBox(page, line.slice(0, 12));
  await page.mouse.click(box.x + 1, box.y + box.height / 2);
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
}

/** What the status bar says of a text that nobody has chosen a lens for: the head of the word, or what it is chosen by. @param rest a regular expression */
export function firstLook(rest = ''): RegExp {
  return new RegExp(`^(Strongest heads|L\\d+ H\\d+( [A-Z][a-z ]*[a-z])?)${rest}`);
}

export async function exploreLine(page: Page, line: string): Promise<void> {
  await selectLine(page, line);
  await command(page, 'Explore Selection');
  await untilStatus(page, /^(Strongest heads|Related words|Reference|L\d)/);
}

export async function chooseLens(page: Page, name: string): Promise<void> {
  await command(page, 'Choose Lens…');
  // A panel that is still coming takes the focus, and with it the quick pick.
  await pick(page, name).catch(async () => {
    await command(page, 'Choose Lens…');
    await pick(page, name);
  });
  await untilStatus(page, new RegExp(`^${name.replaceAll(/[()]/g, String.raw`\$&`)}`));
}

/** Rests the pointer on a short word, told from its like by the text it ends. */
export async function pointAt(page: Page, context: string, word: string): Promise<void> {
  const box = await wordBox(page, context, { tail: word.length });
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
}

export const panelOf = (page: Page): FrameLocator => webviewFrame(page);

/** Unfolds a section of the panel, if it is folded. The keyboard stays where it is. */
export async function unfold(page: Page, name: string | RegExp): Promise<void> {
  const fold = panelOf(page).getByRole('heading').getByRole('button', { name, exact: true });
  await fold.waitFor();
  if ((await fold.getAttribute('aria-expanded')) !== 'true') await fold.dispatchEvent('click');
}

/** A word that the command line's numbers say must be painted, and with which step. */
export interface ExpectedHeat {
  readonly text: string;
  readonly startColumn: number;
  readonly step: number;
}

interface CliRun {
  readonly tokens: readonly unknown[];
  readonly words: readonly {
    readonly label: string;
    readonly start: number;
    readonly special: boolean;
    readonly tokens: readonly number[];
  }[];
  readonly attention: readonly (readonly number[])[];
}

/** All weights of a text through a lens as the command line gives them: row = from, column = to. */
export function runByCli(text: string, ...view: string[]): CliRun {
  const cli = [path.join(ROOT, 'dist/cli.mjs'), 'run', '--text', text, '--format', 'json', ...view];
  return JSON.parse(execFileSync(process.execPath, cli, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as CliRun;
}

/** What must be painted in the editor when a word is pointed at, in the order of the text. */
export function expectedHeat(text: string, word: string, direction: 'to' | 'by', ...view: string[]): ExpectedHeat[] {
  const { words, tokens, attention } = runByCli(text, ...view);
  const source = words.findIndex(({ label }) => label === word);
  return words.flatMap(({ label, start, special, tokens: pieces }, index) => {
    const weight = direction === 'to' ? attention[source]![index]! : attention[index]![source]!;
    const step = special || index === source ? 0 : bucketOfWeight(weight, pieces.length, weightScale(tokens.length));
    return step > 0 ? [{ text: label, startColumn: start, step }] : [];
  });
}

/** VS Code paints touching ranges of one step as one box. */
function joinTouching(heat: readonly ExpectedHeat[]): ExpectedHeat[] {
  const joined: ExpectedHeat[] = [];
  for (const mark of heat) {
    const last = joined.at(-1);
    if (last && last.step === mark.step && last.startColumn + last.text.length === mark.startColumn)
      joined[joined.length - 1] = { ...last, text: last.text + mark.text };
    else joined.push(mark);
  }
  return joined;
}

/** Waits until exactly this is painted: these words, these columns, these steps, nothing else. */
export async function untilPainted(page: Page, marks: readonly ExpectedHeat[], editor = 0, heat: HeatName = 'heat'): Promise<void> {
  const expected = joinTouching(marks);
  const wanted = JSON.stringify(expected);
  await until(`the heat ${wanted}`, async () => {
    const shown = (await paintedHeat(page, editor, heat)).map(({ text, startColumn, steps }) => ({ text, startColumn, steps }));
    const same =
      shown.length === expected.length &&
      shown.every(
        ({ text, startColumn, steps }, i) =>
          text === expected[i]!.text && startColumn === expected[i]!.startColumn && steps.includes(expected[i]!.step),
      );
    if (!same) throw new Error(`painted: ${JSON.stringify(shown)}`);
    return true;
  });
}
