// Marks stand only on the text that was run: edits before shift them, edits inside clear them, undo brings them back.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { Random } from '../../support/random.ts';
import { chooseLens, command, exploreLine, expectedHeat, FRANCE, lensStatus, pointAt, untilPainted, untilStatus } from '../page/lens.ts';
import { answer, runCommand } from '../page/commands.ts';
import { paintedRanges } from '../page/decorations.ts';
import { openFile, statusBarText } from '../page/parts.ts';
import { clickWord, wordBox } from '../page/text.ts';
import { until } from '../page/until.ts';
import { SAMPLES } from '../paths.ts';
import { workbenchFlows } from '../workbenchFlows.ts';
import type { Page } from 'playwright-core';

const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-edits-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'words.md');
copyFileSync(path.join(SAMPLES, 'words.md'), file);

const flow = workbenchFlows({ folder, file, width: 1600, settings: { '[markdown]': { 'editor.wordWrap': 'off' } } });

/** The document as a list of lines, edited beside the editor by the plainest means; the explored line carries a mark that only exact text keeps. */
class NaiveDocument {
  lines: string[];
  lineEnding = 'LF';
  private readonly past: { lines: string[]; lineEnding: string }[] = [];
  constructor(lines: string[]) {
    this.lines = lines;
  }
  edit(change: (lines: string[]) => string[]): void {
    this.past.push({ lines: this.lines, lineEnding: this.lineEnding });
    this.lines = change([...this.lines]);
  }
  setLineEnding(lineEnding: string): void {
    this.edit(lines => lines);
    this.lineEnding = lineEnding;
  }
  undo(): void {
    ({ lines: this.lines, lineEnding: this.lineEnding } = this.past.pop() ?? this);
  }
  /** Line and column of the explored text, or null when it does not stand anywhere. */
  place(): { line: number; column: number } | null {
    const line = this.lines.findIndex(content => content.includes(FRANCE));
    return line < 0 ? null : { line, column: this.lines[line]!.indexOf(FRANCE) };
  }
}

async function scopeOf(page: Page): Promise<{ line: number; column: number } | null> {
  const scope = (await paintedRanges(page)).find(range => range.text === FRANCE);
  return scope ? { line: scope.line, column: scope.startColumn } : null;
}

async function agree(page: Page, naive: NaiveDocument, what: string): Promise<void> {
  const wanted = JSON.stringify(naive.place());
  await until(`${what}: the tint at ${wanted}`, async () => {
    const shown = JSON.stringify(await scopeOf(page));
    if (shown !== wanted) throw new Error(`painted at ${shown}`);
    return true;
  });
}

async function goTo(page: Page, line: number, column: number): Promise<void> {
  await page.keyboard.press('Control+G');
  await answer(page, `:${line + 1}:${column + 1}`);
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await until('the caret there', async () => (await statusBarText(page)).includes(`Ln ${line + 1}, Col ${column + 1}`));
}

flow('an explored line is marked', async ({ page }) => {
  await exploreLine(page, FRANCE);
  await chooseLens(page, 'Reference');
  await pointAt(page, 'because it', 'it');
  await untilPainted(page, expectedHeat(FRANCE, 'it', 'to', '--lens', 'reference'));
  await clickWord(page, 'Four small');
});

flow('a seeded sequence of edits, undos, language and line-ending changes agrees with a naive model', async ({ page }) => {
  const naive = new NaiveDocument(readFileSync(file, 'utf8').split('\n'));
  const random = new Random(20261124);
  await agree(page, naive, 'at the start');
  for (let step = 0; step < 24; step++) {
    const place = naive.place();
    const kind =
      place === null ? 'undo' : random.pick(['above', 'newline', 'inside', 'before', 'below', 'undo', 'language', 'lineEnding'] as const);
    const name = `step ${step} (${kind})`;
    if (kind === 'undo') {
      if (naive.place() !== null && step % 2 === 0) continue;
      await page.keyboard.press('Control+Z');
      naive.undo();
    } else if (kind === 'language') {
      await runCommand(page, 'Change Language Mode');
      await answer(page, random.pick(['Plain Text', 'Markdown', 'Python']));
    } else if (kind === 'lineEnding') {
      await runCommand(page, 'Change End of Line Sequence');
      const wanted = random.pick(['CRLF', 'LF']);
      await answer(page, wanted);
      // Undo takes a change of line endings back as a step of its own; choosing the same again is no step.
      if (wanted !== naive.lineEnding) naive.setLineEnding(wanted);
    } else {
      const { line, column } = place!;
      const at = {
        above: { line: 2, column: 6 },
        newline: { line: 3, column: 0 },
        inside: { line, column: column + 1 + random.below(FRANCE.length - 2) },
        before: { line, column },
        below: { line: line + 2, column: 3 },
      }[kind];
      const typed = kind === 'newline' ? '\n' : random.pick(['x', 'yz', 'qw']);
      await page.keyboard.press('Control+Home'); // a caret that moved parts two undo steps, also when it comes back
      await goTo(page, at.line, at.column);
      if (typed === '\n') await page.keyboard.press('Enter');
      else await page.keyboard.insertText(typed);
      naive.edit(lines => {
        const content = lines[at.line]!;
        lines.splice(at.line, 1, ...(content.slice(0, at.column) + typed + content.slice(at.column)).split('\n'));
        return lines;
      });
    }
    await agree(page, naive, name);
  }
});

flow('an edit inside is said in the status bar and the panel; Explore Again reads the text as it is now', async ({ page }) => {
  await command(page, 'Clear');
  await runCommand(page, 'File: Revert File');
  // What was edited may hold the line as well, at another height.
  await page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
  await until('the text as it was', async () =>
    (await page.locator('.editor-instance .view-lines').innerText()).replaceAll('\u00a0', ' ').includes(FRANCE),
  );
  await exploreLine(page, FRANCE);
  const box = await wordBox(page, 'I visited');
  await page.mouse.click(box.x + box.width - 2, box.y + box.height / 2);
  await page.keyboard.insertText('x');
  await untilStatus(page, /^Text edited$/);
  assert.deepEqual(await paintedRanges(page), []);
  await command(page, 'Explore Again');
  await untilStatus(page, /^Reference/);
  await page.keyboard.press('Control+Z');
  await untilStatus(page, /^Text edited$/);
  await page.keyboard.press('Control+Y');
  await untilStatus(page, /^Reference/);
  await page.keyboard.press('Control+Z');
  await untilStatus(page, /^Text edited$/);
});

flow('both sides of a split editor are marked', async ({ page }) => {
  await exploreLine(page, FRANCE);
  await pointAt(page, 'because it', 'it');
  const expected = expectedHeat(FRANCE, 'it', 'to', '--lens', 'reference');
  await untilPainted(page, expected);
  await runCommand(page, 'View: Split Editor Down');
  await until('two editors', async () => (await page.locator('.editor-instance .view-lines').count()) >= 2);
  await untilPainted(page, expected, 0);
  await untilPainted(page, expected, 1);
  await runCommand(page, 'View: Close Editor');
});

flow('closed and opened again, the text is still marked', async ({ page }) => {
  await clickWord(page, 'Four small');
  await runCommand(page, 'View: Close Editor');
  await openFile(page, file);
  await until('the tint', async () => (await scopeOf(page)) !== null);
  assert.match(await lensStatus(page), /^Reference/);
});
