import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext } from 'playwright-core';
import { unpackBrowser } from './cache.ts';

/** A running browser with one window. */
export interface RunningBrowser {
  readonly browser: Browser;
  readonly context: BrowserContext;
  close(): Promise<void>;
}

export interface BrowserOptions {
  readonly width?: number;
  readonly height?: number;
  /** Device pixels per CSS pixel: 2 for sharp pictures. */
  readonly pixelRatio?: number;
}

/** It may reach the local server and nothing else, and does no housekeeping of its own. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** Starts the browser from npm, or the one named by the environment variable CHROMIUM. */
export async function launchBrowser({ width = 1280, height = 800, pixelRatio = 1 }: BrowserOptions = {}): Promise<RunningBrowser> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-browser-'));
  const removeHome = () => rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', removeHome);
  try {
    const browser = await chromium.launch({ ...browserProgram(home), args: ARGUMENTS });
    const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: pixelRatio });
    const close = async () => {
      await browser.close();
      process.off('exit', removeHome);
      removeHome();
    };
    return { browser, context, close };
  } catch (error) {
    process.off('exit', removeHome);
    removeHome();
    throw error;
  }
}

/** A browser named by the user keeps the user's environment; ours sees its own libraries and fonts, and a home folder of its own. */
function browserProgram(home: string): { executablePath: string; env?: Record<string, string> } {
  const own = process.env['CHROMIUM'];
  if (own) return { executablePath: own };
  const files = unpackBrowser();
  return {
    executablePath: files.executable,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      XDG_CACHE_HOME: path.join(home, 'cache'),
      LANG: 'C.UTF-8',
      LD_LIBRARY_PATH: files.libraries,
      FONTCONFIG_FILE: files.fontConfiguration,
    },
  };
}
