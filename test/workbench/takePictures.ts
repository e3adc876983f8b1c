// What `npm run screenshots` runs. See scripts/screenshots.mjs.
import path from 'node:path';
import type { ThemeKind } from './page/parts.ts';
import { restPointer } from './page/text.ts';
import { ROOT } from './paths.ts';
import { takePicture } from './pictures.ts';
import type { Picture } from './pictures.ts';

const KINDS: readonly ThemeKind[] = ['dark', 'light', 'highContrast', 'highContrastLight'];

const PICTURES: readonly Picture[] = KINDS.map(theme => ({ name: `sample-${theme}`, theme, prepare: restPointer }));

const wanted = process.argv.slice(2);
for (const picture of PICTURES) {
  if (wanted.length > 0 && !wanted.includes(picture.name)) continue;
  const file = await takePicture(picture);
  console.log(path.relative(ROOT, file));
}
