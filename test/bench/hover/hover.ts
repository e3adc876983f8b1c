import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Figure } from '../figure.ts';
import { BUILT_IN_MODEL, ENGINE } from '../paths.ts';
import { percentile } from '../statistics.ts';
import { textOfWords } from '../texts.ts';
import type { HoverRequest } from './explored.ts';

const HOVERS = 500;
const WORDS = [13, 400];

/**
 * The extension's own share of a hover: from VS Code's call of the provider to the last call of setDecorations. Explorer, pointing,
 * decorations and engine are the real ones; VS Code is not, so what it does with the ranges is not in this figure (it is in "mouse stop to
 * paint").
 */
export async function measureHover(): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-hover-'));
  try {
    const timeHovers = await bundle(path.join(folder, 'explored.mjs'));
    const figures: Figure[] = [];
    for (const words of WORDS) {
      const times = await timeHovers({ directory: BUILT_IN_MODEL, enginePath: ENGINE, text: textOfWords(words), hovers: HOVERS });
      const name = `provideHover to setDecorations, ${words} words`;
      const note = `${HOVERS} hovers, VS Code replaced by a stub`;
      figures.push({ name: `${name}, p50`, value: percentile(times, 0.5), unit: 'ms', note });
      figures.push({ name: `${name}, p95`, value: percentile(times, 0.95), unit: 'ms', aim: 5, note });
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Only VS Code has the module `vscode`; bundled as the extension is, with the stub in its place. */
async function bundle(outfile: string): Promise<(request: HoverRequest) => Promise<number[]>> {
  await build({
    entryPoints: [path.join(import.meta.dirname, 'explored.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias: { vscode: path.join(import.meta.dirname, 'vscodeStub.ts') },
    logLevel: 'warning',
  });
  const module = (await import(pathToFileURL(outfile).href)) as { timeHovers: (request: HoverRequest) => Promise<number[]> };
  return module.timeHovers;
}
