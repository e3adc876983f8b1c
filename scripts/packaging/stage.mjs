import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_FILES, moduleFiles, nativeFolder, platformOf } from './contents.mjs';

/** Parts of package.json that concern only development. */
const DEVELOPMENT_KEYS = ['private', 'scripts', 'devDependencies', 'optionalDependencies', 'dependencies', 'allowScripts'];

/**
 * Fills a fresh folder with exactly what ships for a platform.
 * @param {string} root the project
 * @param {string} bundles the folder with its minified bundles
 * @param {string} stage the folder to fill
 * @param {import('./contents.mjs').Target} target
 */
export function stage(root, bundles, stage, target) {
  rmSync(stage, { recursive: true, force: true });
  const platform = platformOf(target);
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const key of DEVELOPMENT_KEYS) delete manifest[key];
  mkdirSync(stage, { recursive: true });
  writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(path.join(stage, '.vscodeignore'), '# everything in this folder ships\n');

  for (const { path: name, names, optional } of PROJECT_FILES) {
    const source = name === 'dist' ? bundles : path.join(root, name);
    if (optional && !existsSync(source)) continue;
    if (names) copyFolder(source, path.join(stage, name), names);
    else cpSync(source, path.join(stage, name));
  }
  for (const { package: name, destination, names } of moduleFiles(platform)) {
    copyFolder(path.join(root, 'node_modules', name), path.join(stage, destination), names);
  }
  if (!existsSync(path.join(stage, 'dist/node_modules/onnxruntime-node', nativeFolder(platform)))) {
    throw new Error(`onnxruntime-node has no native files for ${target}`);
  }
}

/**
 * @param {string} source @param {string} destination
 * @param {RegExp} names which paths below the source are copied
 */
function copyFolder(source, destination, names) {
  const entries = readdirSync(source, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
  for (const file of files) {
    const name = path.relative(source, file).split(path.sep).join('/');
    if (names.test(name)) cpSync(file, path.join(destination, name));
  }
}
