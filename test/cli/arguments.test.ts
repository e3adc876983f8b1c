import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments/arguments.ts';
import type { RunCommand } from '../../src/cli/arguments/command.ts';
import { USUAL_SCALE } from '../../src/core/scale.ts';
import { FaultError } from '../../src/core/faults.ts';

const DEFAULTS: RunCommand = {
  kind: 'run',
  model: null,
  variant: null,
  input: { kind: 'text', text: 'a b' },
  view: { kind: 'default' },
  word: null,
  rowOnly: false,
  maxTokens: null,
  replace: null,
  hidden: false,
  chat: false,
  target: null,
  told: {},
  back: false,
  within: null,
  showing: {
    state: { direction: 'to', level: 'words', hideSpecial: false, hideSink: null, scale: USUAL_SCALE },
    nth: 1,
    picture: 'words',
    colours: 'print',
    table: null,
  },
  format: 'text',
  output: null,
};

function parse(...args: string[]) {
  return parseArguments(args);
}

describe('run', () => {
  test('a text', () => {
    expect(parse('run', '--text', 'a b')).toEqual(DEFAULTS);
  });

  test('everything', () => {
    expect(parse('run', '--model', 'm', '-', '--lens', 'reference', '--hidden', '--format=npz', '--output', 'line\nbreak')).toEqual({
      ...DEFAULTS,
      model: 'm',
      input: { kind: 'stdin' },
      view: { kind: 'lens', id: 'reference' },
      hidden: true,
      format: 'npz',
      output: 'line\nbreak',
    });
  });

  test('texts that look like options', () => {
    expect(parse('run', '--text=--help')).toEqual({ ...DEFAULTS, input: { kind: 'text', text: '--help' } });
    expect(parse('run', '--', '-')).toEqual({ ...DEFAULTS, input: { kind: 'stdin' } });
  });

  test('a batch is npz unless asked otherwise', () => {
    const input = { kind: 'batch', file: 'x.jsonl' };
    expect(parse('run', '--batch', 'x.jsonl', '--output', 'd')).toEqual({ ...DEFAULTS, input, format: 'npz', output: 'd' });
    expect(parse('run', '--batch', 'x.jsonl', '--output', 'd', '--format', 'json')).toMatchObject({ format: 'json' });
  });

  test.each([
    [['--layer', '3', '--head', '1'], { kind: 'head', layer: 3, head: 1 }],
    [['--layer', '3'], { kind: 'layer', layer: 3 }],
    [['--layer', '3', '--mean'], { kind: 'layer', layer: 3 }],
    [['--mean'], { kind: 'all' }],
    [['--rollout'], { kind: 'rollout', layer: null }],
    [['--rollout', '--layer', '0'], { kind: 'rollout', layer: 0 }],
  ])('%j', (flags, view) => {
    expect(parse('run', '--text', 'a b', ...flags)).toEqual({ ...DEFAULTS, view });
  });
});

describe('commands about vectors', () => {
  const PLACES = { model: null, variant: null, output: null };
  const input = { kind: 'text', text: 'a b' };

  test('run with a word replaced', () => {
    expect(parse('run', '--text', 'a b', '--replace', 'a=c d')).toEqual({ ...DEFAULTS, replace: { word: 'a', replacement: 'c d' } });
  });

  test('embed', () => {
    expect(parse('embed', '--text', 'a b')).toEqual({ kind: 'embed', ...PLACES, input, format: 'text' });
    expect(parse('embed', '-', '--format', 'npz', '--model', 'm', '--variant', 'q4', '--output', 'o')).toEqual({
      kind: 'embed',
      model: 'm',
      variant: 'q4',
      output: 'o',
      input: { kind: 'stdin' },
      format: 'npz',
    });
  });

  test('neighbours', () => {
    expect(parse('neighbours', 'king')).toEqual({ kind: 'neighbours', ...PLACES, word: 'king', top: 10, format: 'text' });
    expect(parse('neighbours', '--top', '1000', '--', '-x')).toMatchObject({ word: '-x', top: 1000 });
  });

  test('compare', () => {
    const command = { kind: 'compare', ...PLACES, input, word: 'b', context: 'text', format: 'text' };
    expect(parse('compare', '--text', 'a b', '--word', 'b')).toEqual(command);
    expect(parse('compare', '--text', 'a b', '--word', 'b', '--context', 'sentence')).toEqual({ ...command, context: 'sentence' });
  });

  test('influence', () => {
    const command = { kind: 'influence', ...PLACES, input, word: 'b', state: null, mode: null, format: 'text' };
    expect(parse('influence', '--text', 'a b', '--word', 'b')).toEqual(command);
    expect(parse('influence', '--text', 'a b', '--word', 'b', '--layer', '0', '--mode', 'omit')).toEqual({
      ...command,
      state: 0,
      mode: 'omit',
    });
  });
});

test('ground', () => {
  const files = ['--source', 's.txt', '--answer', '-'];
  const command = {
    kind: 'ground',
    model: null,
    variant: null,
    output: null,
    source: { kind: 'file', file: 's.txt' },
    answer: { kind: 'stdin' },
    question: '',
    remove: false,
    plain: false,
    format: 'text',
  };
  expect(parse('ground', ...files)).toEqual(command);
  expect(parse('ground', ...files, '--question', 'Why?', '--remove', '--plain', '--format', 'json')).toEqual({
    ...command,
    question: 'Why?',
    remove: true,
    plain: true,
    format: 'json',
  });
});

test('inspect', () => {
  expect(parse('inspect', 'dir')).toEqual({ kind: 'inspect', directory: 'dir', variant: null, measure: false, format: 'text' });
  expect(parse('inspect', '--measure', '--format', 'json', '--', '-dir')).toEqual({
    kind: 'inspect',
    directory: '-dir',
    variant: null,
    measure: true,
    format: 'json',
  });
});

test('help and version win over everything', () => {
  expect(parse('run', '--help')).toEqual({ kind: 'help' });
  expect(parse('-V')).toEqual({ kind: 'version' });
});

test.each([
  [],
  ['walk'],
  ['run'],
  ['run', '--text'],
  ['run', '--text', 'a', '--modell', 'm'],
  ['run', '--text', 'a', 'b'],
  ['run', '--text', 'a', '-'],
  ['run', '--text', 'a', '--file', 'f'],
  ['run', '--text', 'a', '--head', '1'],
  ['run', '--text', 'a', '--layer', '-1'],
  ['run', '--text', 'a', '--layer', '1.5'],
  ['run', '--text', 'a', '--layer', '0x1'],
  ['run', '--text', 'a', '--layer', '1', '--lens', 'x'],
  ['run', '--text', 'a', '--layer', '1', '--head', '1', '--mean'],
  ['run', '--text', 'a', '--mean', '--lens', 'x'],
  ['run', '--text', 'a', '--format', 'xml'],
  ['run', '--text', 'a', '--hidden'],
  ['run', '--text', 'a', '--word', 'a', '--format', 'npz'],
  ['run', '--batch', 'b'],
  ['run', '--batch', 'b', '--output', 'd', '--format', 'text'],
  ['inspect'],
  ['inspect', 'a', 'b'],
  ['inspect', 'a', '--format', 'npz'],
  ['inspect', 'a', '--text', 'x'],
  ['run', '--text', 'a', '--top', '3'],
  ['run', '--text', 'a', '--mode', 'mask'],
  ['run', '--text', 'a', '--context', 'text'],
  ['run', '--text', 'a', '--replace', 'b'],
  ['run', '--text', 'a', '--replace', 'a='],
  ['run', '--text', 'a', '--replace', '=b'],
  ['run', '--text', 'a', '--replace', ''],
  ['run', '--text', 'a', '--rollout', '--lens', 'x'],
  ['run', '--text', 'a', '--rollout', '--mean'],
  ['run', '--text', 'a', '--rollout', '--layer', '1', '--head', '1'],
  ['run', '--batch', 'b', '--output', 'd', '--replace', 'a=b'],
  ['run', '--batch', 'b', '--output', 'd', '-'],
  ['run', '--batch', 'b', '--output', 'd', '--text', 'a'],
  ['embed'],
  ['embed', '--text', 'a', '--file', 'f'],
  ['embed', 'a'],
  ['embed', '--text', 'a', '--layer', '1'],
  ['embed', '--text', 'a', '--hidden'],
  ['embed', '--batch', 'b'],
  ['neighbours'],
  ['neighbours', ' '],
  ['neighbours', 'a', 'b'],
  ['neighbours', 'a', '--top', '0'],
  ['neighbours', 'a', '--top', '-1'],
  ['neighbours', 'a', '--top', '1001'],
  ['neighbours', 'a', '--top', '1000000000'],
  ['neighbours', 'a', '--top', '1e1'],
  ['neighbours', 'a', '--top', 'many'],
  ['neighbours', 'a', '--format', 'npz'],
  ['neighbours', 'a', '--text', 'a'],
  ['compare', '--text', 'a'],
  ['compare', '--text', 'a', '--word', ''],
  ['compare', '--word', 'a'],
  ['compare', '--text', 'a', '--word', 'a', '--context', 'page'],
  ['compare', '--text', 'a', '--word', 'a', '--format', 'npz'],
  ['compare', '--text', 'a', '--word', 'a', '--layer', '1'],
  ['compare', '--text', 'a', '-', '--word', 'a'],
  ['influence', '--text', 'a'],
  ['influence', '--text', 'a', '--word', 'a', '--layer', '-1'],
  ['influence', '--text', 'a', '--word', 'a', '--layer', 'last'],
  ['influence', '--text', 'a', '--word', 'a', '--mode', 'swap'],
  ['influence', '--text', 'a', '--word', 'a', '--head', '1'],
  ['influence', '--text', 'a', '--word', 'a', '--format', 'npz'],
])('a usage error: %j', (...args) => {
  expect(() => parse(...args)).toThrowError(FaultError);
  try {
    parse(...args);
  } catch (error) {
    expect((error as FaultError).fault.code).toBe('usage');
  }
});
