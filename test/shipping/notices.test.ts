import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { nativeFilesByTarget } from '../support/nativeFiles.ts';

const NOTICES = readFileSync('THIRD_PARTY_NOTICES.md', 'utf8');

/** What is found in a binary that was linked with a library, and the name that the notices give it. */
const MARKS: readonly (readonly [mark: string, library: string])[] = [
  ['absl', 'abseil-cpp'],
  ['google/protobuf', 'Protocol Buffers'],
  ['flatbuffers', 'FlatBuffers'],
  ['Eigen', 'Eigen'],
  ['nlohmann', 'JSON for Modern C++'],
  ['mp11', 'Boost.Mp11'],
  ['SafeInt', 'SafeInt'],
  ['gsl::', 'GSL'],
  ['kai_', 'KleidiAI'],
  ['coremltools', 'coremltools'],
  ['tint::', 'Dawn and Tint'],
  ['HttpClient_Curl', 'libcurl'],
  ['mbedtls', 'Mbed TLS'],
  ['OneCollector', 'Microsoft 1DS telemetry client'],
  ['SQLite format 3', 'SQLite'],
  ['MurmurHash3', 'MurmurHash3'],
  ['mimalloc', 'mimalloc'],
  ['XNNPACK_', 'XNNPACK'],
  ['pthreadpool_create', 'pthreadpool'],
];

/** The row of a table that begins with a name. */
function rowOf(name: string): string | undefined {
  return NOTICES.split('\n').find(line => line.startsWith(`| ${name}`) || (line.startsWith('|') && line.includes(`\`${name}\``)));
}

describe.each([...nativeFilesByTarget()])('native files of %s', (target, files) => {
  test('each has an entry', () => {
    expect(files.length).toBeGreaterThan(1);
    expect(files.map(file => path.basename(file)).filter(name => rowOf(name) === undefined)).toEqual([]);
  });

  test('so has every library that left its mark in them', () => {
    const bytes = files.filter(file => /libonnxruntime|onnxruntime\.dll/.test(file)).map(file => readFileSync(file));
    const linked = MARKS.filter(([mark]) => bytes.some(content => content.includes(mark))).map(([, library]) => library);
    expect(linked).toContain('abseil-cpp');
    expect(linked.filter(library => !isListedFor(library, target))).toEqual([]);
  });
});

function isListedFor(library: string, target: string): boolean {
  const where = rowOf(library)?.split('|').at(-2)?.trim() ?? '';
  const [os = '', cpu = ''] = target.split('-');
  const system = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }[os] ?? os;
  return where === 'all' || [system, cpu, target].some(name => where.split(', ').includes(name));
}

test('every package in a bundle has an entry with the version that is installed', async () => {
  const result = await build({
    entryPoints: ['src/extension.ts', 'src/engine/main.ts', 'src/cli.ts', 'src/cliCommand.ts', 'webview/main.tsx'],
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'out/metafile',
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.css': 'css' },
    external: ['vscode', 'onnxruntime-node'],
    logLevel: 'silent',
  });
  const names = Object.keys(result.metafile.inputs).flatMap(input => input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []);
  const packages = [...new Set([...names, 'onnxruntime-node', 'onnxruntime-common'])];
  expect(packages).toContain('preact');
  for (const name of packages) {
    const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string };
    expect(rowOf(name), name).toContain(`| ${version} |`);
  }
});
