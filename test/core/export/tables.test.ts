import { describe, expect, it } from 'vitest';
import { toCsv, toTsv } from '../../../src/core/export/delimited.ts';
import { toLatex } from '../../../src/core/export/latex.ts';
import { toMarkdown } from '../../../src/core/export/markdown.ts';
import { headsTable, matrixTable, rowTable } from '../../../src/core/export/tables.ts';
import { exported } from './exported.ts';

const SOURCE =
  'model: tiny; fingerprint: f1; heads: Reference, L3 H1; direction: attends to; level: words; special tokens: shown; sinks: none; text SHA-256: ab12';

/** Words that some format would take for its own. */
const HOSTILE = ['=1+1', '+a', '-b', '@c', 'say "hi",', '<b>|', '\\end{x}', '50%', '#tag', '[x](y)', 'http://a.b'];

describe('a row', () => {
  it('is in the order of the text, with even shares and what is no number', () => {
    expect(toCsv(rowTable(exported(['it', 'is']))!)).toBe(
      [
        'Word,Weight,× even share,Note',
        '[CLS],0.142857149,0.5714286,',
        'it,0.214285716,0.857142866,itself',
        'is,0.2857143,1.14285719,',
        '[SEP],0.357142866,1.42857146,',
        `"# ${SOURCE}"`,
        '',
      ].join('\r\n'),
    );
  });

  it('leaves out special tokens where they are hidden, and says so', () => {
    const csv = toCsv(rowTable(exported(['it', 'is'], { hideSpecial: true }))!);
    expect(csv).not.toContain('[CLS]');
    expect(csv).toContain('special tokens: hidden');
  });

  it('is none without a word', () => {
    expect(rowTable(exported(['it'], { pinned: null }))).toBeNull();
  });

  it('says that it is of a text as it was', () => {
    const table = rowTable(exported(['it'], {}, { isEdited: true }))!;
    expect(toMarkdown(table)).toContain('text: as it was: it was edited since');
  });

  it('has no number for a word that is not seen', () => {
    const taken = exported(['it', 'is']);
    const causal = exported(['it', 'is'], {}, { matrix: { ...taken.matrix, causal: true } });
    expect(toCsv(rowTable(causal)!)).toContain('\r\nis,,,not seen\r\n');
    expect(toCsv(matrixTable(causal)).split('\r\n')[2]).toBe('it,0.142857149,0.214285716,,');
  });
});

describe('where each word is seen through a head of its own', () => {
  const of = (direction: 'to' | 'by') => {
    const { matrix, model } = exported(['it', 'is']);
    const rowHeads = [0, 1, 2, 3].map(row => [row, 1] as const);
    const heads = { lens: 'strongest', selection: { kind: 'all' }, combine: 'strongest' } as const;
    const lenses = [{ ...model.lenses[0]!, id: 'strongest', name: 'Strongest heads' }];
    return exported(['it', 'is'], { direction }, { matrix: { ...matrix, rowHeads }, heads, model: { ...model, lenses } });
  };

  it('a row names the head that it is of, and the matrix none', () => {
    const [first, ...rest] = toCsv(rowTable(of('to'))!).split('\r\n');
    expect(first).toBe('Word,Weight,× even share,Note');
    expect(rest.at(-2)).toContain('; heads: Strongest heads, for this word L1 H1; direction: attends to;');
    expect(toCsv(matrixTable(of('to')))).toContain('; heads: Strongest heads; direction');
  });

  it('what a word is given names the head of each word that gives it', () => {
    const lines = toCsv(rowTable(of('by'))!).split('\r\n');
    expect(lines.slice(0, 3)).toEqual([
      'Word,Weight,× even share,Head,Note',
      expect.stringMatching(/^\[CLS\],0\.2,0\.8,L0 H1,$/) as string,
      expect.stringMatching(/^it,.*,L1 H1,itself$/) as string,
    ]);
    expect(lines.at(-2)).toContain('; heads: Strongest heads; direction: is attended by;');
  });
});

describe('CSV and TSV', () => {
  const table = rowTable(exported(HOSTILE))!;

  it('have no cell that a spreadsheet takes for a formula', () => {
    const cells = toTsv(table)
      .split('\n')
      .flatMap(line => line.split('\t'))
      .filter(cell => !/^-?\d/.test(cell));
    expect(cells.filter(cell => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(toCsv(table)).toContain("\r\n'=1+1,");
  });

  it('quote what would end a cell', () => {
    expect(toCsv(table)).toContain('\r\n"say ""hi"",",');
    const rows = toTsv(rowTable(exported(['a\tb']))!).split('\n');
    expect(new Set(rows.slice(0, -2).map(row => row.split('\t').length))).toEqual(new Set([4]));
  });
});

describe('Markdown', () => {
  it('has as many cells in every line, and no markup of the words', () => {
    const lines = toMarkdown(rowTable(exported(HOSTILE))!).split('\n');
    const cells = lines.filter(line => line.startsWith('|')).map(line => line.split(/(?<!\\)\|/).length);
    expect(new Set(cells)).toEqual(new Set([6]));
    expect(lines.join('\n')).toContain(String.raw`\<b\>\|`);
    expect(lines.join('\n')).toContain(String.raw`\[x\](y)`);
    expect(lines.join('\n')).toContain(String.raw`http\://`);
  });

  it('writes numbers as the screen does', () => {
    expect(toMarkdown(rowTable(exported(['it', 'is']))!)).toContain('| it | 0.21 | 0.86 | itself |');
  });
});

describe('LaTeX', () => {
  it('is a table whose words are no commands', () => {
    const latex = toLatex(rowTable(exported(HOSTILE))!);
    const rows = latex.split('\n').filter(line => line.endsWith(String.raw`\\`));
    expect(new Set(rows.map(row => row.split(/(?<!\\)&/).length))).toEqual(new Set([4]));
    expect(latex).toContain(String.raw`\textbackslash{}end\{x\}`);
    expect(latex).toContain(String.raw`50\%`);
    // Behind a line break a bracket would be its argument.
    expect(rows.filter(row => /^[[*]/.test(row))).toEqual([]);
    expect(latex.match(/\\end\{/g)).toHaveLength(1);
  });
});

describe('all heads of a word', () => {
  it('stand with their lens, the strongest first', () => {
    const none = { nearUnit: -1, nearValue: 0 };
    const entries = [
      { layer: 3, head: 1, unit: 2, value: 0.5, topUnit: 0, topValue: 0.6, ...none },
      { layer: 0, head: 0, unit: -1, value: 0, topUnit: -1, topValue: 0, ...none },
    ];
    const table = headsTable(exported(['it', 'is']), { unit: 1, entries });
    expect(toTsv(table).split('\n').slice(1, 3)).toEqual(['L3 H1\tReference\tis\t0.5\t[CLS]\t0.6', 'L0 H0\t\t\t\t\t']);
  });
});
