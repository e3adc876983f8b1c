// Four themes: the contributed colours are what is painted; in high contrast edges do the work of tints.
import assert from 'node:assert/strict';
import { chooseLens, command, expectedHeat, exploreLine, FRANCE, panelOf, pointAt, unfold, untilPainted } from '../page/lens.ts';
import { paintedRanges } from '../page/decorations.ts';
import { setTheme } from '../page/parts.ts';
import { until } from '../page/until.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows();

/** Heat step 6 as the look has it: line under the word, own text colour. */
const EXPECTED = {
  dark: { line: '2px solid rgb(255, 192, 106)', color: 'rgb(255, 255, 255)', background: 'rgba(255, 166, 48, 0.37)' },
  light: { line: '2px solid rgb(148, 80, 0)', color: 'rgb(0, 0, 0)', background: 'rgba(245, 155, 0, 0.59)' },
  highContrast: { line: '3px solid rgb(255, 180, 84)', color: 'rgb(255, 255, 255)', background: 'rgba(0, 0, 0, 0)' },
  highContrastLight: { line: '3px solid rgb(138, 75, 0)', color: 'rgb(41, 41, 41)', background: 'rgba(0, 0, 0, 0)' },
} as const;

flow('a word is pinned', async ({ page }) => {
  await exploreLine(page, FRANCE);
  await chooseLens(page, 'Reference');
  await pointAt(page, 'because it', 'it');
  await untilPainted(page, expectedHeat(FRANCE, 'it', 'to', '--lens', 'reference'));
  await command(page, 'Pin Word');
});

for (const kind of ['light', 'highContrast', 'highContrastLight', 'dark'] as const) {
  flow(`${kind}: editor and panel take the colours of the theme`, async ({ page }) => {
    await setTheme(page, kind);
    const wanted = EXPECTED[kind];
    const mark = await until('the mark on France in the colours of the theme', async () =>
      (await paintedRanges(page)).find(range => range.text === 'France' && range.borderBottom === wanted.line),
    );
    assert.equal(mark.color, wanted.color);
    const alpha = (color: string) => Number(/, ([\d.]+)\)$/.exec(color)?.[1] ?? 1);
    assert.ok(Math.abs(alpha(mark.background) - alpha(wanted.background)) < 0.01, mark.background);
    await unfold(page, 'Text');
    const token = panelOf(page)
      .getByRole('option', { name: /^France\b/ })
      .first();
    const line = await until('the token in the panel', () =>
      // Drawn inside the word where there is a tint, so that nothing moves; a border where the line says it all.
      token.evaluate(element => {
        for (const node of [element, ...element.querySelectorAll('*')]) {
          const { borderBottomWidth, borderBottomStyle, borderBottomColor, boxShadow } = getComputedStyle(node);
          if (Number.parseFloat(borderBottomWidth) > 1) return `${borderBottomWidth} ${borderBottomStyle} ${borderBottomColor}`;
          const inset = /^(rgb\(.+?\)) 0px -2px 0px 0px inset$/.exec(boxShadow);
          if (inset) return `2px solid ${inset[1]!}`;
        }
        return null;
      }),
    );
    assert.equal(line, wanted.line);
  });
}

flow('high contrast: the explored text has an edge on its left alone, so that none runs into the lines under words', async ({ page }) => {
  await setTheme(page, 'highContrast');
  const edges = await until('the explored text', () =>
    page.evaluate(() => {
      const boxes = [...document.querySelectorAll('.editor-instance .view-overlays .cdr')].map(box => getComputedStyle(box));
      const scope = boxes.find(style => style.borderLeftStyle === 'solid' && style.borderLeftWidth === '2px');
      return scope && [scope.borderTopWidth, scope.borderRightWidth, scope.borderBottomWidth];
    }),
  );
  assert.deepEqual(edges, ['0px', '0px', '0px']);
});
