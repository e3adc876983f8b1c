import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { runCommand } from './page/commands.ts';
import { command, panelOf, untilStatus } from './page/lens.ts';
import { THEMES, type ThemeKind } from './page/parts.ts';
import { restPointer } from './page/text.ts';
import { ROOT } from './paths.ts';
import { PICTURE_SETTINGS } from './pictures.ts';
import { openWorkbench } from './workbench.ts';

const FOLDER = path.join(ROOT, 'media/walkthrough');

/** The names that VS Code's walkthroughs have for the kinds of theme. */
const SUFFIXES: { readonly [kind in ThemeKind]: string } = {
  dark: 'dark',
  light: 'light',
  highContrast: 'hc',
  highContrastLight: 'hcLight',
};

/** The part of the panel that a step shows, in CSS pixels: the pictures ship with the extension, so they are small. */
const HEIGHT = 420;

interface Step {
  readonly id: string;
  readonly command: string;
  /** Something that is on screen when the step is. */
  readonly shown: RegExp;
}

const STEPS: readonly Step[] = [
  { id: 'attention', command: 'Example: The Cat and the Mat', shown: /Strongest heads for/ },
  { id: 'he', command: 'Example: Who Is “he”?', shown: /Strongest heads for/ },
  { id: 'france', command: 'Example: “it” and “France”', shown: /Word embedding/ },
  { id: 'bank', command: 'Example: From Static to Contextual', shown: /Word embedding/ },
  { id: 'sameWord', command: 'Example: One Word, Four Places', shown: /river/ },
  { id: 'heads', command: 'Example: Many Heads, Many Jobs', shown: /Strongest heads for/ },
  { id: 'twoTexts', command: 'Example: Two Texts', shown: /Strongest heads for/ },
];

/** One workbench per theme, one picture per step, each made by the command that the step itself runs. */
export async function takeWalkthroughPictures(theme: ThemeKind): Promise<string[]> {
  const workbench = await openWorkbench({
    width: 1240,
    height: 760,
    pixelRatio: 1,
    settings: { ...PICTURE_SETTINGS, 'workbench.colorTheme': THEMES[theme].id },
  });
  try {
    const { page } = workbench;
    await page.keyboard.press('Control+B'); // closes the side bar
    await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    mkdirSync(FOLDER, { recursive: true });
    const files: string[] = [];
    for (const step of STEPS) files.push(await takeStep(page, step, theme));
    return files;
  } finally {
    await workbench.close();
  }
}

async function takeStep(page: Page, { id, command: title, shown }: Step, theme: ThemeKind): Promise<string> {
  await command(page, title);
  await untilStatus(page, /[→≈]|Strongest heads/);
  await panelOf(page).getByText(shown).first().waitFor();
  await runCommand(page, 'Notifications: Clear All Notifications');
  await restPointer(page);
  await page.waitForTimeout(800);
  const box = (await page.locator('iframe.webview.ready').first().boundingBox())!;
  const file = path.join(FOLDER, `${id}-${SUFFIXES[theme]}.webp`);
  const picture = await page.screenshot({ animations: 'disabled', clip: { ...box, height: Math.min(HEIGHT, box.height) } });
  writeFileSync(file, await losslessWebp(page, picture));
  return file;
}

/**
 * The same pixels in fewer bytes: these pictures are a part of the package. Chromium's encoder takes little trouble (nine tenths of the PNG);
 * `cwebp -lossless -m 6` or Pillow's `method=6` over the files makes it two fifths, which is what is committed.
 */
async function losslessWebp(page: Page, png: Buffer): Promise<Buffer> {
  const blank = await page.context().newPage();
  const url = await blank.evaluate(
    async source => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      canvas.getContext('2d')!.drawImage(image, 0, 0);
      // Quality 1 is without loss in Chromium.
      return canvas.toDataURL('image/webp', 1);
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
  await blank.close();
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
