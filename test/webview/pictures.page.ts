import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { ROOT } from '../workbench/paths.ts';
import type { Drawings } from '../draw/drawings.ts';
import { panelInBrowser } from './openPanel.ts';

declare const drawings: Drawings;

const { running } = panelInBrowser();

/** A channel may differ by so much of 255 before a pixel counts: edges are smoothed in two ways. */
const CHANNEL = 48;
/** Share of the pixels that may differ by more; letters stand a fraction of a pixel higher or lower. */
const SHARE = 0.001;
const SHARE_WITH_TEXT = 0.03;
const WITH_TEXT = ['matrix with values', 'heads', 'line', 'map'];

test('each picture is the same on a canvas and as SVG', async context => {
  const bundle = await build({
    entryPoints: [path.join(ROOT, 'test/draw/drawings.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
  });
  const { browser } = await running();
  const tab = await browser.context.newPage();
  await tab.addScriptTag({ content: bundle.outputFiles[0]!.text });
  const names = await tab.evaluate(() => drawings.names);
  assert.equal(names.length, 11);
  for (const name of names) {
    const { differing, painted } = await tab.evaluate(async ([picture, channel]) => drawings.compare(picture, channel), [
      name,
      CHANNEL,
    ] as const);
    context.diagnostic(`${name}: ${(100 * differing).toFixed(2)} % of the pixels differ, ${(100 * painted).toFixed(0)} % are painted`);
    assert.ok(painted > 0.01, `${name}: only ${painted} is painted`);
    assert.ok(differing <= (WITH_TEXT.includes(name) ? SHARE_WITH_TEXT : SHARE), `${name}: ${differing} of the pixels differ`);
  }
  await tab.close();
});
