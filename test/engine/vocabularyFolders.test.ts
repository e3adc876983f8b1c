import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/core/fault.ts';
import { tokensOfFolder } from '../../src/engine/analyses/tokens.ts';
import { areUnchanged } from '../../src/engine/model/fingerprint.ts';
import { faultIn } from '../support/faultOf.ts';
import { loadAlone } from '../support/loadedModel.ts';
import { madeFolders } from '../support/madeFolders.ts';

const MODEL = 'test/fixtures/models/bert-dynamo';
const BERT = { 'tokenizer_config.json': JSON.stringify({ tokenizer_class: 'BertTokenizer', do_lower_case: true }) };
const TEXT = 'The cat sat, unbelievably [MASK] in Paris.';

const { model } = JSON.parse(readFileSync(join(MODEL, 'tokenizer.json'), 'utf8')) as { model: { vocab: Record<string, number> } };
const WORDS = Object.entries(model.vocab)
  .sort(([, a], [, b]) => a - b)
  .map(([word]) => word);
const linesOf = (words: readonly string[]): string => words.map(word => `${word}\n`).join('');

const made = madeFolders();
/** The model with these files instead of its tokenizer.json. */
function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const contents = Object.entries(files).map(
    ([name, content]) => [name, typeof content === 'string' ? { text: content } : content] as const,
  );
  const directory = made.folderOf(Object.fromEntries(contents), MODEL);
  rmSync(join(directory, 'tokenizer.json'));
  return directory;
}

describe('a folder without tokenizer.json', () => {
  test('opens with vocab.txt and its settings, and gives the same ids', async () => {
    const directory = folderOf({ 'vocab.txt': linesOf(WORDS), ...BERT });
    const [whole, parts] = [await loadAlone(MODEL), await loadAlone(directory)];
    const idsOf = ({ tokenizer }: typeof whole) => tokenizer.encode(TEXT).tokens.map(({ id, start, end }) => [id, start, end]);
    expect(idsOf(parts)).toEqual(idsOf(whole));
    expect(parts.maskToken).toEqual(whole.maskToken);
    expect(tokensOfFolder({ directory, text: TEXT })).toEqual(tokensOfFolder({ directory: MODEL, text: TEXT }));
    expect(areUnchanged(parts.files)).toBe(true);
    writeFileSync(join(directory, 'vocab.txt'), linesOf([...WORDS, 'more']));
    expect(areUnchanged(parts.files)).toBe(false);
    await Promise.all([whole.session.dispose(), parts.session.dispose()]);
  });

  test('is read with vocab.json and merges.txt', async () => {
    const directory = folderOf({
      'vocab.json': JSON.stringify({ c: 0, a: 1, t: 2, ca: 3, cat: 4, '<|endoftext|>': 5 }),
      'merges.txt': '#version: 0.2\nc a\nca t\n',
      'tokenizer_config.json': JSON.stringify({ tokenizer_class: 'GPT2Tokenizer' }),
      'added_tokens.json': JSON.stringify({ '<user>': 6 }),
    });
    const { tokens: found } = tokensOfFolder({ directory, text: 'catca<user>' });
    expect(found.map(({ id }) => id)).toEqual([4, 3, 6]);
  });

  test.for<[what: string, files: Record<string, string | Uint8Array>, fault: Partial<Fault>]>([
    [
      'a special token is there twice',
      { 'vocab.txt': linesOf([...WORDS, '[SEP]']), ...BERT },
      { code: 'file-corrupt', cause: 'vocab.txt has a special token twice.' },
    ],
    [
      'a special token is missing',
      { 'vocab.txt': linesOf(WORDS.filter(word => word !== '[CLS]')), ...BERT },
      { code: 'file-corrupt', cause: 'Its vocabulary lacks a special token that goes around every text.' },
    ],
    ['nothing is in it', { 'vocab.txt': '', ...BERT }, { code: 'file-empty', cause: 'vocab.txt holds no data.' }],
    ['it is a web page', { 'vocab.txt': '<!DOCTYPE html>', ...BERT }, { code: 'file-html' }],
    ['it holds no text', { 'vocab.txt': new Uint8Array(64), ...BERT }, { code: 'file-corrupt', cause: 'vocab.txt is not a text file.' }],
    [
      'it is of another encoding',
      { 'vocab.txt': Buffer.from('[UNK]\ncaf\xe9\n', 'latin1'), ...BERT },
      { code: 'file-corrupt', cause: 'In vocab.txt the byte 0xE9 at offset 9 (line 2) is no part of any character.' },
    ],
    [
      'its kind is not known',
      { 'vocab.txt': linesOf(WORDS), 'tokenizer_config.json': '{"tokenizer_class":"BertweetTokenizer"}' },
      { code: 'unsupported-tokenizer', nextStep: expect.stringContaining('save_pretrained') as string },
    ],
    [
      'half of a vocabulary',
      { 'vocab.json': '{"a":0}' },
      {
        code: 'tokenizer-missing',
        cause:
          'The folder has no tokenizer.json, and vocab.json but no merges.txt; it has onnx/model.onnx, reference.bin, config.json, reference.json, vocab.json.',
      },
    ],
    [
      'nothing',
      {},
      {
        code: 'tokenizer-missing',
        cause: expect.stringContaining('no tokenizer.json, and no vocab.txt, or vocab.json with merges.txt, to take its place;') as string,
      },
    ],
  ])('%s: the cause, and what to do', async ([, files, expected]) => {
    const directory = folderOf(files);
    const fault = await faultIn(() => loadAlone(directory));
    expect(fault).toMatchObject(expected);
    expect(fault.nextStep).toMatch(/^\S.+\.$/);
    if (expected.code === 'file-corrupt') expect(fault.nextStep).not.toContain('Copy tokenizer.json again');
    expect(await faultIn(async () => tokensOfFolder({ directory, text: 'a' }))).toEqual(fault);
  });
});
