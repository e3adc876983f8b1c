import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { THEMES } from './page/parts.ts';
import type { ThemeKind } from './page/parts.ts';
import { ROOT } from './paths.ts';
import { openWorkbench } from './workbench.ts';

const FOLDER = path.join(ROOT, 'media/pictures');

/** One picture of the README. */
export interface Picture {
  /** File name without `.png`. */
  readonly name: string;
  readonly theme: ThemeKind;
  readonly width?: number;
  readonly height?: number;
  /** Brings the workbench into the state to show; the sample is open. */
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

/** Opens a workbench, prepares it and writes the picture; returns its path. */
export async function takePicture({ name, theme, width = 1280, height = 720, prepare }: Picture): Promise<string> {
  const workbench = await openWorkbench({
    width,
    height,
    pixelRatio: 2,
    settings: { ...PICTURE_SETTINGS, 'workbench.colorTheme': THEMES[theme].id },
  });
  try {
    const { page } = workbench;
    await page.keyboard.press('Control+B'); // closes the side bar
    await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    await prepare(page);
    mkdirSync(FOLDER, { recursive: true });
    const file = path.join(FOLDER, `${name}.png`);
    await page.screenshot({ path: file, animations: 'disabled' });
    return file;
  } finally {
    await workbench.close();
  }
}
