// What `npm run bench` runs. See scripts/bench.mjs. Figures go to stdout, progress to stderr.
import { parseArgs } from 'node:util';
import { measureDecoder } from './decoder.ts';
import { measureEmbeddings } from './embeddings.ts';
import { measureEngine } from './engine.ts';
import { reportAsJson, reportAsText, type Figure } from './figure.ts';
import { measureGround } from './ground.ts';
import { measureGroundRank } from './groundRank.ts';
import { measureHover } from './hover/hover.ts';
import { measureLoading } from './loading.ts';
import { measureLongText } from './longText.ts';
import { measureModelCost } from './modelCost.ts';
import { measureNeighbours } from './neighbours.ts';
import { measurePackage } from './packageSize.ts';
import { measurePanelFrames } from './panelFrames.ts';
import { measureFirstPaint } from './panelPaint.ts';
import { measureTokenizers } from './tokenizers.ts';
import { measureWorkbench } from './workbench.ts';

const { values: flags } = parseArgs({ options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string' } } });

// Before anything can load ONNX Runtime, here and in every process started from here.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

// The package comes last: making one takes the machine for itself.
const parts: readonly (readonly [string, () => Promise<Figure[]>])[] = [
  ['model', measureModelCost],
  ['loading', measureLoading],
  ['tokenizers', measureTokenizers],
  ['decoder', measureDecoder],
  ['long text', measureLongText],
  ['ground', measureGround],
  ['ground rank', measureGroundRank],
  ['engine', measureEngine],
  ['embeddings', measureEmbeddings],
  ['neighbours', measureNeighbours],
  ['hover', measureHover],
  ['panel', async () => [...(await measurePanelFrames()), ...(await measureFirstPaint())]],
  ...(flags.quick ? [] : [['workbench', measureWorkbench] as const]),
  ['package', measurePackage],
];

const figures: Figure[] = [];
for (const [part, measure] of parts.filter(([part]) => flags.only === undefined || part === flags.only)) {
  console.error(`measuring: ${part}`);
  try {
    figures.push(...(await measure()));
  } catch (error) {
    console.error(`${part} was not measured:`, error);
    process.exitCode = 1;
  }
}
console.log(flags.json ? reportAsJson(figures) : reportAsText(figures));
