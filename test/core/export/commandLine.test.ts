import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandLineOf, groundLineOf, quotePosix, quotePowerShell } from '../../../src/core/export/commandLine.ts';
import { TEXT, unitRef } from '../../../src/core/text/unitRef.ts';
import { exported } from './exported.ts';

const PROGRAM = { program: ['attention-lens'], format: 'csv', pair: null, isBuiltIn: true };
const line = (...taken: Parameters<typeof exported>) => commandLineOf(exported(...taken), PROGRAM, 'posix').line;

describe('the command line', () => {
  it('names lens, word and text', () => {
    expect(line(['it', 'is'])).toBe("attention-lens run --lens=reference --word=it --format csv '--text=it is'");
  });

  it('names a folder, a head by number, a later place of a word and what is hidden', () => {
    const taken = exported(
      ['it', 'is', 'it'],
      { pinned: unitRef(TEXT, 3), direction: 'by', hideSpecial: true, level: 'pieces' },
      { heads: { lens: null, selection: { kind: 'heads', heads: [[2, 0]] }, combine: 'mean' } },
    );
    expect(commandLineOf(taken, { ...PROGRAM, isBuiltIn: false }, 'posix').line).toBe(
      "attention-lens run --model '/models/tiny one' --layer 2 --head 0 --word=it --nth 2 --by --sub-words --hide-special --format csv '--text=it is it'",
    );
  });

  it('of two words asks for the heads that link them, where it can name both: whole words, the first that are written so', () => {
    const of = (words: string[], from: number[], to: number[], state = {}) =>
      commandLineOf(exported(words, state), { ...PROGRAM, pair: { from, to } }, 'posix').line;
    expect(of(['it', 'is', 'food'], [1], [3])).toBe("attention-lens heads --from=it --to=food --format csv '--text=it is food'");
    for (const line of [
      of(['it', 'is', 'it'], [2], [3]),
      of(['it', 'is', 'food'], [1], [2, 3]),
      of(['it', 'is'], [1], [2], { level: 'pieces' }),
    ])
      expect(line).toMatch(/^attention-lens run /);
  });

  it('of an answer reads both texts from files, one behind the other, and leaves sentences out where that was done', () => {
    const taken = exported(['it', 'is']);
    expect(groundLineOf(taken, PROGRAM, false, 'posix')).toEqual({
      line: 'attention-lens ground --plain --source source.txt --answer answer.txt --format csv',
      files: ['source', 'answer'],
    });
    expect(groundLineOf(taken, { ...PROGRAM, program: ['C:\\a b\\node', 'cli.mjs'], isBuiltIn: false }, true, 'powershell').line).toBe(
      "& 'C:\\a b\\node' cli.mjs ground --model '/models/tiny one' --plain --remove --source source.txt --answer answer.txt --format csv",
    );
  });

  // Ctrl+C ends what is typed, Escape with [201~ ends what is pasted: what follows would be a command.
  it.each(['a \u0003\nb', 'a \u001b[201~\nb', 'a \u009b201~\nb', 'a \u007f b'])(
    'reads a text that types keys where it is pasted from a file: %j',
    text => {
      const taken = exported(['it'], {}, { text });
      const hostile = { ...taken, sequence: { ...taken.sequence, shownEnd: text.length } };
      expect(commandLineOf(hostile, PROGRAM, 'posix').line).toMatch(/ - < text\.txt$/);
      expect(commandLineOf(hostile, PROGRAM, 'powershell').files).toEqual(['text']);
    },
  );

  it('reads a long text from a file', () => {
    const words = Array.from({ length: 3000 }, () => 'word');
    const taken = exported(words.slice(0, 2), {}, { text: words.join(' ') });
    const long = { ...taken, sequence: { ...taken.sequence, shownEnd: words.join(' ').length } };
    expect(commandLineOf(long, PROGRAM, 'posix')).toEqual({
      line: 'attention-lens run --lens=reference --word=word --format csv - < text.txt',
      files: ['text'],
    });
    expect(commandLineOf(long, PROGRAM, 'powershell').line).toMatch(/^Get-Content -Raw -Encoding utf8 text\.txt \| attention-lens run /);
  });
});

describe('quotes', () => {
  const hostile = ["it's", '$HOME `id` $(id)', 'a\nb', '"quoted" \\ back', '--word=-x', 'é 日本 🙂', '*', '', '~', '#x', ';', '‘curly’'];

  it('of a POSIX shell give the arguments back', () => {
    const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${hostile.map(quotePosix).join(' ')}`], { encoding: 'utf8' });
    expect(printed.split('\0').slice(0, -1)).toEqual(hostile);
  });

  // No PowerShell at hand: its rule for single quotes, written down.
  it('of PowerShell double every kind of single quote, and nothing else', () => {
    expect(quotePowerShell("it's ‘it’")).toBe("'it''s ‘‘it’’'");
    expect(quotePowerShell('$HOME `id`')).toBe("'$HOME `id`'");
    expect(quotePowerShell('--lens=reference')).toBe('--lens=reference');
    expect(quotePowerShell('a,b')).toBe("'a,b'");
  });
});
