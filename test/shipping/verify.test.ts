import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nativeFolder, platformOf } from '../../scripts/packaging/contents.mjs';
import { verify } from '../../scripts/packaging/verify.mjs';
import { storedZip } from '../support/storedZip.ts';

const TARGET = 'linux-x64';
const NATIVE = `onnxruntime-node/${nativeFolder(platformOf(TARGET))}`;

/** A project in small: what npm installed, and a package of it. */
const root = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-verify-'));
mkdirSync(path.join(root, 'node_modules', NATIVE), { recursive: true });
for (const name of ['onnxruntime_binding.node', 'libonnxruntime.so.1']) writeFileSync(path.join(root, 'node_modules', NATIVE, name), name);
afterAll(() => {
  rmSync(root, { recursive: true });
});

const GOOD: Readonly<Record<string, string>> = {
  'extension.vsixmanifest': '',
  '[Content_Types].xml': '',
  'extension/package.json': '{}',
  'extension/LICENSE.txt': '',
  'extension/THIRD_PARTY_NOTICES.md': '',
  'extension/ONNXRUNTIME_NOTICES.txt': '',
  'extension/dist/extension.cjs': '',
  'extension/dist/engine.cjs': '',
  'extension/dist/webview/panel.js': '',
  'extension/models/minilm/onnx/model.onnx': '',
  'extension/models/minilm/LICENSE': '',
  'extension/models/minilm/NOTICE': '',
  [`extension/dist/node_modules/${NATIVE}/onnxruntime_binding.node`]: 'onnxruntime_binding.node',
  [`extension/dist/node_modules/${NATIVE}/libonnxruntime.so.1`]: 'libonnxruntime.so.1',
};

async function check(changes: Readonly<Record<string, string | undefined>>): Promise<{ files: number }> {
  const content = Object.entries({ ...GOOD, ...changes }).flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
  const file = path.join(root, 'made.vsix');
  writeFileSync(file, storedZip(new Map(content)));
  return verify(root, file, TARGET);
}

test('a package with what belongs in it passes', async () => {
  expect(await check({})).toEqual({ files: Object.keys(GOOD).length - 2 });
});

describe('must not ship', () => {
  test.each([
    'extension/.env',
    'extension/dist/extension.cjs.map',
    'extension/src/extension.ts',
    'extension/test/a.test.ts',
    'extension/training/convert_minilm.py',
    'extension/media/pictures/explore-dark.png',
    'extension/node_modules/preact/package.json',
    `extension/dist/node_modules/${NATIVE}/onnxruntime.pdb`,
    'extension/dist/node_modules/onnxruntime-node/bin/napi-v6/win32/x64/onnxruntime.dll',
    'extension/dist/node_modules/onnxruntime-node/script/install.js',
    'elsewhere.txt',
  ])('%s', async name => {
    await expect(check({ [name]: '' })).rejects.toThrow(`must not ship:\n${name.replace('extension/', '')}`);
  });
});

describe('must not be missing', () => {
  test.each(Object.keys(GOOD).filter(name => name.startsWith('extension/') && !name.endsWith('.so.1')))('%s', async name => {
    await expect(check({ [name]: undefined })).rejects.toThrow(/missing from the package/);
  });

  test("a native file that npm's package has", async () => {
    const name = `extension/dist/node_modules/${NATIVE}/libonnxruntime.so.1`;
    await expect(check({ [name]: undefined })).rejects.toThrow(/libonnxruntime\.so\.1/);
  });
});

test('a native file with one other byte', async () => {
  const name = `extension/dist/node_modules/${NATIVE}/libonnxruntime.so.1`;
  await expect(check({ [name]: 'libonnxruntime.so.2' })).rejects.toThrow('is not the file of the npm package');
});
