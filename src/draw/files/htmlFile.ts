import { verbOf } from '../../core/describe/attention.ts';
import { captionOf } from '../../core/export/tables.ts';
import { jsonText } from '../../core/export/json.ts';
import { provenanceOf } from '../../core/export/provenance.ts';
import { sentenceOf } from '../../core/export/sentence.ts';
import type { Taken } from '../../core/export/taken.ts';
import { titleOf, whoLooks, type TakenPair } from '../../core/export/takenPair.ts';
import { escapeXml } from '../svgPainter.ts';
import type { ThemeColors } from '../theme.ts';
import { signsOfPlaces, type CodedMatrices } from './headCodes.ts';
import { themeOfPage } from './palettes.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './htmlPage.ts';

/** With so many cells, one byte and a bit each, a page stays below 2 MB. */
export const MOST_PAGE_CELLS = 1_500_000;

/** Whether a page holds all heads beside what is shown. @param heads of all layers */
export function holdsAllHeads({ rowUnits, columnUnits, matrix }: Taken, heads: number): boolean {
  return !matrix.sampled && rowUnits.length * columnUnits.length * (heads + 1) <= MOST_PAGE_CELLS;
}

/**
 * A page that stands by itself: no network, no other file. It may run its own script and style alone, told by their hashes. Whatever words are in it are text.
 * @param coded what is shown first, then the other heads
 * @param sha256 of a text, in base64
 */
export function htmlFile(taken: Taken, coded: CodedMatrices, screen: ThemeColors, sha256: (text: string) => string): string {
  const { labels, units, rowUnits, columnUnits, word, direction, heads, pair } = taken;
  const theme = themeOfPage(screen);
  const { background, foreground, muted, edge, source, ground, line } = theme;
  const kind = heads.selection.kind;
  // What is looked within is shown as a single text is.
  const across = pair && !pair.within ? pair : null;
  const names = pair && (pair.within ? [pair.names[pair.looking]] : pair.names);
  const data = {
    labels,
    special: units.map(unit => unit.special),
    rows: rowUnits,
    columns: columnUnits,
    texts: across && wordsOfTexts(taken, across),
    by: direction === 'by',
    source: word.source,
    ...coded,
    places: signsOfPlaces(Math.max(rowUnits.length, columnUnits.length)),
    steps: theme.heat.slice(1),
    textOn: theme.cellText.slice(1),
    colours: { background, foreground, muted, edge, source, ground, line },
  };
  const title = captionOf(taken, word.source);
  const ofRows = pair ? ` of the ${pair.names[pair.looking]}` : '';
  const ofColumns = across ? ` of the ${across.names[1 - across.looking]!}` : pair ? ' of it' : '';
  const ways = `<span role="group" aria-label="Direction"><button type="button" id="to">${verbOf(kind, 'to')}</button> <button type="button" id="by">${verbOf(kind, 'by')}</button></span>`;
  const looks = pair && `<span class="muted">${escapeXml(whoLooks(pair))}</span>`;
  const policy = `default-src 'none'; script-src 'sha256-${sha256(PAGE_SCRIPT)}'; style-src 'sha256-${sha256(PAGE_STYLE)}'; base-uri 'none'; form-action 'none'`;
  const isAlone = coded.names.length === 1;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeXml(title)}</h1>
<p id="answer">${escapeXml(sentenceOf(taken) ?? '')}</p>
<div class="controls">
<label>Heads <select id="heads"></select></label>
${[across ? null : ways, looks].filter(Boolean).join(' ')}
</div>
${names ? names.map((name, place) => `<h2>${titleOf(name)}</h2>\n<div class="text" role="group" aria-label="${titleOf(name)}" id="text${across ? place : ''}"></div>`).join('\n') : '<div class="text" role="group" aria-label="Text" id="text"></div>'}
<p id="read" aria-live="polite"></p>
<div class="scroll" tabindex="0" role="group" aria-label="Matrix"><canvas id="matrix" role="img" aria-label="Attention from each word${ofRows} (rows) to each word${ofColumns} (columns); the words above have the same numbers"></canvas></div>
<footer>
${isAlone ? '<p>Of all heads this page has what was shown: all of them would make it larger than 2 MB.</p>\n' : ''}<dl>
${provenanceOf(taken)
  .map(([name, value]) => `<dt>${escapeXml(name)}</dt><dd>${escapeXml(value)}</dd>`)
  .join('\n')}
</dl>
</footer>
</main>
<script type="application/json" id="data">${jsonText(data).replaceAll('<', String.raw`\u003c`)}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** The words of each of two texts, the first before the second. */
function wordsOfTexts({ rowUnits, columnUnits }: Taken, { looking }: TakenPair): readonly (readonly number[])[] {
  return looking === 1 ? [columnUnits, rowUnits] : [rowUnits, columnUnits];
}
