// npm run package [-- --target linux-x64]: out/attention-lens-<target>-<version>.vsix, staged by allow-list and checked afterwards.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { TARGETS } from './packaging/contents.mjs';
import { stage } from './packaging/stage.mjs';
import { verify } from './packaging/verify.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { target: { type: 'string', default: `${process.platform}-${process.arch}` } } });
const target = TARGETS.find(name => name === values.target);
if (target === undefined) {
  console.error(`There is no package for ${values.target}: ONNX Runtime has no native files for it. Targets: ${TARGETS.join(', ')}.`);
  process.exit(2);
}

execFileSync(process.execPath, ['esbuild.mjs', '--minify'], { cwd: root, stdio: 'inherit' });
const folder = path.join(root, 'out/stage');
stage(root, folder, target);

const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const packagePath = path.join(root, `out/${name}-${target}-${version}.vsix`);
process.env['SOURCE_DATE_EPOCH'] ??= String(Date.UTC(2000, 0, 1) / 1000); // the same content makes the same bytes
await createVSIX({
  cwd: folder,
  packagePath,
  target,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const { files } = await verify(root, packagePath, target);
console.log(`${path.relative(root, packagePath)}: ${(statSync(packagePath).size / 1e6).toFixed(1)} x 10^6 bytes, ${files} files, checked`);
