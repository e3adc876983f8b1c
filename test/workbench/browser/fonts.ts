import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageFolder } from '../paths.ts';
import { woffToOpenType } from './woff.ts';

/**
 * Open Sans for the user interface and Source Code Pro for the editor, as in the reference pictures; DejaVu for the arrows, the mathematical
 * signs and the key symbols that neither has. A bare machine has no font at all.
 */
const FONTS = [
  {
    package: 'open-sans',
    subsets: ['latin', 'latin-ext', 'math', 'greek', 'cyrillic'],
    faces: ['400-normal', '400-italic', '600-normal', '700-normal'],
  },
  {
    package: 'source-code-pro',
    subsets: ['latin', 'latin-ext', 'greek', 'cyrillic'],
    faces: ['400-normal', '400-italic', '600-normal', '700-normal'],
  },
  { package: 'dejavu-sans', subsets: ['latin'], faces: ['400-normal', '700-normal'] },
  { package: 'dejavu-mono', subsets: ['latin'], faces: ['400-normal', '700-normal'] },
];

/** Writes the fonts and a fontconfig file that knows only them; the folder may be moved afterwards. */
export function writeFonts(folder: string): void {
  const target = path.join(folder, 'fonts');
  mkdirSync(target, { recursive: true });
  for (const font of FONTS) {
    const source = path.join(packageFolder(`@fontsource/${font.package}`), 'files');
    for (const subset of font.subsets) {
      for (const face of font.faces) {
        const name = `${font.package}-${subset}-${face}`;
        writeFileSync(path.join(target, `${name}.ttf`), woffToOpenType(readFileSync(path.join(source, `${name}.woff`))));
      }
    }
  }
  writeFileSync(path.join(folder, 'fonts.conf'), FONT_CONFIGURATION);
}

/** The semi-bold faces name themselves as families of their own; the two scan rules put them back as weight 600. */
const FONT_CONFIGURATION = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
${regularFamily('Open Sans')}
${regularFamily('Source Code Pro')}
${preferred('system-ui', 'Open Sans', 'DejaVu Sans')}
${preferred('sans-serif', 'Open Sans', 'DejaVu Sans')}
${preferred('monospace', 'Source Code Pro', 'DejaVu Sans Mono')}
</fontconfig>
`;

function regularFamily(family: string): string {
  return `  <match target="scan">
    <test name="family"><string>${family} SemiBold</string></test>
    <edit name="family" mode="assign" binding="same"><string>${family}</string></edit>
    <edit name="weight" mode="assign"><const>demibold</const></edit>
  </match>`;
}

function preferred(generic: string, ...families: readonly string[]): string {
  const list = families.map(family => `<family>${family}</family>`).join('');
  return `  <alias binding="same"><family>${generic}</family><prefer>${list}</prefer></alias>`;
}
