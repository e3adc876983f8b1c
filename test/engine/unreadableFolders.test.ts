import { chmodSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/process/exitCode.ts';
import { findModelFile, findModelFolder } from '../../src/engine/model/folder.ts';
import { openVectorFile } from '../../src/engine/wordVectors/file.ts';
import { startCommand, TINY_MODEL } from '../support/commandLine.ts';
import { faultOf } from '../support/faultOf.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-unreadable-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function copyModel(): string {
  const copy = join(folder, 'model');
  cpSync(TINY_MODEL, copy, { recursive: true });
  return copy;
}

/** A name that leads to itself. */
function loop(path: string): string {
  rmSync(path, { force: true });
  symlinkSync(path, path);
  return path;
}

describe.skipIf(process.platform === 'win32')('a model folder that the system does not open', () => {
  test.each<[string, () => string, string]>([
    ['a link that leads to itself', () => loop(join(folder, 'loop')), 'The model folder is a link that leads back to itself.'],
    ['an overlong name', () => join(folder, 'a'.repeat(300)), 'The model folder has a longer name or path than the system takes.'],
    ['an overlong path', () => join(folder, 'a/'.repeat(3000)), 'The model folder has a longer name or path than the system takes.'],
    ['an impossible name', () => `${folder}\0`, 'The model folder has a name that no file can have.'],
  ])('%s', (_, make, cause) => {
    const fault = faultOf(() => findModelFile(make()));
    expect([fault.cause, exitCodeOf(fault.code)]).toEqual([cause, 3]);
    expect(fault.nextStep).not.toBe('');
  });

  test('a file where a folder should be', () => {
    writeFileSync(join(folder, 'model'), '');
    const fault = faultOf(() => findModelFile(join(folder, 'model')));
    expect([fault.cause, exitCodeOf(fault.code)]).toEqual(['What has this name is a file, not a folder.', 3]);
  });

  test.each(['onnx/model.onnx', 'tokenizer.json', 'config.json', 'lenses.json'])('%s is a link that leads to itself', name => {
    const model = copyModel();
    loop(join(model, name));
    const fault = faultOf(() => [findModelFile(model), findModelFolder(model)]);
    expect([fault.cause, exitCodeOf(fault.code)]).toEqual([`${name} is a link that leads back to itself.`, 3]);
  });

  test('word vectors', async () => {
    const opening = openVectorFile(loop(join(folder, 'vectors.bin')));
    await expect(opening).rejects.toThrow('The file of word vectors is a link that leads back to itself.');
  });

  // Root may read everything, so it steps down to a user who may not.
  test.each(['.', 'onnx', 'onnx/model.onnx', 'config.json'])('no permission for %s', async name => {
    const model = copyModel();
    chmodSync(folder, 0o755);
    chmodSync(join(model, name), 0);
    const child = startCommand(['run', '--model', model, '--text', 'a cat'], process.env, process.getuid?.() === 0 ? { uid: 65534 } : {});
    const chunks: string[] = [];
    child.stderr!.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    child.stdin!.end();
    const code = await new Promise(done => child.once('close', done));
    chmodSync(join(model, name), 0o700);
    expect([code, chunks.join('')]).toEqual([3, expect.stringMatching(/is closed to this user\. Give yourself the right/)]);
  });
});
