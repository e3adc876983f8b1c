import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatSigned, formatWeight } from '../../src/core/describe/numbers.ts';
import { Runner } from '../../src/engine/runner.ts';
import { runCommandLine, runInProcess, TINY_MODEL } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';
import { naiveCosine, tiny, tinyJson } from './support.ts';
import { ranText } from '../support/ranText.ts';

const SCHEMA = JSON.parse(readFileSync('docs/influence-schema.json', 'utf8')) as Record<string, unknown>;

/** Each word is one token, so that taking it away is an edit of the text. */
const TEXT = 'the old man gave the dog food because it was hungry';

interface InfluenceJson {
  readonly word: string;
  readonly layer: number;
  readonly control: number | null;
  readonly items: readonly {
    readonly word: string;
    readonly start: number;
    readonly end: number;
    readonly shift: number | null;
    readonly attention?: number | null;
    readonly rollout?: number | null;
  }[];
  readonly lens?: string;
  readonly rankCorrelation?: { readonly attention: number | null; readonly rollout: number | null };
}

/** Spearman's coefficient of numbers without ties, by its formula. */
function naiveRankCorrelation(a: readonly number[], b: readonly number[]): number {
  const rankOf = (value: number, among: readonly number[]): number => among.filter(other => other < value).length;
  const square = a.reduce((sum, value, index) => sum + (rankOf(value, a) - rankOf(b[index]!, b)) ** 2, 0);
  return 1 - (6 * square) / (a.length * (a.length ** 2 - 1));
}

const runner = new Runner({ hidden: true });

/** The vector of the word "dog" in a text. */
async function vectorIn(text: string, state: number): Promise<Float32Array> {
  const { runId, tokens } = ranText(await runner.run({ directory: TINY_MODEL, text, fit: 'start', caret: 0 }));
  const values = (await runner.tensors(runId)).hidden[state]!;
  const width = values.length / tokens.length;
  const token = tokens.findIndex(candidate => candidate.text === 'dog');
  return values.slice(token * width, (token + 1) * width);
}

describe('json', () => {
  test('a word glued to what the model does not know is looked at with it, as both are one token', async () => {
    const text = 'the old cat🙂 gave the dog food';
    const { code, stdout, stderr } = await tiny('influence', '--format', 'json', '--text', text, '--word', 'cat');
    expect([code, stderr]).toEqual([
      0,
      'warning: 1 word is unknown to this model (“cat🙂”): it reads the unknown token “[UNK]” in its place.\n',
    ]);
    expect((JSON.parse(String(stdout)) as InfluenceJson).word).toBe('cat🙂');
  });

  test.each([
    ['mask', ['--layer', '1'], 1, '[MASK]'],
    ['omit', ['--layer', '3', '--mode', 'omit'], 3, ''],
    ['mask, in the middle of the stack', ['--mode', 'mask'], 2, '[MASK]'],
  ])('%s: the shifts of one run for each edited text', async (_, options, state, standIn) => {
    const report = await tinyJson<InfluenceJson>('influence', '--text', TEXT, '--word', 'DOG', ...options);
    expect(schemaErrors(report, SCHEMA)).toEqual([]);
    expect([report.word, report.layer]).toEqual(['dog', state]);
    expect(report.items.map(item => item.word)).toEqual(['the', 'old', 'man', 'gave', 'the', 'food', 'because', 'it', 'was', 'hungry']);
    const reference = await vectorIn(TEXT, state);
    const shifts: number[] = [];
    for (const { start, end, word, shift } of report.items) {
      expect(TEXT.slice(start, end)).toBe(word);
      const without = await vectorIn(TEXT.slice(0, start) + standIn + TEXT.slice(end), state);
      shifts.push(1 - naiveCosine(without, reference));
      expect(shift).toBeCloseTo(shifts.at(-1)!, 5);
    }
    // the, the, because, it, was: the third of five.
    const control = [0, 4, 6, 7, 8].map(index => shifts[index]!).toSorted((a, b) => a - b)[2]!;
    expect(report.control).toBeCloseTo(control, 5);
    expect(Math.max(...shifts)).toBeGreaterThan(1e-3);
  });

  test('of several places the first of this very spelling is taken, and that is said', async () => {
    const { code, stdout, stderr } = await tiny('influence', '--text', 'A DOG, a dog', '--word', 'dog', '--format', 'json');
    expect([code, stderr]).toEqual([0, 'warning: the word stands in the text 2 times: the first one is looked at\n']);
    const { items } = JSON.parse(String(stdout)) as InfluenceJson;
    expect(items.map(item => item.word)).toEqual(['A', 'DOG', ',', 'a']);
    const { stdout: text } = await tiny('influence', '--text', 'A DOG, a dog', '--word', 'dog');
    expect(String(text)).toContain('Of the orders of these 4 words and marks, ');
  });

  test('before any layer no word knows another, and without function words there is no control', async () => {
    const report = await tinyJson<InfluenceJson>('influence', '--text', 'old man, red dog', '--word', 'dog', '--layer', '0');
    expect(schemaErrors(report, SCHEMA)).toEqual([]);
    expect(report.control).toBeNull();
    expect(report.items.map(item => item.word)).toEqual(['old', 'man', ',', 'red']);
    for (const { shift, rollout } of report.items) {
      expect(shift).toBeCloseTo(0, 6);
      expect(rollout).toBeNull();
    }
    expect(report.rankCorrelation!.rollout).toBeNull();
    const { stdout } = await tiny('influence', '--text', 'old man, red dog', '--word', 'dog', '--layer', '0');
    expect(String(stdout)).toContain('Before any layer nothing was mixed, so there is nothing to roll out.');
    expect(String(stdout)).not.toContain('Rollout:');
  });

  test.each([1, 3])(
    'attention and rollout of layer %i stand beside the shifts, as run gives them, with their rank correlations',
    async layer => {
      const report = await tinyJson<InfluenceJson>('influence', '--text', TEXT, '--word', 'dog', '--layer', String(layer));
      interface RunJson {
        readonly view: { readonly lens: string | null };
        readonly words: readonly { readonly start: number }[];
        readonly word: { readonly index: number; readonly attends: readonly number[] };
      }
      const run = (...options: string[]) => tinyJson<RunJson>('run', '--text', TEXT, '--word', 'dog', ...options);
      const shifts = report.items.map(item => item.shift!);
      for (const [name, { words, word, view }] of [
        ['attention', await run()],
        ['rollout', await run('--rollout', '--layer', String(layer - 1))],
      ] as const) {
        const expected = word.attends.filter((_, index) => index !== word.index && words[index]!.start >= 0);
        expect(report.items.map(item => item[name])).toEqual(expected);
        expect(report.rankCorrelation![name]).toBeCloseTo(naiveRankCorrelation(shifts, expected), 10);
        if (name === 'attention') expect(report.lens).toBe(view.lens);
      }
    },
  );

  test('what was written before rollout came is still valid', () => {
    const item = { word: 'the', start: 0, end: 3, shift: 0.25 };
    expect(schemaErrors({ word: 'dog', layer: 1, control: 0.1, items: [item] }, SCHEMA)).toEqual([]);
    expect(schemaErrors({ word: 'dog', layer: 1, control: 0.1, items: [{ ...item, rollout: '1' }] }, SCHEMA)).not.toEqual([]);
  });

  test('a text that is too long is read around the word', async () => {
    const text = `${'cat '.repeat(100)}the dog ${'cat '.repeat(100)}`;
    const { code, stdout, stderr } = await tiny('influence', '--text', text, '--word', 'dog', '--format', 'json');
    expect([code, stderr]).toEqual([0, 'warning: the model reads 64 of 204 tokens: the ones around the word were run\n']);
    const report = JSON.parse(String(stdout)) as InfluenceJson;
    expect(report.items.length).toBe(61);
    expect(report.items.find(item => item.word === 'the')!.start).toBe(400);
  });

  test('in a long text that is held by rows, of a word near its start, attention stands beside the shifts and rollout is said to be left out', async () => {
    const model = mkdtempSync(join(tmpdir(), 'attention-lens-influence-'));
    try {
      cpSync(resolve('test/fixtures/models/llama-cached'), model, { recursive: true });
      const config = join(model, 'config.json');
      writeFileSync(config, readFileSync(config, 'utf8').replace(/("max_position_embeddings": )\d+/, '$14000'));
      const text = `The hungry cat sat. ${'The dog looked at it. '.repeat(80)}`;
      const influence = (...more: string[]) => runInProcess(['influence', '--model', model, '--text', text, '--word', 'sat', ...more]);
      const { code, stdout } = await influence('--format', 'json');
      expect(code).toBe(0);
      const report = JSON.parse(String(stdout)) as InfluenceJson;
      expect(schemaErrors(report, SCHEMA)).toEqual([]);
      expect(report.items.map(({ word }) => word).filter(word => word !== '␣')).toEqual(['The', 'hungry', 'cat']);
      expect(report.items.every(({ rollout }) => rollout === null)).toBe(true);
      expect(report.items.every(({ shift, attention }) => shift! > 0 && attention! > 0)).toBe(true);
      expect(String((await influence()).stdout)).toContain('Rollout: the text is too long for it');
    } finally {
      rmSync(model, { recursive: true });
    }
  });
});

describe('text', () => {
  test('the strip marks what is above the control, beside attention, with what it does not say', async () => {
    const { code, stdout, stderr } = await tiny('influence', '--text', TEXT, '--word', 'dog');
    expect([code, stderr]).toEqual([0, '']);
    const report = String(stdout);
    const { control, items, rankCorrelation } = await tinyJson<InfluenceJson>('influence', '--text', TEXT, '--word', 'dog');
    expect(report).toContain('the vector of "dog" after 2 of 3 layers, every other word masked in turn');
    const strip = report.split('\n')[2]!;
    expect(strip).toContain('>dog<');
    const marked = items.filter(item => item.shift! > control!);
    expect([...strip.matchAll(/\[(\S+) \.\d{3}\]/g)].map(match => match[1])).toEqual(marked.map(item => item.word));
    expect(report).toContain(
      `Control: the median shift of 5 function words (“the”, “because”, “it” …) is ${control!.toFixed(3)}. Larger shifts are marked. So are those of function words above their median.`,
    );
    const row = [...items].sort((a, b) => b.shift! - a.shift!)[0]!;
    const columns = /^ +shift +attention +rollout\n(\S+) +(\S+) +(\S+) +(\S+)$/m.exec(report)!.slice(1);
    expect(columns).toEqual([row.word, row.shift!.toFixed(3), formatWeight(row.attention!), formatWeight(row.rollout!)]);
    expect(report).toContain('Rollout: How much of each word that entered the model is in this word after 2 of');
    const said =
      /^Of the orders of these 10 words, those by shift and by attention .* at ρ\u00a0(.*), those by shift and by rollout .* at ρ\u00a0(.*); up to ±0\.65 can be chance\.$/m;
    expect(said.exec(report)!.slice(1)).toEqual([formatSigned(rankCorrelation!.attention!), formatSigned(rankCorrelation!.rollout!)]);
    expect(report).toContain('Attention is not by itself an explanation');
  });

  test('of many words above the control the twelve with the largest shifts are listed, the largest first', async () => {
    const text = `the dog ${'man gave old food was hungry red cat book ran '.repeat(4)}`;
    const { control, items } = await tinyJson<InfluenceJson>('influence', '--text', text, '--word', 'dog');
    const marked = items.filter(({ shift }) => shift! > control!).toSorted((a, b) => b.shift! - a.shift!);
    expect(marked.length).toBeGreaterThan(12);
    const { stdout } = await tiny('influence', '--text', text, '--word', 'dog');
    const lines = String(stdout).split('\n');
    const header = lines.findIndex(line => /^ +shift +attention +rollout$/.test(line));
    const digits = (shift: number) => shift.toFixed(shift < 0.001 ? 5 : 3);
    const rows = lines.slice(header + 1, lines.indexOf('', header)).map(line => line.split(/ +/));
    expect(rows).toEqual(
      marked
        .slice(0, 12)
        .map(({ word, shift, attention, rollout }) => [word, digits(shift!), formatWeight(attention!), formatWeight(rollout!)]),
    );
  });

  test('the built-in model: refused, lend and credit matter to bank', async () => {
    const text = 'The bank refused to lend her money because her credit was poor.';
    const { stdout } = await runCommandLine(['influence', '--text', text, '--word', 'bank']);
    for (const word of ['refused', 'lend', 'credit']) expect(String(stdout)).toMatch(new RegExp(`\\[${word} \\.\\d{3}\\]`));
  });
});
