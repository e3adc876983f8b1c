import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/process/exitCode.ts';
import { runCommandLine, runInProcess, startCommand, TINY_MODEL } from '../support/commandLine.ts';
import { MAX_RUN_CHARACTERS } from '../../src/protocol/engineApi.ts';
import { copyWithoutHiddenStates, copyWithoutMaskToken } from '../support/modelCopies.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-exit-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let copies = 0;
async function copyModel(): Promise<string> {
  const copy = join(folder, `model-${copies++}`);
  await cp(TINY_MODEL, copy, { recursive: true });
  return copy;
}

/** No stack trace, no path of this machine, one line with cause and next step. */
function expectMessage(stderr: string, part: string): void {
  expect(stderr).toContain(part);
  expect(stderr).not.toMatch(/\n\s+at |Error:/);
  expect(stderr).not.toContain(folder);
  expect(stderr).not.toContain(resolve('.'));
  expect(stderr.trim().split('\n').length).toBe(1);
}

describe('usage: 2', () => {
  const run = ['run', '--model', TINY_MODEL, '--text', 'a cat'];
  test.each([
    [['run'], 'No text'],
    [['run', '--text', ''], 'There is nothing in it'],
    [['run', '--text', ' \n\t '], 'spaces and line breaks only'],
    [['run', '--file', '/nowhere/at/all'], 'There is no such file'],
    [['run', '--file', '/'], 'It is a folder'],
    [[...run, '--layer', '3'], 'layers 0 to 2'],
    [[...run, '--layer', '0', '--head', '4'], 'heads 0 to 3'],
    [[...run, '--lens', 'nonsense'], 'last-layer, all-heads'],
    [[...run, '--word', 'dog'], 'The word is not in the text'],
    [[...run, '--replace', 'dog=mat'], 'The word is not in the text'],
    [[...run, '--replace', 'cat'], 'an equals sign'],
    [[...run, '--replace', 'cat='], 'an equals sign'],
    [[...run, '--rollout', '--layer', '3'], 'layers 0 to 2'],
    [[...run, '--top', '3'], '--top does not go with run'],
    [['compare', ...run.slice(1), '--word', 'dog'], 'The word is not in the text'],
    [['influence', ...run.slice(1), '--word', 'dog'], 'The word is not in the text'],
    [['influence', ...run.slice(1), '--word', 'cat', '--layer', '4'], 'This model has 3 layers'],
    [['embed', ...run.slice(1), '-'], 'More than one text'],
    [['neighbours', 'cat', '--top', '0'], 'from 1 to 1000'],
    [['neighbours', 'cat', '--top', '1000000000'], 'from 1 to 1000'],
    [['neighbours', '\u{1f702}'], 'does not know this word'],
    [['walk'], 'run, tokens, embed, neighbours, compare, influence, heads, ground and inspect. See attention-lens --help.'],
    [['inpsect', 'd'], 'Did you mean inspect? See attention-lens --help.'],
    [['neighbors', 'cat'], 'Did you mean neighbours?'],
    [['run', '--varient', 'fp16'], "Unknown option '--varient'. Did you mean --variant? See attention-lens --help."],
    [['run', '--rwo=cat'], 'Did you mean --row?'],
    [['run', '--chta'], 'Did you mean --chat?'],
    [['run', '--max', '3'], 'Did you mean --max-tokens?'],
    [['run', '-text', 'a'], 'Did you mean --text?'],
    [['run', '--m'], "Unknown option '--m'. See attention-lens --help."],
    [[...run, '--format', 'jsno'], 'Did you mean json?'],
    [[...run, '--lens', 'last-layers'], 'Did you mean last-layer?'],
    [[...run, '--lens', 'L2H3'], 'A head has options of its own: --layer 2 --head 3. See attention-lens --help.'],
    [[...run, '--lens', 'L2'], 'The mean of a layer has an option of its own: --layer 2. See'],
    [[...run, '--lens', '16.3'], 'A head has options of its own, --layer and --head. Layers count from 0 to 2. See'],
  ])('%j', async (args, part) => {
    const { code, stdout, stderr } = await runInProcess(args);
    expect([code, String(stdout)]).toEqual([2, '']);
    expectMessage(stderr, part);
  });

  test('binary input', async () => {
    const { code, stderr } = await runCommandLine(['run', '-'], readFileSync(process.execPath).subarray(0, 5000));
    expect(code).toBe(2);
    expectMessage(stderr, 'is not text');
  });
});

describe('model folders', () => {
  test.each<[number, string, (model: string) => void, string]>([
    [3, 'a folder that is not there', model => rmSync(model, { recursive: true }), 'The model folder was not found'],
    [3, 'no model file', model => rmSync(join(model, 'onnx'), { recursive: true }), 'it has reference.bin, config.json'],
    [3, 'no tokenizer', model => rmSync(join(model, 'tokenizer.json')), 'The tokenizer is missing'],
    [4, 'an empty model', model => writeFileSync(join(model, 'onnx/model.onnx'), ''), 'The model file is empty'],
    [4, 'a web page', model => writeFileSync(join(model, 'onnx/model.onnx'), '<!DOCTYPE html><title>Sign in</title>'), 'is a web page'],
    [
      4,
      'a pointer',
      model =>
        writeFileSync(
          join(model, 'onnx/model.onnx'),
          `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 90900000\n`,
        ),
      '91 MB',
    ],
    [4, 'a truncated model', model => truncate(join(model, 'onnx/model.onnx')), 'The model file is incomplete'],
    [
      4,
      'a web page as tokenizer',
      model => writeFileSync(join(model, 'tokenizer.json'), '<html></html>'),
      'tokenizer.json holds a web page',
    ],
    [4, 'a truncated tokenizer', model => truncate(join(model, 'tokenizer.json')), 'tokenizer.json'],
    [
      4,
      'a link out of the folder',
      model => relink(join(model, 'tokenizer.json'), resolve(TINY_MODEL, 'tokenizer.json')),
      'leads out of the folder',
    ],
    [
      5,
      'a tokenizer of another kind',
      model => writeFileSync(join(model, 'tokenizer.json'), '{"model":{"type":"Bigram","vocab":[]}}'),
      'Bigram',
    ],
    [5, 'a tokenizer with more tokens than the model', addWord, 'do not belong together'],
  ])('%i: %s', async (expected, _, damage, part) => {
    const model = await copyModel();
    damage(model);
    const { code, stdout, stderr } = await runInProcess(['run', '--model', model, '--text', 'a newword']);
    expect([code, String(stdout)]).toEqual([expected, '']);
    expectMessage(stderr, part);
  });

  test.each([
    [3, 'tokenizer.json', null],
    [4, 'onnx/model.onnx', ''],
    [5, 'tokenizer.json', '{"model":{"type":"Bigram","vocab":[]}}'],
  ])('the process ends with %i, too', async (expected, file, content) => {
    const model = await copyModel();
    if (content === null) rmSync(join(model, file));
    else writeFileSync(join(model, file), content);
    const { code, stdout, stderr } = await runCommandLine(['run', '--model', model, '--text', 'a newword']);
    expect([code, String(stdout)]).toEqual([expected, '']);
    expect(stderr.trim().split('\n').length).toBe(1);
  });

  test('config.json that contradicts the graph is a warning, and the graph counts', async () => {
    const model = await copyModel();
    writeFileSync(
      join(model, 'config.json'),
      '{"num_hidden_layers": 7, "num_attention_heads": 12, "vocab_size": 5, "__proto__": {"n_layers": 1}}',
    );
    const { code, stderr, stdout } = await runInProcess(['run', '--model', model, '--text', 'a cat', '--format', 'json']);
    expect(code).toBe(0);
    expect(stderr).toContain('config.json says 7 layers, the model itself has 3: the model counts.');
    expect(stderr).toContain('config.json says 12 heads per layer, the model itself has 4: the model counts.');
    expect(stderr).toContain('config.json says 5 words in its vocabulary');
    expect(JSON.parse(String(stdout))).toMatchObject({ model: { layers: 3, heads: 4 } });
  });
});

function truncate(file: string): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
}

function relink(file: string, target: string): void {
  rmSync(file);
  symlinkSync(target, file);
}

function addWord(model: string): void {
  const file = join(model, 'tokenizer.json');
  const tokenizer = JSON.parse(readFileSync(file, 'utf8')) as { model: { vocab: Record<string, number> } };
  tokenizer.model.vocab['newword'] = 500;
  writeFileSync(file, JSON.stringify(tokenizer));
}

describe('a model that lacks a part: 5, and what still works', () => {
  const text = ['--text', 'the dog saw a cat'];
  const withoutWarning = (stderr: string) => stderr.replace(/^warning: .*hidden states are not available\.\n/, '');

  test('no hidden states', async () => {
    const model = await copyWithoutHiddenStates(folder);
    const failing = [
      ['embed', ...text],
      ['compare', ...text, '--word', 'cat'],
      ['influence', ...text, '--word', 'cat'],
    ];
    for (const args of failing) {
      const { code, stdout, stderr } = await runInProcess([...args, '--model', model, '--format', 'json']);
      expect([code, String(stdout)]).toEqual([5, '']);
      expectMessage(withoutWarning(stderr), 'the built-in model has everything');
    }
    const { code, stdout, stderr } = await runInProcess(['run', ...text, '--model', model, '--replace', 'cat=mat', '--format', 'json']);
    expect([code, withoutWarning(stderr)]).toEqual([0, '']);
    expect(JSON.parse(String(stdout))).toMatchObject({ replaced: { to: 'mat', cosines: [] } });
    const list = await runInProcess(['run', ...text, '--model', model, '--replace', 'cat=mat']);
    expect(String(list.stdout)).not.toContain('cosine');
    expect((await runInProcess(['neighbours', 'cat', '--model', model])).code).toBe(0);
  });

  test('no mask token', async () => {
    const model = await copyWithoutMaskToken(folder);
    const asked = {
      run: ['run', ...text, '--replace', 'cat=[MASK]'],
      influence: ['influence', ...text, '--word', 'cat', '--mode', 'mask'],
    };
    for (const args of Object.values(asked)) {
      const { code, stdout, stderr } = await runInProcess([...args, '--model', model]);
      expect([code, String(stdout)]).toEqual([5, '']);
      expectMessage(stderr, 'no mask token');
    }
    // Nobody said how: words are left out.
    const { code, stdout } = await runInProcess(['influence', ...text, '--word', 'cat', '--model', model]);
    expect(code).toBe(0);
    expect(String(stdout)).toContain('every other word left out in turn');
  });
});

describe('output', () => {
  test('a folder that is not there: 1, and nothing is left behind', async () => {
    const { code, stderr } = await runCommandLine([
      'run',
      '--model',
      TINY_MODEL,
      '--text',
      'a cat',
      '--output',
      join(folder, 'no/where.txt'),
    ]);
    expect(code).toBe(1);
    expectMessage(stderr, 'The folder to write to does not exist');
  });

  test('a name that is a folder: 1, and the folder stays as it is', async () => {
    const place = join(folder, 'place');
    mkdirSync(place);
    const { code, stderr } = await runCommandLine(['run', '--model', TINY_MODEL, '--text', 'a cat', '--output', place]);
    expect(code).toBe(1);
    expectMessage(stderr, 'could not be written');
    expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toEqual([]);
  });

  test('a reader that goes away ends it quietly', async () => {
    const child = startCommand(['run', '--model', TINY_MODEL, '--text', 'cat '.repeat(60), '--format', 'json']);
    const stderr: string[] = [];
    child.stderr!.on('data', chunk => stderr.push(String(chunk)));
    child.stdout!.destroy();
    const [code] = (await once(child, 'close')) as [number];
    expect([code, stderr.join('')]).toEqual([0, '']);
  });
});

test('Ctrl+C: 130, and no file under the final name', async () => {
  const file = join(folder, 'cancelled.json');
  const child = startCommand(['run', '-', '--format', 'json', '--output', file]);
  const stderr: string[] = [];
  child.stderr!.on('data', chunk => stderr.push(String(chunk)));
  // More than the pipe holds and less than is enough: once it is all sent, the command has begun to read and waits for an end that never comes.
  await new Promise(done => child.stdin!.write('word '.repeat((3.5 * MAX_RUN_CHARACTERS) / 5), done));
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number];
  expect([code, stderr.join('')]).toEqual([130, 'Cancelled.\n']);
  expect(readdirSync(folder).filter(name => name.startsWith('cancelled'))).toEqual([]);
});

test('every kind of fault has its documented code', () => {
  const documented = readFileSync('docs/cli.md', 'utf8').matchAll(/^\| (\d+) \|/gm);
  const codes = new Set([...documented].map(match => Number(match[1])));
  expect([
    exitCodeOf('usage'),
    exitCodeOf('tokenizer-missing'),
    exitCodeOf('file-lfs'),
    exitCodeOf('unavailable'),
    exitCodeOf('cancelled'),
    exitCodeOf('runtime'),
  ]).toEqual([2, 3, 4, 5, 130, 1]);
  expect(codes).toEqual(new Set([0, 1, 2, 3, 4, 5, 130]));
});
