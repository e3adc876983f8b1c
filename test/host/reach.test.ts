import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** All code that ships, by file. */
const SOURCES = ['src', 'webview'].flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name))
    .map(name => readFileSync(join(folder, name), 'utf8')),
);

test('nothing that ships can reach a network: it imports these modules and no other', () => {
  const imports = SOURCES.flatMap(source => [...source.matchAll(/\b(?:from|import|require)\s*\(?\s*['"]([^'".\s][^'"\s]*)['"]/g)]);
  expect([...new Set(imports.map(match => match[1]!))].toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    '@huggingface/jinja',
    'node:buffer',
    'node:child_process',
    'node:crypto',
    'node:fs',
    'node:fs/promises',
    'node:os',
    'node:path',
    'node:readline',
    'node:stream',
    'node:url',
    'node:util',
    'node:v8',
    'node:vm',
    'node:worker_threads',
    'node:zlib',
    'onnxruntime-node',
    'preact',
    'preact/hooks',
    'vscode',
  ]);
});

test('nor does it use what every program has for that', () => {
  const network =
    /(?:await|return|void|[=(,])\s*fetch\(|\b(?:XMLHttpRequest|WebSocket|EventSource|WebTransport|sendBeacon|openExternal)\b/g;
  expect('const page = await fetch(address)'.match(network)).toHaveLength(1);
  expect(SOURCES.flatMap(source => source.match(network) ?? [])).toEqual([]);
});

test('the only program it starts is the engine, without a shell', () => {
  const imports = SOURCES.flatMap(source => source.match(/^.*node:child_process.*$/gm) ?? []);
  const values = imports.filter(line => !line.startsWith('import type')).map(line => line.replaceAll(/, type \w+/g, ''));
  expect(values).toEqual(["import { fork } from 'node:child_process';"]);
});

test('and no text becomes code: what is run by name is the collection of garbage', () => {
  const run = SOURCES.flatMap(source => source.match(/\b(?:runIn\w+|new Script|compileFunction)\([^)]*\)/g) ?? []);
  expect(run).toEqual(["runInNewContext('gc')"]);
});
