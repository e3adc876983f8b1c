import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Console } from '../../src/cli/console.ts';
import { main } from '../../src/cli/main.ts';
import { HEAT_ESCAPES } from '../support/heatEscapes.ts';
import { concatenate, lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';
import { externalStorage, floatTensor, message, modelOf } from '../onnx/support/protobufParts.ts';
import { renameWith } from '../onnx/support/renameAll.ts';
import { modelBytes } from '../onnx/support/tinyModels.ts';
import { TINY_MODEL } from '../support/commandLine.ts';

/** A colour, a title, a link (OSC 8), the one-byte CSI, an override, an isolate, a mark, line breaks of three kinds, a tab, an erase. */
const HOSTILE = '\u001b[31m\u001b]0;t\u0007\u001b]8;;http://x\u001b\\\u009b2J\u202e\u2066\u200f\n\r\u2028\t\b\u007f\u0085';
/** What a file's name may hold, and a place of external weights. */
const HOSTILE_PLACE = 'w\u009b2J\u202e\u2066\u200f\u2028\u0085';
// oxlint-disable-next-line no-control-regex -- control characters are what it must not find
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-names-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function say(args: readonly string[], isTTY = false): Promise<Said> {
  const [out, err]: [Uint8Array[], Uint8Array[]] = [[], []];
  const writer = (chunks: Uint8Array[]) => ({
    isTTY,
    write: (chunk: string | Uint8Array, done: () => void) => {
      chunks.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
      done();
      return true;
    },
    on: () => undefined,
  });
  const console = new Console(Readable.from([]), writer(out), writer(err), {});
  const code = await main(args, { version: '0', builtInModel: TINY_MODEL }, console);
  return { code, stdout: new TextDecoder().decode(concatenate(out)), stderr: new TextDecoder().decode(concatenate(err)) };
}

function expectClean({ stdout, stderr }: Said): void {
  expect(stdout.length + stderr.length).toBeGreaterThan(20);
  expect(stdout).not.toMatch(UNSEEN);
  expect(stderr).not.toMatch(UNSEEN);
}

let copies = 0;
function copyModel(name = `model-${copies++}`): string {
  const copy = join(folder, name);
  cpSync(TINY_MODEL, copy, { recursive: true });
  return copy;
}

function modelFileOf(bytes: Uint8Array): string {
  const directory = join(folder, `graph-${copies++}`);
  mkdirSync(directory);
  writeFileSync(join(directory, 'model.onnx'), bytes);
  return directory;
}

describe('names from a graph', () => {
  const renamed = (name: string): Uint8Array => renameWith(modelBytes(name), old => (old === '' ? '' : `${HOSTILE}${old}`));
  const withProducer = (bytes: Uint8Array): Uint8Array => concatenate([bytes, lengthDelimited(2, HOSTILE), lengthDelimited(3, HOSTILE)]);

  test.each<[string, () => Uint8Array, number]>([
    ['an encoder', () => withProducer(renamed('bert-dynamo')), 0],
    ['a graph that is no attention', () => withProducer(renamed('router')), 5],
    [
      'an unknown operator',
      () => modelOf(message(1, lengthDelimited(2, HOSTILE), lengthDelimited(4, HOSTILE), lengthDelimited(7, HOSTILE))),
      5,
    ],
    ['a value made twice', () => modelOf(...[0, 0].map(() => message(1, lengthDelimited(2, HOSTILE), lengthDelimited(4, 'Neg')))), 4],
    ['a place of weights that are not there', () => modelOf(message(5, floatTensor([2], externalStorage({ location: HOSTILE_PLACE })))), 3],
  ])('%s', async (_, make, code) => {
    const directory = modelFileOf(make());
    for (const format of ['text', 'json']) {
      const said = await say(['inspect', directory, '--format', format]);
      expect(said.code).toBe(code);
      expect(said.stdout.length + said.stderr.length).toBeGreaterThan(40);
      expectClean(said);
      // One line is one message, whatever it names.
      expect(said.stderr.trimEnd().split('\n').length).toBe(1);
    }
    const { stdout } = await say(['inspect', directory, '--format', 'json']);
    // What a program reads is what the file says.
    if (code === 0) expect((JSON.parse(stdout) as { producer: string }).producer).toBe(`${HOSTILE} ${HOSTILE}`);
  });
});

describe('names of and in files of a folder', () => {
  test('the folder, the model, its lenses and their evidence', async () => {
    const directory = copyModel(HOSTILE_PLACE);
    writeFileSync(join(directory, 'config.json'), JSON.stringify({ name: HOSTILE, vocab_size: 1 }));
    const lens = { id: 'a', name: HOSTILE, description: HOSTILE, selection: { kind: 'all' }, combine: 'mean', evidence: [] };
    writeFileSync(join(directory, 'lenses.json'), JSON.stringify({ about: HOSTILE, lenses: [lens, 1] }));
    for (const args of [
      ['run', '--text', 'a cat'],
      ['run', '--text', 'a cat', '--word', 'cat'],
      ['run', '--text', 'a', '--lens', HOSTILE],
      ['neighbours', 'cat'],
    ]) {
      for (const format of ['text', 'json']) expectClean(await say([...args, '--model', directory, '--format', format]));
    }
  });

  test('the entries of a vocabulary', async () => {
    const directory = copyModel();
    const path = join(directory, 'tokenizer.json');
    const json = JSON.parse(readFileSync(path, 'utf8')) as { model: { vocab: Record<string, number> } };
    const { vocab } = json.model;
    json.model.vocab = Object.fromEntries(
      Object.entries(vocab).map(([entry, id]) => [id > 30 && id % 2 ? `${HOSTILE}${entry}` : entry, id]),
    );
    writeFileSync(path, JSON.stringify(json));
    for (const command of [
      ['neighbours', 'a'],
      ['embed', '--text', 'a cat'],
      ['run', '--text', 'a cat'],
    ]) {
      for (const format of ['text', 'json']) expectClean(await say([...command, '--model', directory, '--format', format]));
    }
  });

  test('what is there instead of a file that is missing', async () => {
    const directory = join(folder, 'other');
    mkdirSync(directory);
    writeFileSync(join(directory, `${HOSTILE_PLACE}.json`), '');
    const said = await say(['inspect', directory]);
    expect(said.stderr).toContain('U+202E');
    expectClean(said);
  });
});

test.each([
  [['run', '--text', 'a cat', '--word', HOSTILE]],
  [['run', '--text', 'a cat', '--lens', HOSTILE]],
  [['run', '--text', 'a cat', '--replace', `cat=${HOSTILE}`]],
  [['run', '--file', HOSTILE]],
  [['run', `--${HOSTILE}`]],
  [[HOSTILE]],
  [['inspect', HOSTILE]],
  [['neighbours', `cat${HOSTILE}`]],
  [['compare', '--text', 'a cat', '--word', HOSTILE]],
])('arguments: %j', async args => {
  expectClean(await say(args));
});

test('our own colours stay, and nothing else of a terminal', async () => {
  const { stdout } = await say(
    ['run', '--text', 'a cat \u001b[31mred\u009b2J \u202eon a mat, and then some more text that is harmless', '--word', 'cat'],
    true,
  );
  expect(stdout).toMatch(HEAT_ESCAPES);
  expect(stdout.replaceAll(HEAT_ESCAPES, '')).not.toMatch(UNSEEN);
});
