import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { allowedPaths, nativeFolder, platformOf } from './contents.mjs';

const PREFIX = 'extension/';
const CONTAINER = new Set(['extension.vsixmanifest', '[Content_Types].xml']);

/** Without one of these the package does nothing. */
const REQUIRED = [
  'package.json',
  'LICENSE.txt',
  'THIRD_PARTY_NOTICES.md',
  'ONNXRUNTIME_NOTICES.txt',
  'dist/extension.cjs',
  'dist/engine.cjs',
  'dist/webview/panel.js',
  'models/minilm/onnx/model.onnx',
  'models/minilm/LICENSE',
  'models/minilm/NOTICE',
];

/**
 * Looks into the finished .vsix: nothing may be in it that is not on the list, nothing necessary may be missing, and the native files must be all
 * those of the npm package, byte for byte.
 * @param {string} root the project @param {string} vsix @param {import('./contents.mjs').Target} target
 * @returns {Promise<{ files: number }>}
 */
export async function verify(root, vsix, target) {
  const platform = platformOf(target);
  const hashes = await hashEntries(vsix);
  const names = [...hashes.keys()].filter(name => !CONTAINER.has(name));
  const paths = names.map(name => name.slice(PREFIX.length));

  const outside = names.filter(name => !name.startsWith(PREFIX));
  const foreign = paths.filter(name => !allowedPaths(platform).some(pattern => pattern.test(name)));
  if (outside.length + foreign.length > 0) throw new Error(`These files must not ship:\n${[...outside, ...foreign].join('\n')}`);

  const missing = REQUIRED.filter(name => !paths.includes(name));
  if (missing.length > 0) throw new Error(`These files are missing from the package:\n${missing.join('\n')}`);

  const native = `onnxruntime-node/${nativeFolder(platform)}`;
  const installed = readdirSync(path.join(root, 'node_modules', native));
  if (!installed.includes('onnxruntime_binding.node')) throw new Error(`onnxruntime-node has no native files for ${target}`);
  for (const name of installed) {
    const shipped = hashes.get(`${PREFIX}dist/node_modules/${native}/${name}`);
    if (shipped === undefined) throw new Error(`${name} is missing from the package`);
    if (shipped !== sha256(readFileSync(path.join(root, 'node_modules', native, name)))) {
      throw new Error(`${name} is not the file of the npm package`);
    }
  }
  return { files: names.length };
}

/** @param {string} zip @returns {Promise<Map<string, string>>} SHA-256 of every file by its path in the archive */
async function hashEntries(zip) {
  const archive = await promisify(/** @type {(file: string, options: object, done: Function) => void} */ (yauzl.open))(zip, {
    lazyEntries: true,
  });
  const openStream = promisify(archive.openReadStream.bind(archive));
  const hashes = new Map();
  await new Promise((resolve, reject) => {
    archive.on('error', reject);
    archive.on('end', resolve);
    archive.on('entry', async entry => {
      try {
        const chunks = [];
        for await (const chunk of await openStream(entry)) chunks.push(chunk);
        hashes.set(entry.fileName, sha256(Buffer.concat(chunks)));
        archive.readEntry();
      } catch (error) {
        reject(error);
      }
    });
    archive.readEntry();
  });
  return hashes;
}

/** @param {Buffer} bytes */
function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
