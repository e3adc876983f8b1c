import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runInProcess } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';

const SCHEMA = JSON.parse(readFileSync('docs/ground-schema.json', 'utf8')) as Record<string, unknown>;
const REFERENCE = JSON.parse(readFileSync('test/fixtures/ground/reference.json', 'utf8')) as {
  readonly source: string;
  readonly question: string;
  readonly answer: string;
  readonly answers: readonly (readonly number[])[];
  readonly removals: readonly {
    readonly taken: readonly number[];
    readonly drops: readonly number[];
    readonly divergences: readonly number[];
  }[];
};
const MODEL = resolve('test/fixtures/matrix/smollm2/genai-fp32');

interface Effect {
  readonly drop: number;
  readonly divergence: number;
}

interface GroundJson {
  readonly sourceCut: number;
  readonly chat: boolean;
  readonly source: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  readonly answer: readonly {
    readonly start: number;
    readonly end: number;
    readonly text: string;
    readonly attention: Readonly<Record<'source' | 'question' | 'answer' | 'sink' | 'other', number>>;
    readonly withoutSource: Effect | null;
    readonly strongest: readonly {
      readonly sentence: number;
      readonly weight: number;
      readonly without: Effect | null;
      readonly control: object | null;
    }[];
    readonly words:
      readonly { readonly word: string; readonly start: number; readonly end: number; readonly notFromHere: boolean }[] | null;
  }[];
}

let folder = '';
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
let texts: readonly string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ground-'));
  texts = [
    '--source',
    file('source.txt', `\n${REFERENCE.source}\n`),
    '--answer',
    file('answer.txt', `  ${REFERENCE.answer}\n`),
    '--question',
    REFERENCE.question,
  ];
});

const ground = (...args: readonly string[]) => runInProcess(['ground', '--model', MODEL, ...texts, ...args]);

test('json: what PyTorch gives, with places in the texts as they are in their files', async () => {
  const { code, stdout, stderr } = await ground('--remove', '--format', 'json');
  expect([code, stderr]).toEqual([0, '']);
  const report = JSON.parse(String(stdout)) as GroundJson;
  expect(schemaErrors(report, SCHEMA)).toEqual([]);
  expect([report.chat, report.sourceCut]).toEqual([false, 0]);
  const [source, answer] = [`\n${REFERENCE.source}\n`, `  ${REFERENCE.answer}\n`];
  for (const { start, end, text } of report.source) expect(source.slice(start, end)).toBe(text);
  let before = 0;
  for (const { start, end, text, attention, withoutSource, strongest, words } of report.answer) {
    expect(answer.slice(start, end)).toBe(text);
    for (const word of words!) expect(answer.slice(word.start, word.end)).toBe(word.word);
    expect(Object.values(attention).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    const tokens = REFERENCE.answers[report.answer.findIndex(other => other.start === start)]!.length;
    const effectOf = (taken: readonly number[]): Effect => {
      const { drops, divergences } = REFERENCE.removals.find(removal => removal.taken.join() === taken.join())!;
      const sum = (values: readonly number[]): number => values.slice(before, before + tokens).reduce((a, b) => a + b, 0);
      return { drop: expect.closeTo(sum(drops), 3) as number, divergence: expect.closeTo(sum(divergences) / tokens, 4) as number };
    };
    expect(withoutSource).toEqual(effectOf([0, 1, 2]));
    for (const { sentence, without } of strongest) expect(without).toEqual(effectOf([sentence]));
    before += tokens;
  }
});

test('text: each sentence with its shares and its source sentences; what was left out only where asked', async () => {
  const plain = await ground();
  expect(plain.code).toBe(0);
  const lines = String(plain.stdout).split('\n');
  expect(lines[0]).toBe('genai-fp32, an answer of 2 sentences on a source of 3 sentences, one behind the other');
  expect(lines[2]).toBe('1. "The cat sat."');
  expect(lines[3]).toMatch(/^ {3}attention: source 0\.\d\d, question 0\.\d\d, the answer so far 0\.\d\d, sink 0\.\d\d, other 0\.\d\d$/);
  expect(lines.slice(4, 7).every(line => /^ {3}0\.\d\d \(others 0\.\d\d, even 0\.\d\d\) {2}"/.test(line))).toBe(true);
  expect(String(plain.stdout)).not.toContain('without it');
  expect(String(plain.stdout)).toContain('--remove measures');
  expect(String(plain.stdout)).toContain('Ranked by attention x (attention / others)^2');
  const alone = String(
    (await runInProcess(['ground', '--model', MODEL, ...texts.slice(0, 2), '--answer', file('alone.txt', 'The cat sat.')])).stdout,
  );
  expect(alone).toMatch(/\n {3}0\.\d\d \(even 0\.\d\d\) {2}"/);
  expect(alone).not.toMatch(/[Oo]thers/);
  const measured = String((await ground('--remove')).stdout);
  expect(measured.match(/without it: /g)).toHaveLength(6);
  expect(measured.match(/control: /g)).toHaveLength(6);
  expect(measured.match(/without the whole source: /g)).toHaveLength(2);
  expect(measured).toContain('does not tell right from wrong');
});

test('a source that is too long: what was left out is said, and none of the answer', async () => {
  const { code, stdout, stderr } = await runInProcess([
    'ground', '--model', MODEL, '--source', file('long.txt', `${REFERENCE.source} `.repeat(20)), '--answer', texts[3]!, '--format', 'json',
  ]); // prettier-ignore
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^warning: the model reads 128 tokens: the last [\d,]+ characters of the source were left out, none of the question and the answer\n$/,
  );
  const report = JSON.parse(String(stdout)) as GroundJson;
  expect(schemaErrors(report, SCHEMA)).toEqual([]);
  expect(report.sourceCut).toBeGreaterThan(500);
  expect([report.answer.map(({ text }) => text).join(' '), report.answer[0]!.words, report.answer[0]!.withoutSource]).toEqual([
    REFERENCE.answer,
    null,
    null,
  ]);
});

test('without a question none has a share', async () => {
  const { stdout } = await runInProcess(['ground', '--model', MODEL, ...texts.slice(0, 4)]);
  expect(String(stdout).split('\n')[3]).toMatch(/^ {3}attention: source 0\.\d\d, the answer so far 0\.\d\d, sink /);
});

test('a text from standard input', async () => {
  const { code, stdout } = await runInProcess(['ground', '--model', MODEL, '--source', '-', '--answer', texts[3]!], REFERENCE.source);
  expect([code, String(stdout).includes('source of 3 sentences')]).toEqual([0, true]);
});

describe('faults', () => {
  test.each<[args: () => readonly string[], code: number, title: string]>([
    [() => ['--answer', texts[3]!], 2, 'No source'],
    [() => ['--source', texts[1]!], 2, 'No answer'],
    [() => ['--source', '-', '--answer', '-'], 2, 'Standard input is named twice'],
    [() => [...texts, 'more'], 2, 'An argument too many'],
    [() => [...texts, '--word', 'cat'], 2, '--word does not go with ground'],
    [() => ['--source', file('empty.txt', ''), '--answer', texts[3]!], 2, '--source: the text holds no words'],
    [() => ['--source', texts[1]!, '--answer', join(folder, 'nowhere')], 2, '--answer: the text could not be read'],
    [
      () => ['--source', texts[1]!, '--answer', file('large.txt', 'A cat sat on it. '.repeat(60))],
      2,
      'The answer leaves no room for the source',
    ],
    [() => [...texts, '--output', texts[3]!], 2, 'It is the very file that is read'],
  ])('%#: a message with what to do', async (args, code, title) => {
    const result = await runInProcess(['ground', '--model', MODEL, ...args()]);
    expect(result.stderr).toContain(title);
    expect([result.code, String(result.stdout)]).toEqual([code, '']);
  });

  test('the built-in model is no decoder: what can be used instead', async () => {
    const { code, stderr } = await runInProcess(['ground', ...texts]);
    expect(code).toBe(5);
    expect(stderr).toMatch(/no decoder.*Choose a decoder.*--target.*heads --from --to/s);
  });

  test('a model without its head: attention, and no removal', async () => {
    const model = ['ground', '--model', resolve('test/fixtures/models/gpt2'), ...texts.slice(0, 4)];
    expect((await runInProcess(model)).code).toBe(0);
    const { code, stderr } = await runInProcess([...model, '--remove']);
    expect([code, stderr.includes('says not how likely')]).toEqual([5, true]);
  });
});

test('escapes and controls of the texts never reach the terminal', async () => {
  const hostile = 'cat \u001b[31mred\u009b2J \u202eevil. And a dog.';
  for (const format of ['text', 'json']) {
    const { code, stdout, stderr } = await runInProcess([
      'ground', '--model', MODEL, '--source', file('hostile.txt', hostile), '--answer', file('evil.txt', hostile), '--remove', '--format', format,
    ]); // prettier-ignore
    expect([code, stderr]).toEqual([0, '']);
    // oxlint-disable-next-line no-control-regex -- control characters are what it must not find
    expect(String(stdout)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  }
});
