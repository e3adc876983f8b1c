import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { THEMES } from './page/parts.ts';
import type { ThemeKind } from './page/parts.ts';
import { withPalette } from './palettePng.ts';
import { ROOT } from './paths.ts';
import { openWorkbench } from './workbench.ts';

const FOLDER = join(ROOT, 'media/pictures');

/** One picture of the README. */
export interface Picture {
  /** File name without `.png`. */
  readonly name: string;
  readonly theme: ThemeKind;
  readonly width?: number;
  readonly height?: number;
  /** Folder and file on screen, the sample where they are not told. */
  readonly folder?: string;
  readonly file?: string;
  /** It opens texts of its own, which would stand beside those of the next picture. */
  readonly alone?: boolean;
  /** Beside those of every picture, of one that is alone. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Brings the workbench into the state to show, from that of the picture before it. */
  readonly prepare: (page: Page) => Promise<void>;
}

/** A window that shows the text and nothing beside it. */
export const PICTURE_SETTINGS = {
  'window.title': '${activeEditorShort}',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'breadcrumbs.enabled': false,
  'editor.cursorBlinking': 'solid', // the same picture every time
};

/** Takes the pictures of one theme and one text, one after the other in one workbench, which takes a minute to start; gives their paths. */
export async function* takePictures(pictures: readonly Picture[]): AsyncGenerator<string> {
  const [{ theme, folder, file, settings }] = pictures as readonly [Picture];
  const workbench = await openWorkbench({
    ...(folder !== undefined && { folder }),
    ...(file !== undefined && { file }),
    pixelRatio: 2,
    settings: { ...PICTURE_SETTINGS, ...settings, 'workbench.colorTheme': THEMES[theme].id },
  });
  try {
    const { page } = workbench;
    await page.keyboard.press('Control+B'); // closes the side bar
    await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    mkdirSync(FOLDER, { recursive: true });
    for (const { name, width = 1280, height = 720, prepare } of pictures) {
      await page.setViewportSize({ width, height });
      await prepare(page);
      const path = join(FOLDER, `${name}.png`);
      writeFileSync(path, withPalette(await page.screenshot({ animations: 'disabled' })));
      yield path;
      if (await page.locator('.quick-input-widget').isVisible()) await page.keyboard.press('Escape');
    }
  } finally {
    await workbench.close();
  }
}

/** In groups that can share a workbench: those of a theme and a text that were named so. */
export function groupPictures(pictures: readonly Picture[]): Picture[][] {
  const groups = new Map<string, Picture[]>();
  for (const picture of pictures) {
    const key = `${picture.theme} ${picture.file ?? ''} ${picture.alone === true ? picture.name : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), picture]);
  }
  return [...groups.values()];
}
