import { describe, expect, test } from 'vitest';
import { parseArguments, type RunCommand } from '../../src/cli/arguments.ts';
import { FaultError } from '../../src/core/errors.ts';

const DEFAULTS: RunCommand = {
  kind: 'run',
  model: null,
  input: { kind: 'text', text: 'a b' },
  view: { kind: 'default' },
  word: null,
  hidden: false,
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
  ])('%j', (flags, view) => {
    expect(parse('run', '--text', 'a b', ...flags)).toEqual({ ...DEFAULTS, view });
  });
});

test('inspect', () => {
  expect(parse('inspect', 'dir')).toEqual({ kind: 'inspect', directory: 'dir', format: 'text' });
  expect(parse('inspect', '--format', 'json', '--', '-dir')).toEqual({ kind: 'inspect', directory: '-dir', format: 'json' });
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
])('a usage error: %j', (...args) => {
  expect(() => parse(...args)).toThrowError(FaultError);
  try {
    parse(...args);
  } catch (error) {
    expect((error as FaultError).fault.code).toBe('usage');
  }
});
