import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runInProcess } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';
import { loadNpz } from '../support/npz.ts';

const ROOT = 'test/fixtures/encoderDecoders';
const BART = join(ROOT, 'bart-merged');
const G2P = 'test/fixtures/g2p';
const SOURCE = 'The cat sat on the mat.';
const TARGET = 'Le chat est assis.';
const SCHEMA = JSON.parse(readFileSync('docs/run-schema.json', 'utf8')) as Record<string, unknown>;

const folder = mkdtempSync(join(tmpdir(), 'two-texts-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const run = (model: string, ...args: string[]) => runInProcess(['run', '--model', model, ...args]);
const both = (...args: string[]) => run(BART, '--text', SOURCE, '--target', TARGET, ...args);

interface RunJson {
  readonly kind: string;
  readonly text: string;
  readonly words: readonly { readonly label: string }[];
  readonly target: { readonly text: string; readonly words: readonly unknown[]; readonly written?: { readonly ended: boolean } };
  readonly model: { readonly layers: number; readonly heads: number };
  readonly attention: readonly (readonly number[])[];
  readonly word?: { readonly index: number; readonly attends: readonly number[] };
}

async function json(...args: string[]): Promise<RunJson> {
  const { code, stdout, stderr } = await both('--format', 'json', ...args);
  expect([code, stderr]).toEqual([0, '']);
  const report = JSON.parse(String(stdout)) as RunJson;
  expect(schemaErrors(report, SCHEMA)).toEqual([]);
  return report;
}

describe('run --target', () => {
  test('json has a matrix of target words by source words, and of each kind its own', async () => {
    const cross = await json();
    const [decoder, encoder] = [await json('--kind', 'decoder'), await json('--kind', 'encoder')];
    const shape = ({ attention }: RunJson) => [attention.length, attention[0]!.length];
    const [source, target] = [cross.words.length, cross.target.words.length];
    expect([cross, decoder, encoder].map(shape)).toEqual([
      [target, source],
      [target, target],
      [source, source],
    ]);
    expect([cross, decoder, encoder].map(({ kind, model }) => [kind, model.layers, model.heads])).toEqual([
      ['cross', 2, 4],
      ['decoder', 2, 4],
      ['encoder', 1, 4],
    ]);
    expect([cross.text, cross.target.text]).toEqual([SOURCE, TARGET]);
    for (const row of cross.attention) expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
    const chat = await json('--word', 'chat', '--layer', '1', '--head', '3');
    expect(chat.word!.attends).toEqual(chat.attention[chat.word!.index]);
  });

  test('npz has all three kinds, equal to PyTorch, and where the tokens of both texts stand', async () => {
    const { code, stdout } = await both('--format', 'npz');
    expect(code).toBe(0);
    const arrays = loadNpz(stdout);
    const reference = loadNpz(readFileSync(join(BART, 'reference.npz')));
    expect([...arrays.keys()]).toEqual([
      'encoder.input_ids',
      'encoder.offsets',
      'target.input_ids',
      'target.offsets',
      'encoder.attention.0',
      'decoder.attention.0',
      'decoder.attention.1',
      'cross.attention.0',
      'cross.attention.1',
    ]);
    const [source, target] = ['encoder', 'target'].map(name => arrays.get(`${name}.input_ids`)!.shape[0]!);
    expect(arrays.get('cross.attention.1')!.shape).toEqual([4, target, source]);
    expect(arrays.get('target.offsets')!.shape).toEqual([target, 2]);
    expect([...new Int32Array(arrays.get('target.offsets')!.bytes.buffer)].slice(0, 6)).toEqual([-1, -1, -1, -1, 0, 1]);
    for (const [name, { bytes }] of arrays) {
      if (!name.includes('attention')) continue;
      const wanted = new Float32Array(reference.get(`0.${name}`)!.bytes.buffer);
      for (const [index, weight] of new Float32Array(bytes.buffer).entries()) expect(weight).toBeCloseTo(wanted[index]!, 4);
    }
  });

  test('text draws the source for a word of the target, and lists every word without one; a target may be in a file', async () => {
    const { stdout } = await both('--word', 'chat');
    expect(String(stdout)).toContain('cross-attention: the target attends to the source, mean of all heads (8 heads, mean)');
    expect(String(stdout)).toContain('"chat" attends to:');
    expect(String(stdout)).toMatch(/\n {2}sat +0\.\d\d +#+\n/);
    const every = await both();
    expect(String(every.stdout)).toMatch(/\nchat -> \w+ 0\.\d\d, /);
    const file = join(folder, 'target.txt');
    writeFileSync(file, TARGET);
    expect(String((await run(BART, '--text', SOURCE, '--target', `@${file}`)).stdout)).toBe(String(every.stdout));
  });
});

describe('run --generate', () => {
  test('the model writes the target; of a single word each sound is shown', async () => {
    const { code, stdout } = await run(G2P, '--text', 'bank', '--generate', '30');
    expect(code).toBe(0);
    expect(String(stdout)).toContain('target  bˈæŋk  (written by the model)');
    expect(String(stdout)).toMatch(/\næ -> n 0\.\d\d/);
  });

  test('it is stopped where it was asked to, and that is said', async () => {
    const { code, stderr, stdout } = await run(G2P, '--text', 'bank', '--generate', '3', '--format', 'json');
    expect(code).toBe(0);
    expect(stderr).toContain('the model had not ended its text after 3 tokens');
    expect((JSON.parse(String(stdout)) as RunJson).target).toMatchObject({ text: 'bˈæ', written: { ended: false, most: 3 } });
  });
});

test('lines of a batch bring their targets, or the model writes them; a line without one fails alone', async () => {
  const file = join(folder, 'in.jsonl');
  const lines = [
    { id: 'given', text: 'bank', target: 'bæk' },
    { id: 'none', text: 'bank' },
  ];
  writeFileSync(file, lines.map(line => JSON.stringify(line)).join('\n'));
  const output = join(folder, 'out');
  const given = await run(G2P, '--batch', file, '--kind', 'cross', '--format', 'json', '--output', output);
  expect([given.code, readdirSync(output)]).toEqual([1, ['given.json']]);
  expect(given.stderr).toContain('line 2 (none): No target.');
  const written = await run(G2P, '--batch', file, '--generate', '20', '--output', output);
  expect([written.code, readdirSync(output)]).toEqual([0, ['given.json', 'given.npz', 'none.npz']]);
  const [own, other] = ['given', 'none'].map(id => loadNpz(readFileSync(join(output, `${id}.npz`))).get('target.input_ids')!.shape[0]);
  expect([own, other]).toEqual([5, 7]);
  const plain = await run(G2P, '--batch', file, '--output', join(folder, 'plain'));
  expect(plain.code).toBe(1);
  expect(plain.stderr).toContain('line 1 (given): A line has a target.');
});

test('inspect names the three kinds, and what the files offer', async () => {
  const { code, stdout } = await runInProcess(['inspect', join(ROOT, 't5-optimum')]);
  expect(code).toBe(0);
  expect(String(stdout)).toContain('two texts   onnx/encoder_model.onnx with onnx/decoder_model.onnx (run --target TEXT or --generate N)');
  expect(String(stdout)).toContain('  encoder   1 layer of 4 heads: from the source to itself, both ways');
  expect(String(stdout)).toContain('  cross     2 layers of 4 heads: from the target to the source, to all of it');
  expect(String(stdout)).toContain('tasks       summarization ("summarize:"), translation_en_to_fr ("translate English to French:")');
  const mbart = await runInProcess(['inspect', join(ROOT, 'mbart-dynamo'), '--format', 'json']);
  expect(JSON.parse(String(mbart.stdout))).toMatchObject({
    supported: true,
    twoTexts: {
      decoder: 'onnx/decoder_model.onnx',
      languages: ['en_XX', 'fr_XX'],
      kinds: {
        cross: {
          rows: 'target',
          columns: 'source',
          sites: [
            { layer: 0, headCount: 2 },
            { layer: 1, headCount: 2 },
          ],
        },
      },
    },
  });
  const plain = await runInProcess(['inspect', 'test/fixtures/models/bert-dynamo', '--format', 'json']);
  expect(JSON.parse(String(plain.stdout))).not.toHaveProperty('twoTexts');
});

describe('what does not go together', () => {
  test.each([
    [['--target', 'a', '--generate', '3'], 2, 'Two targets'],
    [['--kind', 'cross'], 2, 'No target'],
    [['--target', '@'], 2, '--target @ names no file'],
    [['--generate', '0'], 2, '--generate is not a number'],
    [['--target', 'a', '--kind', 'both'], 2, '--kind is not understood'],
    [['--target', 'a', '--kind', 'cross', '--lens', 'reference'], 2, '--lens does not go with run of two texts'],
    [['--target', 'a', '--lens', 'reference'], 2, 'No such view'],
    [['--target', 'a', '--rollout'], 2, 'No such view'],
    [['--target', 'a', '--kind', 'encoder', '--format', 'npz'], 2, '--kind does not go with npz'],
    [['--target', 'a', '--layer', '2'], 2, 'There is no layer 2'],
    [['--target', 'a', '--layer', '0', '--head', '4'], 2, 'There is no head 4'],
    [['--target', ' '], 2, 'The target holds nothing the model can read'],
    [['--target', 'a', '--word', 'chien'], 2, 'The word is not in the text'],
    [['--target', '@no-such-file'], 2, 'The text could not be read'],
  ])('%j', async (args, code, title) => {
    const result = await run(BART, '--text', SOURCE, ...args);
    expect([result.code, result.stderr.split('. ')[0]]).toEqual([code, title]);
  });

  test('a model of one text', async () => {
    const { code, stderr } = await runInProcess(['run', '--text', SOURCE, '--generate', '3']);
    expect([code, stderr.split('. ')[0]]).toEqual([5, 'This model reads one text']);
  });

  test('a language that nobody named is asked for', async () => {
    const { stderr } = await run(join(ROOT, 'mbart-dynamo'), '--text', SOURCE, '--target', TARGET);
    expect(stderr).toContain('this model writes in several languages, and none was named: see --target-language (en_XX, fr_XX)');
  });
});
