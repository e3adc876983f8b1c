// `npm run manifest` writes what package.json contributes (commands, keybindings, colours, settings, menus) from src/contributions.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['src/contributions/manifest/contributes.ts'],
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
});
const { contributes } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
const file = new URL('../package.json', import.meta.url);
const manifest = JSON.parse(readFileSync(file, 'utf8'));
Object.assign(manifest.contributes, contributes());
writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
