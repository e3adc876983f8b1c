import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { EngineProcess } from '../../src/host/process/process.ts';
import { BUILT_IN_MODEL, bundlePath } from '../support/processes.ts';

let folder = '';
let engine: EngineProcess;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-library-'));
  const modulePath = join(folder, 'engine.cjs');
  copyFileSync(bundlePath('engine.cjs'), modulePath);
  engine = new EngineProcess({ modulePath, log: () => undefined });
});

afterEach(() => {
  engine.dispose();
  rmSync(folder, { recursive: true });
});

/** A package onnxruntime-node beside the engine whose native part is this. */
function install(native: string): void {
  const place = join(folder, 'node_modules/onnxruntime-node');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), '{"name": "onnxruntime-node", "main": "index.js"}');
  writeFileSync(join(place, 'index.js'), "module.exports = require('./binding.node');");
  writeFileSync(join(place, 'binding.node'), native);
}

test.each<[string, () => void, RegExp]>([
  ['is not there', () => undefined, /Cannot find (?:module|package) 'onnxruntime-node'/],
  ['is cut short', () => install('\u007fELF'), /binding\.node/],
  ['was made for another machine', () => install(`\u007fELF${'\u0001'.repeat(200)}`), /binding\.node/],
])('a library of models that %s is told by its name and machine; the engine lives on', async (_, prepare, detail) => {
  prepare();
  const open = (directory: string) => engine.call('open', { directory }).catch((reason: unknown) => reason);
  const error = await open(BUILT_IN_MODEL);
  expect(error).toBeInstanceOf(FaultError);
  const { fault } = error as FaultError;
  expect(fault).toMatchObject({ code: 'runtime', title: 'The library that runs models did not load' });
  expect(fault.cause).toContain(`(${process.platform} ${process.arch})`);
  expect(`${fault.cause} ${fault.nextStep}`).not.toContain(folder);
  expect(fault.detail).toMatch(detail);

  const { pid } = engine;
  expect(await open(join(folder, 'nowhere'))).toMatchObject({ fault: { code: 'model-missing' } });
  expect(engine.pid).toBe(pid);
});
