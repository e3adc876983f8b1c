import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandLineOf, TEXT_FILES } from '../../src/core/export/commandLine.ts';
import { captionOf } from '../../src/core/export/tables.ts';
import { titleOf } from '../../src/core/export/takenPair.ts';
import type { Taken } from '../../src/core/export/taken.ts';
import type { ViewAction } from '../../src/core/state/viewState.ts';
import { textsIn } from '../../src/session/target.ts';
import { paletteIn } from '../../src/draw/files/palettes.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import { unitsOf } from '../../src/session/exploration.ts';
import type { ChosenModel } from '../../src/session/modelChoice.ts';
import { Explorer } from '../../src/session/explorer.ts';
import { TakeAway } from '../../src/session/takeAway.ts';
import type { Within } from '../../src/core/text/textPair.ts';
import { pairTarget, type Target } from '../../src/session/target.ts';
import { runInProcess } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';
import { loadNpz } from '../support/npz.ts';
import { textUnit } from '../support/textUnit.ts';

/* Two texts, taken away by the panel and by the command line that it gives: the same bytes. */

const FIRST = 'The cat sat on the mat.';
const SECOND = 'Le chat est sur the mat, the cat est assis.';

const MODELS = {
  encoder: resolve('test/fixtures/models/bert-dynamo'),
  decoder: resolve('test/fixtures/models/gpt2'),
  cross: resolve('test/fixtures/encoderDecoders/bart-merged'),
} as const;
type Kind = keyof typeof MODELS;
const KINDS = Object.keys(MODELS) as Kind[];

const folder = mkdtempSync(join(tmpdir(), 'attention-lens-pair-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const TARGET: Omit<Target, 'uri' | 'label' | 'text'> = {
  what: 'selection',
  start: { line: 0, character: 0 },
  skipped: 0,
  tooLong: false,
  fit: 'start',
  caret: 0,
};

/** The panel of two texts, with the engine but without its process. */
class Panel {
  readonly explorer: Explorer;
  readonly takeAway: TakeAway;

  constructor(chosen: ChosenModel) {
    const runner = new Runner();
    const engine = {
      call: async (method: keyof Runner, parameters: never) => (runner[method] as (parameters: never) => unknown)(parameters),
    } as unknown as EngineClient;
    const models = { chosen, isBuiltInAt: () => false, name: 'model' };
    const none = () => ({ dispose: () => undefined });
    this.explorer = new Explorer(engine, models, { open: [], onEdit: none, onOpen: none }, { fault: () => undefined });
    this.takeAway = new TakeAway(this.explorer, engine);
  }

  async explore(first = FIRST, second = SECOND): Promise<this> {
    const target = (uri: string, text: string): Target => ({ ...TARGET, uri, label: uri, text });
    expect(await this.explorer.explore(pairTarget(target('file:///a.md', first), target('file:///b.md', second)))).toBe(true);
    return this;
  }

  do(...actions: readonly ViewAction[]): this {
    for (const action of actions) this.explorer.dispatch(action);
    return this;
  }

  /** The n-th place of a word in one of the texts. */
  pin(word: string, side: 0 | 1, nth = 1): this {
    const exploration = this.explorer.exploration!;
    const { sides } = exploration.matrix;
    const places = unitsOf(exploration, this.explorer.state.level).flatMap(({ label }, unit) =>
      label === word && sides!.of[unit] === side ? [unit] : [],
    );
    return this.do({ type: 'pin', unit: textUnit(places[nth - 1]!) });
  }

  taken(): Promise<Taken> {
    return this.takeAway.shown() as Promise<Taken>;
  }
}

const panels = new Map<Kind, Panel>();
beforeAll(async () => {
  for (const kind of KINDS) panels.set(kind, await new Panel({ directory: MODELS[kind] }).explore());
});

/** What the line runs, without its program, in another format. */
async function ran(taken: Taken, format: string, ...more: readonly string[]): Promise<Buffer> {
  const { line, files } = commandLineOf(taken, { program: ['attention-lens'], format, pair: null, isBuiltIn: false }, 'posix');
  expect(files).toEqual([]);
  const args = execFileSync('sh', ['-c', `printf '%s\\0' ${line.replace('attention-lens ', '')}`])
    .toString()
    .split('\0')
    .slice(0, -1);
  const { code, stdout, stderr } = await runInProcess([...args, ...more]);
  expect([code, stderr.replaceAll(/^warning: .*\n/gm, '')]).toEqual([0, '']);
  return stdout;
}

const bytes = (chunks: readonly Uint8Array[]) => Buffer.concat(chunks).toString();

/** What is looked at: a word of which text; and what is taken of it. A line costs a loading of the model, so nothing is asked for twice. */
const WAYS = [
  { what: 'no word', word: null, tables: ['matrix'], pictures: ['words', 'heads'], isPage: true },
  { what: 'a word that looks', word: ['chat', 1], tables: ['row', 'heads'], pictures: ['words', 'text'], isPage: false },
  { what: 'the second of its kind', word: ['the', 1], tables: ['row'], pictures: [], isPage: false },
  { what: 'a word that is looked at', word: ['cat', 0], tables: ['row', 'heads'], pictures: ['text'], isPage: true },
] as const;

describe.each(KINDS)('%s', kind => {
  const look = async (word: readonly [string, 0 | 1] | null, turned = false) => {
    const panel = panels.get(kind)!.do({ type: 'pin', unit: null }, { type: 'hover', unit: null }, { type: 'cursor', unit: null });
    const { state } = panel.explorer;
    const looking = state.direction === 'to';
    if (looking === turned) panel.do({ type: 'direction', direction: turned ? 'by' : 'to' });
    if (word) panel.pin(word[0], word[1], word[0] === 'the' ? 2 : 1);
    return panel.taken();
  };
  const takeAway = () => panels.get(kind)!.takeAway;

  test.each(WAYS)('tables, pictures and a page of $what are those of the line', async ({ word, tables, pictures, isPage }) => {
    const taken = await look(word);
    expect(taken.pair!.looking).toBe(1);
    for (const table of tables) expect(String(await ran(taken, 'csv', '--table', table))).toBe(await takeAway().table(taken, table, 'csv'));
    for (const picture of pictures)
      expect(String(await ran(taken, 'svg', '--picture', picture))).toBe(await takeAway().picture(taken, picture, paletteIn('print')));
    if (isPage) expect(String(await ran(taken, 'html'))).toBe(await takeAway().page(taken, paletteIn('print').heat));
  });

  test('JSON and the file for BertViz are those of the line, as the schema has them', async () => {
    const taken = await look(['chat', 1]);
    const json = bytes(await takeAway().json(taken));
    expect(schemaErrors(JSON.parse(json), JSON.parse(readFileSync('docs/run-schema.json', 'utf8')))).toEqual([]);
    const { pair, ...one } = taken;
    // JSON says nothing of how a table would show it.
    const plain = { ...one, pair: { ...pair!, looking: 1 as const }, hideSink: null };
    expect(String(await ran(plain, 'json'))).toBe(json);
    expect(String(await ran(taken, 'bertviz'))).toBe(bytes(await takeAway().library(taken, 'bertviz')));
  });

  test('an archive of all heads is that of the command line', async () => {
    const taken = await look(null);
    const file = join(folder, `${kind}.npz`);
    await takeAway().tensors(taken, file);
    const asked = ['run', '--model', MODELS[kind], '--text', FIRST, '--target', SECOND, '--format', 'npz'];
    const { code, stdout } = await runInProcess(asked);
    expect([code, stdout.equals(readFileSync(file))]).toEqual([0, true]);
  });
});

test.each([
  ['t5-optimum', { task: 'translation_en_to_fr' }, 'translation_en_to_fr'],
  ['mbart-dynamo', { sourceLanguage: 'en_XX', targetLanguage: 'fr_XX' }, 'English to French'],
] as const)('what a model was told goes along, and is named: %s', async (name, told, said) => {
  const directory = resolve('test/fixtures/encoderDecoders', name);
  const panel = await new Panel({ directory, told }).explore();
  const taken = await panel.taken();
  const table = await panel.takeAway.table(taken, 'matrix', 'csv');
  expect(table).toContain(`told: ${said}`);
  expect(String(await ran(taken, 'csv'))).toBe(table);
  const json = bytes(await panel.takeAway.json(taken));
  expect(String(await ran(taken, 'json'))).toBe(json);
  expect(JSON.parse(json)).toMatchObject({ told });
  expect(schemaErrors(JSON.parse(json), JSON.parse(readFileSync('docs/run-schema.json', 'utf8')))).toEqual([]);
  const ends = ['--from', 'cat', '--to', 'cat', '--text', FIRST, '--target', SECOND, '--format', 'csv'];
  const options = Object.entries(told).map(([key, value]) => `--${key.replace('Language', '-language')}=${value}`);
  const heads = await runInProcess(['heads', '--model', directory, ...options, ...ends]);
  // It stands in each of them once.
  expect([heads.code, String(heads.stdout), heads.stderr]).toEqual([
    0,
    expect.stringContaining(`told: ${said}`),
    expect.not.stringContaining('"cat" stands in the text'),
  ]);
  for (const asked of [
    ['run', '--text', 'a', '--target', 'b', '--format', 'csv'],
    ['heads', ...ends],
  ]) {
    const one = await runInProcess([...asked, '--model', MODELS.encoder, '--task', 'x']);
    expect([one.code, one.stderr]).toEqual([2, expect.stringContaining('This model can be told nothing')]);
  }
});

test('of an encoder the first text may look: the line says so', async () => {
  const panel = panels.get('encoder')!.do({ type: 'pin', unit: null }, { type: 'direction', direction: 'by' });
  for (const [word, side] of [
    [null, 0],
    ['cat', 0],
    ['chat', 1],
  ] as const) {
    panel.do({ type: 'pin', unit: null });
    if (word) panel.pin(word, side);
    const taken = await panel.taken();
    expect(taken.pair!.looking).toBe(0);
    const table = word ? 'row' : 'matrix';
    expect(String(await ran(taken, 'csv', '--table', table))).toBe(await panel.takeAway.table(taken, table, 'csv'));
    if (!word)
      expect(String(await ran(taken, 'svg', '--picture', 'heads'))).toBe(await panel.takeAway.picture(taken, 'heads', paletteIn('print')));
  }
  panel.do({ type: 'pin', unit: null }, { type: 'direction', direction: 'to' });
});

describe.each([
  ['encoder', 'each'],
  ['decoder', 'each'],
  ['cross', 'first'],
  ['cross', 'second'],
] as const)('within the texts of the %s, %s', (kind, within) => {
  const words: readonly (readonly [string, 0 | 1])[] = [
    ...(within === 'second' ? [] : [['cat', 0] as const]),
    ...(within === 'first' ? [] : [['chat', 1] as const]),
  ];

  test('what is taken is what the line gives', async () => {
    const panel = await new Panel({ directory: MODELS[kind] }).explore();
    expect(await panel.explorer.lookWithin(within)).toBe(true);
    const { takeAway } = panel;
    for (const direction of ['to', 'by'] as const)
      for (const word of [null, ...words]) {
        panel.do({ type: 'pin', unit: null }, { type: 'direction', direction });
        if (word) panel.pin(word[0], word[1]);
        const taken = await panel.taken();
        expect([taken.pair!.within, taken.pair!.looking, taken.direction]).toEqual([
          within,
          word ? word[1] : within === 'first' ? 0 : 1,
          direction,
        ]);
        expect(taken.rowUnits).toEqual(taken.columnUnits);
        for (const table of word ? (['row', 'heads'] as const) : (['matrix'] as const)) {
          const written = await takeAway.table(taken, table, 'csv');
          expect(String(await ran(taken, 'csv', '--table', table))).toBe(written);
          const own = taken.pair!.names[taken.pair!.looking];
          expect(written).toContain(`texts: within the ${own}`);
          if (table === 'matrix') expect(captionOf(taken, null)).toContain(`What each word of the ${own} attends to in it: `);
          if (table === 'heads')
            expect(await takeAway.table(taken, table, 'markdown')).toContain(
              'strongest word of its own text but for the word itself, neighbours and punctuation',
            );
        }
        if (direction === 'by') continue;
        for (const picture of word ? (['text'] as const) : (['words', 'heads'] as const))
          expect(String(await ran(taken, 'svg', '--picture', picture))).toBe(await takeAway.picture(taken, picture, paletteIn('print')));
        if (word) {
          const text = (await takeAway.picture(taken, 'text', paletteIn('print')))!;
          expect(['cat', 'chat'].filter(label => text.includes(`>${label}<`))).toEqual(
            within === 'first' || word[1] === 0 ? ['cat'] : ['cat', 'chat'],
          );
          expect(text).not.toContain('which looks');
          continue;
        }
        const page = await takeAway.page(taken, paletteIn('print').heat);
        expect(page.match(/<h2>.*?<\/h2>/g)).toEqual([`<h2>${titleOf(taken.pair!.names[taken.pair!.looking])}</h2>`]);
        expect(page).toContain('<button type="button" id="by">');
        expect(String(await ran(taken, 'html'))).toBe(page);
        const { sentence_b_start: start } = JSON.parse(bytes(await takeAway.library(taken, 'bertviz'))) as { sentence_b_start?: number };
        expect(start === undefined).toBe(kind === 'cross');
        for (const library of ['bertviz', 'circuitsvis'] as const)
          expect(String(await ran(taken, library))).toBe(bytes(await takeAway.library(taken, library)));
        const file = join(folder, `within ${within} ${kind}.npz`);
        await takeAway.tensors(taken, file);
        const asked = ['run', '--model', MODELS[kind], '--text', FIRST, '--target', SECOND, '--format', 'npz'];
        expect((await runInProcess(asked)).stdout.equals(readFileSync(file))).toBe(true);
        const json = bytes(await takeAway.json(taken));
        expect(JSON.parse(json)).toMatchObject({ within });
        expect(schemaErrors(JSON.parse(json), JSON.parse(readFileSync('docs/run-schema.json', 'utf8')))).toEqual([]);
        expect(String(await ran({ ...taken, hideSink: null }, 'json'))).toBe(json);
      }
  });
});

test('a word that is pinned is so again where its text comes back, unless another one was pinned', async () => {
  const panel = await new Panel({ directory: MODELS.cross }).explore();
  const { explorer } = panel;
  const wordPinned = () => explorer.state.pinned && unitsOf(explorer.exploration!, 'words')[explorer.state.pinned.unit]!.label;
  const look = async (within?: Within) => {
    await explorer.lookWithin(within);
    return wordPinned();
  };
  panel.pin('chat', 1);
  expect([await look('first'), await look(), await look('second'), await look('first')]).toEqual([null, 'chat', 'chat', null]);
  panel.pin('cat', 0);
  expect([await look('second'), await look('first'), await look()]).toEqual([null, 'cat', 'cat']);
  panel.do({ type: 'pin', unit: null });
  expect([await look('first'), await look()]).toEqual([null, null]);
});

test('people read what stays within a text', async () => {
  const asked = ['run', '--text', FIRST, '--target', SECOND, '--within'];
  const each = await runInProcess([...asked, 'each', '--model', MODELS.encoder]);
  expect([each.code, String(each.stdout)]).toEqual([0, expect.stringContaining('\nwithin the second text\n')]);
  expect(String(each.stdout)).toMatch(/\nchat -> \w+ 0\.\d\d/);
  expect(String(each.stdout)).not.toMatch(/ -> .*\bsat\b/);
  const source = await runInProcess([...asked, 'first', '--model', MODELS.cross]);
  expect([source.code, String(source.stdout)]).toEqual([0, expect.stringMatching(/encoder|source/)]);
});

test('a table of every word has the words of the one down, those of the other across, and says which looks', async () => {
  const panel = panels.get('cross')!.do({ type: 'pin', unit: null });
  const lines = (await panel.takeAway.table(await panel.taken(), 'matrix', 'tsv'))!.split('\n');
  expect(lines[0]!.split('\t')).toEqual(['from / to', 'The', 'cat', 'sat', 'on', 'the', 'mat', '.']);
  expect(lines.slice(1, 4).map(line => line.split('\t')[0])).toEqual(['Le', '␣', 'chat']);
  expect(lines.at(-2)).toMatch(
    /special tokens: left out; .*texts: the target looks at the source; source SHA-256: \w{64}; target SHA-256: \w{64}$/,
  );
});

describe('BertViz is given', () => {
  interface Given {
    readonly tokens?: readonly string[];
    readonly attention?: readonly (readonly (readonly (readonly number[][])[])[])[];
    readonly sentence_b_start?: number;
    readonly encoder_tokens?: readonly string[];
    readonly decoder_tokens?: readonly string[];
    readonly cross_attention?: readonly (readonly (readonly (readonly number[])[])[])[];
  }
  const given = async (kind: Kind) => {
    const panel = panels.get(kind)!;
    return JSON.parse(bytes(await panel.takeAway.library(await panel.taken(), 'bertviz'))) as Given;
  };

  test('a sentence pair with the place where the second begins', async () => {
    const { tokens, sentence_b_start: start } = await given('encoder');
    expect(tokens![start! - 1]).toBe('[SEP]');
    expect(tokens!.slice(0, start)).toContain('cat');
    expect(tokens!.filter(token => token === '[SEP]')).toHaveLength(2);
    expect(tokens!.at(-1)).toBe('[SEP]');
  });

  test('a source and its target with the attention between them, special tokens included', async () => {
    const { encoder_tokens: source, decoder_tokens: target, cross_attention: layers, tokens } = await given('cross');
    expect(tokens).toBeUndefined();
    const archive = loadNpz(readFileSync(join(folder, 'cross.npz')));
    expect([target!.length, source!.length]).toEqual(archive.get('cross.attention.0')!.shape.slice(1));
    const heads = layers![1]![0]!;
    expect(heads.flat(2)).toHaveLength(archive.get('cross.attention.1')!.shape.reduce((product, size) => product * size, 1));
    const wanted = new Float32Array(archive.get('cross.attention.1')!.bytes.slice().buffer);
    heads.flat(2).forEach((weight, at) => expect(weight).toBeCloseTo(wanted[at]!, 6));
  });
});

test('CircuitsVis shows a pair that is read as one, and says why it cannot show a source and its target', async () => {
  const [encoder, cross] = [panels.get('encoder')!, panels.get('cross')!];
  const taken = await encoder.taken();
  expect(String(await ran(taken, 'circuitsvis'))).toBe(bytes(await encoder.takeAway.library(taken, 'circuitsvis')));
  await expect(cross.takeAway.library(await cross.taken(), 'circuitsvis')).rejects.toThrow('CircuitsVis shows one text');
  const { code, stderr } = await runInProcess(['run', '--model', MODELS.cross, '--text', 'a', '--target', 'b', '--format', 'circuitsvis']);
  expect([code, stderr]).toEqual([5, expect.stringContaining('CircuitsVis shows one text')]);
});

test('NPZ of a pair has places in the text that a token stands in, and in which', async () => {
  const archive = loadNpz(readFileSync(join(folder, 'encoder.npz')));
  const ids = [...new Int32Array(archive.get('encoder.text_ids')!.bytes.slice().buffer)];
  const offsets = new Int32Array(archive.get('encoder.offsets')!.bytes.slice().buffer);
  expect([ids[0], ids.at(-1)]).toEqual([-1, -1]);
  const texts = [FIRST, SECOND];
  const words = ids.map((text, at) => (text < 0 ? '' : texts[text]!.slice(offsets[2 * at], offsets[2 * at + 1])));
  expect(words.filter(Boolean).join('').toLowerCase()).toBe(`${FIRST}${SECOND}`.replaceAll(' ', '').toLowerCase());
});

describe('the line', () => {
  const program = { program: ['al'], format: 'csv', pair: null, isBuiltIn: true } as const;

  test('reads from files what is no argument, or would be taken for the name of one', async () => {
    const taken = await (await new Panel({ directory: MODELS.encoder }).explore('a '.repeat(40), '@home we sat')).taken();
    const { line, files } = commandLineOf(taken, program, 'posix');
    expect([line.includes(`--target=@${TEXT_FILES.target}`), files]).toEqual([true, ['target']]);
    writeFileSync(join(folder, TEXT_FILES.target), textsIn(panels.get('encoder')!.explorer.target!)[1]!.text);
  });

  test.each(KINDS)('of heads that link a word of each text gives what the panel has: %s', async kind => {
    const panel = panels.get(kind)!.do({ type: 'pin', unit: null }).pin('chat', 1);
    const { exploration, state } = panel.explorer;
    const units = unitsOf(exploration!, 'words');
    const [from, to] = [state.pinned!.unit, units.findIndex(({ label }) => label === 'cat')];
    const taken = await panel.taken();
    const { line } = commandLineOf(taken, { ...program, pair: { from: [from], to: [to] } }, 'posix');
    expect(line).toMatch(/^al heads --from=chat --to=cat --format csv '--target=Le /);
    const asked = [
      'heads',
      '--model',
      MODELS[kind],
      '--from',
      'chat',
      '--to',
      'cat',
      '--text',
      FIRST,
      '--target',
      SECOND,
      '--format',
      'csv',
    ];
    const { code, stdout } = await runInProcess(asked);
    expect([code, String(stdout).split('\r\n')[0]]).toEqual([0, expect.stringContaining('chat → cat')]);
    // Of two words of one text, and of one that it would find elsewhere, it has the row.
    const other = units.findIndex(({ label }) => label === 'sat');
    expect(commandLineOf(taken, { ...program, pair: { from: [to], to: [other] } }, 'posix').line).toMatch(/^al run /);
  });
});

describe('what does not go together', () => {
  test.each([
    [['--target', 'a b', '--chat'], '--chat does not go with --target'],
    [['--target', 'a b', '--replace', 'cat=dog'], '--replace does not go with --target'],
    [['--back'], '--back needs --target'],
    [['--within', 'each'], '--within needs --target'],
    [['--target', 'a b', '--within', 'both'], '--within'],
    [['--target', 'a b', '--within', 'each', '--format', 'npz'], '--within does not go with npz'],
    [['--target', 'a b', '--within', 'each', '--back'], '--back does not go with --within'],
    [['--target', 'a b', '--within', 'first'], '--within first is of an encoder-decoder'],
    [['--target', 'a b', '--within', 'second', '--format', 'csv'], '--within second is of an encoder-decoder'],
    [['--target', 'a b', '--back', '--format', 'json'], '--back does not go with json'],
    [['--target', 'a b', '--max-tokens', '4'], '--max-tokens does not go with two texts'],
    [['--target', 'a b', '--word', 'cat', '--format', 'csv'], 'The word is not in the text'],
  ])('%j', async (args, title) => {
    const { code, stderr } = await runInProcess(['run', '--model', MODELS.encoder, '--text', FIRST, ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(title)]);
  });

  test('a word of the source, where an encoder-decoder is looked at within its target', async () => {
    const asked = ['--within', 'each', '--back', '--word', 'cat', '--format', 'csv'];
    const { code, stderr } = await runInProcess(['run', '--model', MODELS.cross, '--text', FIRST, '--target', SECOND, ...asked]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--within first')]);
  });

  test.each([
    ['decoder', 'csv'],
    ['decoder', 'text'],
    ['cross', 'csv'],
    ['cross', 'text'],
  ] as const)('the first text, which does not see the second: %s, %s', async (kind, format) => {
    const asked = ['run', '--model', MODELS[kind], '--text', FIRST, '--target', SECOND, '--back', '--format', format];
    const { code, stderr } = await runInProcess(asked);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--back does not go with this model')]);
  });
});

test('people read both texts, and which looks; lines of a batch bring theirs', async () => {
  const { code, stdout } = await runInProcess(['run', '--model', MODELS.encoder, '--text', FIRST, '--target', SECOND]);
  expect(code).toBe(0);
  expect(String(stdout)).toContain('\nthe second text looks at the first text\n');
  expect(String(stdout)).toMatch(/\nchat -> \w+ 0\.\d\d/);
  expect(String(stdout)).not.toMatch(/\nsat -> /);
  const back = await runInProcess(['run', '--model', MODELS.encoder, '--text', FIRST, '--target', SECOND, '--back', '--word', 'cat']);
  expect(String(back.stdout)).toContain('the first text looks at the second text');
  const input = join(folder, 'in.jsonl');
  writeFileSync(input, `${JSON.stringify({ id: 'a', text: FIRST, target: SECOND })}\n${JSON.stringify({ id: 'b', text: FIRST })}\n`);
  const batch = await runInProcess(['run', '--model', MODELS.encoder, '--batch', input, '--output', folder]);
  expect(batch.code).toBe(0);
  expect(readFileSync(join(folder, 'a.npz')).equals(readFileSync(join(folder, 'encoder.npz')))).toBe(true);
  expect([...loadNpz(readFileSync(join(folder, 'b.npz'))).keys()]).not.toContain('encoder.text_ids');
});
