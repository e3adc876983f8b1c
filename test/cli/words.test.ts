import { describe, expect, test } from 'vitest';
import { runInProcess, TINY_MODEL, type CommandResult } from '../support/commandLine.ts';
import { loadNpz } from '../support/npz.ts';
import { floatsOf } from './support.ts';

const tiny = (command: string, ...args: string[]): Promise<CommandResult> => runInProcess([command, '--model', TINY_MODEL, ...args]);

interface RunJson {
  readonly words: readonly { readonly label: string; readonly tokens: readonly number[] }[];
  readonly word: { readonly index: number; readonly attends: readonly number[] };
}

async function json<T>(command: string, ...args: string[]): Promise<T> {
  const { code, stdout } = await tiny(command, '--format', 'json', ...args);
  expect(code).toBe(0);
  return JSON.parse(String(stdout)) as T;
}

const TEXT = 'A state-of-the-art system, e.g. in the U.S. at 10:30, knows C++ and CO₂; I don’t.';

describe('--word of several units, and in any spelling', () => {
  test.for<[word: string, label: string]>([
    ['state-of-the-art', 'state-of-the-art'],
    ['State\u2011of\u2011the\u2011art', 'state-of-the-art'],
    ['e.g.', 'e.g.'],
    ['u.s.', 'U.S.'],
    ['10:30', '10:30'],
    ['C++', 'C++'],
    ['CO₂', 'CO₂'],
    ["don't", 'don’t'],
    ['the u.s.', 'the U.S.'],
  ])('%j', async ([word, label]) => {
    const { words, word: from } = await json<RunJson>('run', '--text', TEXT, '--word', word);
    expect(words[from.index]!.label).toBe(label);
    const { word: measured } = await json<{ word: string }>('influence', '--text', TEXT, '--word', word);
    expect(measured).toBe(label);
    const { occurrences } = await json<{ occurrences: { start: number; end: number }[] }>('compare', '--text', TEXT, '--word', word);
    expect(occurrences.map(({ start, end }) => TEXT.slice(start, end))).toEqual([label]);
    const { replaced } = await json<{ replaced: { text: string } }>('run', '--text', TEXT, '--replace', `${word}=cat`);
    expect(replaced.text).toBe(TEXT.replace(label, 'cat'));
  });

  test('attention from a phrase is the mean over its tokens, to a word the sum over its tokens', async () => {
    const args = ['--text', 'the old man, the old man', '--layer', '1', '--head', '2'];
    const { words, word } = await json<RunJson>('run', ...args, '--word', 'old man');
    expect(words.map(({ label }) => label)).toEqual(['[CLS]', 'the', 'old man', ',', 'the', 'old man', '[SEP]']);
    const map = loadNpz((await tiny('run', ...args, '--format', 'npz')).stdout).get('encoder.attention.1')!;
    const [, size] = map.shape;
    const values = floatsOf(map).subarray(2 * size! ** 2);
    const from = words[word.index]!.tokens;
    expect(from.length).toBe(2);
    for (const [index, { tokens }] of words.entries()) {
      const sums = from.map(row => tokens.reduce((sum, column) => sum + values[row * size! + column]!, 0));
      expect(word.attends[index]).toBeCloseTo(sums.reduce((a, b) => a + b) / 2, 6);
    }
  });

  test('of several places the whole word before a part of one, else the very spelling', async () => {
    const indexOf = async (text: string, word: string): Promise<string> => {
      const report = await json<RunJson>('run', '--text', text, '--word', word);
      return `${report.word.index} ${report.words[report.word.index]!.label}`;
    };
    expect(await indexOf('cat🙂 Cat cat', 'cat')).toBe('3 cat');
    expect(await indexOf('cat🙂 Cat', 'cat')).toBe('2 Cat');
    expect(await indexOf('a cat🙂', 'cat')).toBe('2 cat🙂');
    expect(await indexOf('New york in New York', 'New York')).toBe('3 New York');
    expect(await indexOf('a cat', '[CLS]')).toBe('0 [CLS]');
  });

  test('with a word replaced, the phrase that is looked from is one word in both texts', async () => {
    const { stdout } = await tiny('run', '--text', 'the old man gave the dog food', '--word', 'old man', '--replace', 'dog=cat');
    expect(String(stdout)).toMatch(/>old man< .*\n.*>old man< /);
  });

  test('what is not there, and what was not read, are told apart', async () => {
    expect((await tiny('run', '--text', 'a cat', '--word', 'old man')).stderr).toContain('No word of the text is written like');
    expect((await tiny('run', '--text', 'a \ue000 cat', '--word', '\ue000')).stderr).toContain('its tokenizer drops it');
  });
});
