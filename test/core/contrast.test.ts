import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Default themes of VS Code 1.139: editor background and foreground, current-line highlight (over the background), button colours. */
const THEMES = {
  'Dark 2026': { kind: 'dark', background: '#121314', foreground: '#bbbebf', line: '#242526', button: ['#297aa0', '#ffffff'] },
  'Light 2026': { kind: 'light', background: '#ffffff', foreground: '#202020', line: '#eaeaea40', button: ['#0069cc', '#ffffff'] },
  'Dark High Contrast': { kind: 'highContrast', background: '#000000', foreground: '#ffffff', line: '#00000000', button: ['', ''] },
  'Light High Contrast': { kind: 'highContrastLight', background: '#ffffff', foreground: '#292929', line: '#00000000', button: ['', ''] },
} as const;

type Rgb = [number, number, number];
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  contributes: { colors: { id: string; defaults: Record<string, string> }[] };
};

function over(color: string, ground: Rgb): Rgb {
  const value = (at: number) => Number.parseInt(color.slice(at, at + 2), 16);
  const alpha = color.length === 9 ? value(7) / 255 : 1;
  return [1, 3, 5].map((at, i) => value(at) * alpha + ground[i]! * (1 - alpha)) as Rgb;
}

/** Relative luminance and contrast ratio of WCAG 2.2. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map(channel => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each(Object.entries(THEMES))('%s', (_, theme) => {
  const colorOf = (id: string) => {
    const value = manifest.contributes.colors.find(color => color.id === `attentionLens.${id}`)!.defaults[theme.kind]!;
    return { 'button.background': theme.button[0], 'button.foreground': theme.button[1] }[value] ?? value;
  };
  const black: Rgb = [0, 0, 0];
  const background = over(theme.background, black);
  const line = over(theme.line, background);
  const scope = colorOf('scopeBackground');
  const grounds = [background, line, over(scope, background), over(scope, line)];

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('text over heat %i has at least 4.5:1 on every ground, whatever the colour means', step => {
    // From step 3 the text colour is ours; below, the editor's own foreground stays.
    const text = over(step >= 3 ? colorOf('heatForeground') : theme.foreground, black);
    for (const name of ['heat', 'likeness', 'contextual'])
      for (const ground of grounds) expect(contrast(text, over(colorOf(`${name}${step}`), ground)), name).toBeGreaterThanOrEqual(4.5);
  });

  it('the pinned word has at least 4.5:1, line and outline at least 3:1', () => {
    const pinned = over(colorOf('pinnedBackground'), black);
    expect(contrast(over(colorOf('pinnedForeground'), black), pinned)).toBeGreaterThanOrEqual(4.5);
    for (const ground of grounds)
      for (const id of ['heatBorder', 'likenessBorder', 'contextualBorder', 'source'])
        expect(contrast(over(colorOf(id), black), ground)).toBeGreaterThanOrEqual(3);
  });
});
