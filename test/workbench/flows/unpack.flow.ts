// Several processes may unpack the browser at once, and any of them may be killed half-way.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fillAtomically } from '../browser/cache.ts';
import { readTar } from '../browser/tar.ts';
import { woffToOpenType } from '../browser/woff.ts';

const cache = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-unpack-'));
after(() => rmSync(cache, { recursive: true, force: true }));

void test('a folder appears whole or not at all', () => {
  const folder = path.join(cache, 'broken');
  const fail = (target: string) => {
    writeFileSync(path.join(target, 'half'), 'x');
    assert.equal(existsSync(folder), false);
    throw new Error('killed');
  };
  assert.throws(() => fillAtomically(folder, fail), /killed/);
  assert.deepEqual(readdirSync(cache), []);
});

void test('who comes second keeps what the first one put there', () => {
  const folder = path.join(cache, 'raced');
  fillAtomically(folder, target => {
    mkdirSync(folder); // the other process was quicker
    writeFileSync(path.join(folder, 'file'), 'first');
    writeFileSync(path.join(target, 'file'), 'second');
  });
  assert.equal(readFileSync(path.join(folder, 'file'), 'utf8'), 'first');
  assert.deepEqual(readdirSync(cache), ['raced']);
});

void test('an archive that is cut short is refused', () => {
  const header = Buffer.alloc(512);
  header.write('lib/a.so', 0);
  header.write('0000755', 100);
  header.write('00000000004', 124);
  header.write('0', 156);
  const [file] = readTar(Buffer.concat([header, Buffer.from('data'), Buffer.alloc(508)]));
  assert.deepEqual(file, { name: 'lib/a.so', mode: 0o755, data: Buffer.from('data') });
  assert.throws(() => readTar(Buffer.concat([header, Buffer.from('da')])), /cut short/);
  assert.throws(() => woffToOpenType(Buffer.from('wOF2')), /not a WOFF 1.0 font/);
});
