import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { readRows } from '../../src/engine/runtime/embeddingRows.ts';
import { findDataFile, findFile } from '../../src/engine/model/folderFiles.ts';
import type { Fault } from '../../src/core/fault.ts';
import { forwardPass, loadAlone } from '../support/loadedModel.ts';

const EXTERNAL = resolve('test/fixtures/models/bert-external');
const DATA = 'onnx/model.onnx.data';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-files-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let copies = 0;
function copyModel(): string {
  const copy = join(folder, `model-${copies++}`);
  cpSync(EXTERNAL, copy, { recursive: true });
  return copy;
}

async function faultOf(directory: string): Promise<Fault> {
  const error: unknown = await loadAlone(directory).then(
    () => 'it loaded',
    (reason: unknown) => reason,
  );
  if (!(error instanceof FaultError)) throw error;
  return error.fault;
}

/** Moves a file away and puts something else under its name. */
function replaceFile(file: string, put: (elsewhere: string) => void): void {
  const elsewhere = join(folder, `elsewhere-${copies++}`);
  renameSync(file, elsewhere);
  put(elsewhere);
}

describe('weights beside the model file', () => {
  test.each<[string, Fault['code'], (data: string) => void]>([
    ['missing', 'model-missing', data => rmSync(data)],
    ['cut short', 'file-truncated', data => truncateSync(data, 1000)],
    ['empty', 'file-empty', data => truncateSync(data, 0)],
    ['a pointer', 'file-lfs', data => writeFileSync(data, 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n')],
    ['a link out of the folder', 'file-corrupt', data => replaceFile(data, elsewhere => symlinkSync(elsewhere, data))],
    ['a link inside the folder', 'file-corrupt', data => { renameSync(data, `${data}2`); symlinkSync(`${data}2`, data); }], // prettier-ignore
    ['a pipe', 'file-corrupt', data => replaceFile(data, () => execFileSync('mkfifo', [data]))],
    ['a folder', 'file-corrupt', data => replaceFile(data, () => mkdirSync(data))],
  ])('%s: %s', async (_, code, damage) => {
    const directory = copyModel();
    damage(join(directory, DATA));
    const fault = await faultOf(directory);
    expect(fault.code).toBe(code);
    expect(JSON.stringify([fault.title, fault.cause, fault.nextStep])).not.toContain(folder);
  });

  test('in a folder that is a link: refused, although the file itself is an ordinary one', () => {
    const directory = copyModel();
    mkdirSync(join(directory, 'real'));
    writeFileSync(join(directory, 'real', 'weights'), 'x');
    symlinkSync('real', join(directory, 'linked'));
    expect(findDataFile(directory, 'real/weights')?.size).toBe(1);
    expect(() => findDataFile(directory, 'linked/weights')).toThrow(FaultError);
  });

  test('that have a second name elsewhere, as in caches and package managers: they load', async () => {
    const directory = copyModel();
    for (const name of [DATA, 'onnx/model.onnx', 'tokenizer.json']) {
      replaceFile(join(directory, name), elsewhere => linkSync(elsewhere, join(directory, name)));
    }
    const { session } = await loadAlone(directory);
    await session.dispose();
  });

  test('whole: it loads', async () => {
    const { session, summary } = await loadAlone(copyModel());
    expect([summary.layers, summary.attention.heads]).toEqual([3, [4, 4, 4]]);
    await session.dispose();
  });
});

describe('a file of a folder', () => {
  test('is found behind links that stay inside, not behind those that leave', () => {
    const directory = copyModel();
    symlinkSync(join(directory, 'config.json'), join(directory, 'inside.json'));
    symlinkSync(join(EXTERNAL, 'config.json'), join(directory, 'outside.json'));
    symlinkSync('loop.json', join(directory, 'loop.json'));
    expect(findFile(directory, 'inside.json')?.path).toBe(join(directory, 'config.json'));
    expect(() => findFile(directory, 'outside.json')).toThrow(FaultError);
    expect(() => findFile(directory, 'loop.json')).toThrow('leads back to itself');
    expect(findFile(directory, 'onnx')).toBeNull();
    expect(findFile(directory, 'none.json')).toBeNull();
  });

  test('is found in a snapshot of the Hugging Face cache, whose files are links to its blobs', () => {
    const model = join(folder, 'models--org--name');
    const snapshot = join(model, 'snapshots', 'a1b2');
    for (const place of [snapshot, join(model, 'blobs')]) mkdirSync(place, { recursive: true });
    writeFileSync(join(model, 'blobs', 'c3d4'), '{}');
    symlinkSync('../../blobs/c3d4', join(snapshot, 'config.json'));
    expect(findFile(snapshot, 'config.json')?.size).toBe(2);
    symlinkSync('../../../outside', join(snapshot, 'lenses.json'));
    writeFileSync(join(dirname(model), 'outside'), '{}');
    expect(() => findFile(snapshot, 'lenses.json')).toThrow(FaultError);
  });

  test('a device is refused, as a file of the model and as its weights', () => {
    expect(() => findFile('/dev', 'null')).toThrow('null is not used: it is a device or a pipe.');
    expect(() => findDataFile('/dev', 'null')).toThrow('null is not used: it is a link, or no ordinary file.');
  });

  test('a pipe is refused without waiting for a writer', () => {
    const directory = copyModel();
    execFileSync('mkfifo', [join(directory, 'lenses.json')]);
    expect(() => findFile(directory, 'lenses.json')).toThrow(FaultError);
  });
});

test('a tokenizer beyond all real ones is refused before it is read', async () => {
  const directory = copyModel();
  truncateSync(join(directory, 'tokenizer.json'), 64 * 2 ** 20 + 1);
  const fault = await faultOf(directory);
  expect(fault).toMatchObject({ code: 'file-corrupt', title: 'A file of the model is too large' });
  expect(fault.cause).toContain('tokenizer.json has 67 MB');
});

test('config.json: large is refused, Infinity as Python writes it is read', async () => {
  const directory = copyModel();
  const config = join(directory, 'config.json');
  writeFileSync(config, '{"name": "Tiny", "temperature": Infinity, "bias": [-Infinity, NaN]}');
  const { summary } = await loadAlone(directory);
  expect([summary.name, summary.warnings.filter(warning => warning.includes('config.json'))]).toEqual(['Tiny', []]);
  truncateSync(config, 4 * 2 ** 20 + 1);
  expect((await faultOf(directory)).cause).toBe('config.json has 4.2 MB; more than 4.2 MB is not read.');
});

test('a file that grows at its end is damaged, not a crash', async () => {
  const directory = copyModel();
  appendFileSync(join(directory, 'onnx/model.onnx'), new Uint8Array(100).fill(0xff));
  expect((await faultOf(directory)).code).toMatch(/^file-/);
});

describe('a snapshot of the Hugging Face cache with weights beside the model file', () => {
  const FILES = ['config.json', 'tokenizer.json', 'onnx/model.onnx', DATA];

  /** Every file is a link to a blob named otherwise. */
  function snapshot(): { readonly directory: string; readonly blobs: string } {
    const cache = join(folder, `cache-${copies++}`, 'models--a--b');
    const [directory, blobs] = [join(cache, 'snapshots/r'), join(cache, 'blobs')];
    mkdirSync(join(directory, 'onnx'), { recursive: true });
    mkdirSync(blobs);
    for (const [index, name] of FILES.entries()) {
      cpSync(join(EXTERNAL, name), join(blobs, `blob${index}`));
      symlinkSync(`${name.includes('/') ? '../' : ''}../../blobs/blob${index}`, join(directory, name));
    }
    return { directory, blobs };
  }

  test('loads, and gives what the folder of files gives', async () => {
    const [linked, plain] = [await loadAlone(snapshot().directory), await loadAlone(EXTERNAL)];
    const ids = [2, 5, 6, 3];
    expect(await forwardPass(linked.session, ids, true)).toEqual(await forwardPass(plain.session, ids, true));
    const { word } = linked.graph.tables;
    expect(readRows(linked.file, word, ids)).toEqual(readRows(plain.file, word, ids));
    await Promise.all([linked.session.dispose(), plain.session.dispose()]);
  });

  test('loads when its blobs have second names', async () => {
    const { directory, blobs } = snapshot();
    for (const index of FILES.keys()) linkSync(join(blobs, `blob${index}`), join(blobs, `again${index}`));
    const { session } = await loadAlone(directory);
    await session.dispose();
  });

  test('a link to anywhere else is refused', async () => {
    const { directory } = snapshot();
    rmSync(join(directory, DATA));
    symlinkSync(join(EXTERNAL, DATA), join(directory, DATA));
    expect((await faultOf(directory)).cause).toContain('a link that leads out of the cache');
  });
});
