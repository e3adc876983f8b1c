// npm run package [-- --target linux-x64] [--twice]: out/attention-lens-<target>-<version>.vsix, staged by allow-list and checked afterwards.
// --twice builds it a second time, from the sources on, and compares the two byte for byte.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { TARGETS } from './packaging/contents.mjs';
import { stage } from './packaging/stage.mjs';
import { verify } from './packaging/verify.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { target: { type: 'string', default: `${process.platform}-${process.arch}` }, twice: { type: 'boolean' } },
});
const target = TARGETS.find(name => name === values.target);
if (target === undefined) {
  console.error(`There is no package for ${values.target}: ONNX Runtime has no native files for it. Targets: ${TARGETS.join(', ')}.`);
  process.exit(2);
}

const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const fileName = `${name}-${target}-${version}.vsix`;
const packagePath = path.join(root, 'out', fileName);
process.env['SOURCE_DATE_EPOCH'] ??= String(Date.UTC(2000, 0, 1) / 1000); // the same content makes the same bytes
await pack(packagePath);
const { files } = await verify(root, packagePath, target);
console.log(`${path.relative(root, packagePath)}: ${(statSync(packagePath).size / 1e6).toFixed(1)} x 10^6 bytes, ${files} files, checked`);
if (values.twice) {
  const again = path.join(root, 'out', `again-${fileName}`);
  await pack(again);
  if (!readFileSync(packagePath).equals(readFileSync(again))) throw new Error(`Two builds of ${fileName} differ: compare it with ${again}`);
  rmSync(again);
  console.log(`${fileName}: two builds are equal, byte for byte`);
}

/** @param {string} file */
async function pack(file) {
  const bundles = path.join(root, 'out/bundles');
  execFileSync(process.execPath, ['esbuild.mjs', '--minify', '--out', bundles], { cwd: root, stdio: 'inherit' });
  const folder = path.join(root, 'out/stage');
  stage(root, bundles, folder, /** @type {import('./packaging/contents.mjs').Target} */ (target));
  await createVSIX({
    cwd: folder,
    packagePath: file,
    target,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
}
