import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatWeight } from '../../src/core/describe/numbers.ts';
import { runInProcess } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';
import { largestDifference } from '../support/tensors.ts';
import { floatsOf, naiveCosine, tiny, tinyJson, tinyNpz } from './support.ts';

const SCHEMA = JSON.parse(readFileSync('docs/run-schema.json', 'utf8')) as Record<string, unknown>;
const TEXT = 'the old man gave the dog food';

interface Seen {
  readonly text: string;
  readonly words: readonly { readonly label: string }[];
  readonly attention: readonly (readonly number[])[];
}

interface RunJson extends Seen {
  readonly view: { readonly label: string; readonly selection: unknown; readonly headCount: number };
  readonly replaced: Seen & {
    readonly from: string;
    readonly to: string;
    readonly start: number;
    readonly end: number;
    readonly pairs: readonly (readonly [number, number])[];
    readonly cosines: readonly (readonly (number | null)[])[];
  };
}

describe('--replace', () => {
  test.each(['text', 'json', 'npz'])(
    '%s: a word that the model does not read is refused: both texts would be run as the same one',
    async format => {
      const text = `${'cat '.repeat(100)}dog`;
      const { code, stdout, stderr } = await tiny('run', '--text', text, '--replace', 'dog=food', '--format', format);
      expect([code, String(stdout)]).toEqual([2, '']);
      expect(stderr).toContain('The word before the equals sign of --replace stands beyond what the model can read.');
    },
  );

  test('a word glued to what the model does not know is masked with it, as both are one token', async () => {
    const { code, stdout } = await tiny('run', '--format', 'json', '--text', 'the cat🙂 food', '--replace', 'cat=[MASK]');
    expect(code).toBe(0);
    const { replaced } = JSON.parse(String(stdout)) as RunJson;
    expect([replaced.text, replaced.to]).toEqual(['the [MASK] food', '[MASK]']);
  });

  test('json: the other text as a run of its own, the pairs, and how far each vector moved', async () => {
    const report = await tinyJson<RunJson>('run', '--text', TEXT, '--replace', 'DOG=old cats', '--mean');
    expect(schemaErrors(report, SCHEMA)).toEqual([]);
    const { replaced } = report;
    expect([replaced.from, replaced.to, replaced.start, replaced.end]).toEqual(['DOG', 'old cats', 21, 24]);
    const alone = await tinyJson<RunJson>('run', '--text', 'the old man gave the old cats food', '--mean');
    expect([replaced.text, replaced.words, replaced.attention]).toEqual([alone.text, alone.words, alone.attention]);

    const names = replaced.pairs.map(([word, other]) => `${report.words[word]?.label ?? '-'} ${replaced.words[other]?.label ?? '-'}`);
    expect(names).toEqual([
      '[CLS] [CLS]',
      'the the',
      'old old',
      'man man',
      'gave gave',
      'the the',
      'dog old',
      '- cats',
      'food food',
      '[SEP] [SEP]',
    ]);
    // Every word is one token, so its vector is a row of the hidden state.
    const vectors = await tinyNpz('embed', '--text', TEXT);
    const others = await tinyNpz('embed', '--text', alone.text);
    expect(replaced.cosines.length).toBe(4);
    for (const [state, cosines] of replaced.cosines.entries()) {
      const row = (arrays: typeof vectors, token: number) =>
        floatsOf(arrays.get(`encoder.hidden.${state}`)).subarray(32 * token, 32 * token + 32);
      for (const [index, [word, other]] of replaced.pairs.entries()) {
        if (word < 0 || other < 0) expect(cosines[index]).toBeNull();
        else expect(cosines[index]).toBeCloseTo(naiveCosine(row(vectors, word), row(others, other)), 5);
      }
    }
  });

  test('npz: both texts, with everything that was asked for', async () => {
    const arrays = await tinyNpz('run', '--text', TEXT, '--replace', 'dog=[MASK]', '--hidden', '--rollout');
    const alone = await tinyNpz('run', '--text', 'the old man gave the [MASK] food', '--hidden', '--rollout');
    const names = [...alone.keys()];
    expect(names).toContain('encoder.rollout');
    expect([...arrays.keys()]).toEqual([...names, ...names.map(name => name.replace('encoder.', 'replaced.'))]);
    for (const name of names) expect(arrays.get(name.replace('encoder.', 'replaced.'))).toEqual(alone.get(name));
    expect(arrays.get('encoder.attention.0')).not.toEqual(arrays.get('replaced.attention.0'));
  });

  test('[MASK]: each token of the word is masked, so that the other words move by the shifts of influence', async () => {
    const text = 'the hungrier dog gave the cat food';
    const report = await tinyJson<RunJson>('run', '--text', text, '--replace', 'hungrier=[MASK]');
    expect(schemaErrors(report, SCHEMA)).toEqual([]);
    const { replaced } = report;
    const masks = '[MASK]'.repeat(7);
    expect([replaced.from, replaced.to, replaced.text]).toEqual(['hungrier', masks, text.replace('hungrier', masks)]);
    expect(replaced.words.map(({ label }) => label)).toEqual(['[CLS]', 'the', masks, 'dog', 'gave', 'the', 'cat', 'food', '[SEP]']);
    expect(replaced.pairs).toEqual(report.words.map((_, index) => [index, index]));
    for (const layer of [1, 3]) {
      const influence = await tinyJson<{ items: { word: string; shift: number }[] }>(
        'influence',
        '--text',
        text,
        '--word',
        'dog',
        '--layer',
        String(layer),
      );
      const { shift } = influence.items.find(({ word }) => word === 'hungrier')!;
      expect(Math.abs(1 - replaced.cosines[layer]![3]! - shift)).toBeLessThan(1e-6);
      expect(shift).toBeGreaterThan(1e-3);
    }
  });

  test('text, from one word: both strips, the changes, the vectors', async () => {
    const text = 'The cat sat on the mat because it was tired.';
    const args = ['run', '--text', text, '--word', 'it', '--lens', 'reference'];
    const { code, stdout, stderr } = await runInProcess([...args, '--replace', 'cat=idea']);
    expect([code, stderr]).toEqual([0, '']);
    const report = String(stdout);
    expect(report).toMatch(/^The \[cat \.\d\d\] sat .*>it< was/m);
    expect(report).toMatch(/^The (?:idea|\[idea \.\d\d\]) .*>it< was/m);
    expect(report).toContain('With "cat" replaced by "idea":');
    expect(report).toMatch(/^Cosine of its vector before and after: before any layer 1\.00, /m);
  });

  test.each([
    ['all that are written as 0.01 or more', 'The cat sat on the mat because it was tired.', 7],
    ['of more the eight largest', 'The cat sat on the mat because it was tired, and the dog who had fed it was away with the man.', 10],
  ])('text, from one word, the changes: %s, the largest first', async (_, text, changed) => {
    const args = ['run', '--text', text, '--word', 'it', '--layer', '3', '--head', '1', '--replace', 'cat=idea'];
    const { words, attention, replaced } = JSON.parse(String((await runInProcess([...args, '--format', 'json'])).stdout)) as RunJson;
    const from = words.findIndex(({ label }) => label === 'it');
    const changes = replaced.pairs.map(([word, other]) => {
      const [before, after] = [attention[from]![word]!, replaced.attention[from]![other]!]; // one word for one: the places stay
      const names = new Set([words[word]!.label, replaced.words[other]!.label]);
      return { name: [...names].join(' -> '), before, after, change: after - before };
    });
    const listed = changes.filter(({ change }) => Math.abs(change) >= 0.005).toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
    expect(listed.length).toBe(changed);
    const report = String((await runInProcess(args)).stdout);
    const table = report.slice(report.indexOf('replaced by "idea":')).split('\n\n')[0]!.split('\n').slice(2);
    const signed = (change: number) => (change > 0 ? `+${change.toFixed(2)}` : change.toFixed(2));
    expect(table.map(row => row.split(/ {2,}/))).toEqual(
      listed.slice(0, 8).map(({ name, before, after, change }) => [name, formatWeight(before), formatWeight(after), signed(change)]),
    );
  });

  test('text, every word: both texts and a line for each word', async () => {
    const { stdout } = await tiny('run', '--text', TEXT, '--replace', 'dog=cat');
    const lines = String(stdout).trim().split('\n');
    expect(lines.slice(2, 5)).toEqual([`Before: ${TEXT}`, 'After:  the old man gave the cat food', 'With "dog" replaced by "cat":']);
    expect(lines[6]).toMatch(/^ +largest change of attention +cosine after 2 of 3 layers$/);
    expect(lines.slice(7).map(line => line.split(/ {2,}/)[0])).toEqual(['the', 'old', 'man', 'gave', 'the', 'dog -> cat', 'food']);
  });

  test('nothing changed is said, not drawn', async () => {
    const { stdout } = await tiny('run', '--text', TEXT, '--word', 'man', '--replace', 'dog=dog');
    expect(String(stdout)).toContain('No weight changed by 0.01 or more.');
  });

  test('the word that is looked from is the word that is replaced', async () => {
    const { stdout } = await tiny('run', '--text', 'Cat cat, man', '--word', 'cat', '--replace', 'cat=dog');
    expect(String(stdout)).toMatch(/^(?:Cat|\[Cat \.\d\d\]) >cat<.*\n+.*>dog</m);
  });

  test('of several places the first is taken, and that is said', async () => {
    const { code, stderr } = await tiny('run', '--text', 'a cat, a cat', '--replace', 'cat=dog');
    expect([code, stderr]).toEqual([0, 'warning: the word to replace stands in the text 2 times: the first one is replaced\n']);
  });
});

describe('--rollout', () => {
  /** Abnar and Zuidema from the definition: W the mean over heads, A = W/2 + I/2, each layer's from the left. */
  async function naiveRollout(layers: number): Promise<number[][]> {
    const arrays = await tinyNpz('run', '--text', TEXT);
    const size = arrays.get('encoder.input_ids')!.shape[0]!;
    const indices = [...Array(size).keys()];
    let rolled: number[][] = indices.map(row => indices.map(column => (row === column ? 1 : 0)));
    for (let layer = 0; layer < layers; layer++) {
      const { shape } = arrays.get(`encoder.attention.${layer}`)!;
      const values = floatsOf(arrays.get(`encoder.attention.${layer}`));
      const weight = (row: number, column: number) =>
        [...Array(shape[0]).keys()].reduce((sum, head) => sum + values[(head * size + row) * size + column]! / shape[0]!, 0);
      const own = indices.map(row => indices.map(column => weight(row, column) / 2 + (row === column ? 0.5 : 0)));
      rolled = own.map(row => indices.map(column => row.reduce((sum, value, between) => sum + value * rolled[between]![column]!, 0)));
    }
    return rolled;
  }

  test.each([
    ['through all layers', [], 3],
    ['up to layer 1', ['--layer', '1'], 2],
    ['layer 0 alone', ['--layer', '0'], 1],
  ])('%s: the product of plain matrices', async (_, options, layers) => {
    const expected = await naiveRollout(layers);
    const arrays = await tinyNpz('run', '--text', TEXT, '--rollout', ...options);
    const { shape } = arrays.get('encoder.rollout')!;
    expect(shape).toEqual([expected.length, expected.length]);
    expect(largestDifference(floatsOf(arrays.get('encoder.rollout')), expected.flat())).toBeLessThan(1e-6);
    // Every word is one token.
    const report = await tinyJson<RunJson>('run', '--text', TEXT, '--rollout', ...options);
    expect(schemaErrors(report, SCHEMA)).toEqual([]);
    expect(report.view).toMatchObject({ selection: { kind: 'rollout', layer: layers - 1 }, headCount: 4 * layers });
    expect(largestDifference(report.attention.flat(), expected.flat())).toBeLessThan(1e-6);
  });

  test('text says what it is', async () => {
    const { stdout } = await tiny('run', '--text', TEXT, '--rollout', '--word', 'dog');
    expect(String(stdout)).toMatch(/^bert-dynamo, rollout up to layer 2\n/);
    expect(String(stdout)).toContain('Abnar and Zuidema 2020');
    expect(String(stdout)).not.toContain('attends');
  });
});
