import type { Page } from 'playwright-core';

/** A rectangle on the page, CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WordOptions {
  /** Which occurrence, from 0, in reading order of what is on screen. */
  readonly nth?: number;
  /** Which editor, from 0, in the order of the document. */
  readonly editor?: number;
  /** Only the last so many characters of the text: names a short word by what stands before it. */
  readonly tail?: number;
}

/** Where a word (or any text within one line of the screen) stands in the editor. Throws when it is not in sight. */
export async function wordBox(page: Page, word: string, { nth = 0, editor = 0, tail = word.length }: WordOptions = {}): Promise<Box> {
  const box = await page.evaluate(
    ([word, nth, editor, tail]) => {
      const lines = [
        ...(document.querySelectorAll('.editor-instance .view-lines')[editor]?.querySelectorAll<HTMLElement>('.view-line') ?? []),
      ];
      lines.sort((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top));
      let seen = 0;
      for (const line of lines) {
        const nodes: Text[] = [];
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) nodes.push(walker.currentNode as Text);
        const text = nodes.map(node => node.data.replaceAll('\u00a0', ' ')).join('');
        const locate = (offset: number): [Text, number] => {
          for (const node of nodes) {
            if (offset <= node.length) return [node, offset];
            offset -= node.length;
          }
          throw new Error('offset behind the end of the line');
        };
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
          if (seen++ !== nth) continue;
          const range = document.createRange();
          range.setStart(...locate(at + word.length - tail));
          range.setEnd(...locate(at + word.length));
          const { x, y, width, height } = range.getBoundingClientRect();
          const hit = document.elementFromPoint(x + width / 2, y + height / 2);
          return hit?.closest('.editor-instance')?.contains(line) ? { x, y, width, height } : null;
        }
      }
      return null;
    },
    [word, nth, editor, tail] as const,
  );
  if (!box) throw new Error(`"${word}" (occurrence ${nth}) is not on screen in editor ${editor}.`);
  return box;
}

/** Rests the pointer on a word. */
export async function hoverWord(page: Page, word: string, options?: WordOptions): Promise<void> {
  const box = await wordBox(page, word, options);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
}

/** Puts the cursor into a word by a click. */
export async function clickWord(page: Page, word: string, options?: WordOptions): Promise<void> {
  const box = await wordBox(page, word, options);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** Selects from the start of one word to the end of another by dragging the mouse. */
export async function selectText(page: Page, from: string, to: string = from, options?: WordOptions): Promise<void> {
  const first = await wordBox(page, from, options);
  const last = await wordBox(page, to, options);
  await page.mouse.move(first.x + 1, first.y + first.height / 2);
  await page.mouse.down();
  await page.mouse.move(last.x + last.width - 1, last.y + last.height / 2, { steps: 4 });
  await page.mouse.up();
}

/** Moves the pointer off every editor, so that nothing is hovered: into the empty middle of the status bar, where nothing lights up. */
export async function restPointer(page: Page): Promise<void> {
  const bar = await page.locator('.part.statusbar').boundingBox();
  if (!bar) throw new Error('The workbench has no status bar.');
  await page.mouse.move(bar.x + bar.width * 0.4, bar.y + bar.height / 2);
}

/** The line of the editor that holds a text, as it stands there. */
export async function documentLine(page: Page, text: string): Promise<string> {
  const line = page
    .locator('.monaco-editor .view-line')
    .filter({ hasText: text.replaceAll(' ', '\u00a0') })
    .first();
  return (await line.innerText()).replaceAll('\u00a0', ' ');
}
