import { describe, expect, it } from 'vitest';
import { escapeIcons, escapeLinks } from '../../src/core/text/escape.ts';
import { checkText, cutText, looksBinary } from '../../src/core/text/textCheck.ts';

describe('checkText', () => {
  it('passes text, also with a few control characters', () => {
    expect(checkText('a word', 'selection')).toBeNull();
    expect(checkText('tab\tline\r\nfeed\f and one \u0007 bell in a sentence', 'selection')).toBeNull();
  });
  it.each(['', ' ', '\n\t\u00a0'])('names blank text %j', text => {
    expect(checkText(text, 'selection')).toMatchObject({ code: 'empty-text', title: 'The selection holds no words' });
  });
  it('names binary text', () => {
    expect(checkText('\u0000\u0001ELF\u0002\u0000\u0000', 'document')).toMatchObject({ code: 'binary-text' });
    expect(looksBinary('\ufffd\ufffd\ufffdPNG')).toBe(true);
    expect(looksBinary('')).toBe(false);
  });
  it('takes the colours of a terminal for text', () => {
    expect(looksBinary('\u001b[0m\u001b[01;34mbin\u001b[0m \u001b[01;34mlib\u001b[0m \u001b[01;32mrun.sh\u001b[0m\n')).toBe(false);
    expect(looksBinary('\u001b\u001b\u001bPNG')).toBe(true);
  });
});

describe('cutText', () => {
  it('cuts between characters, never inside one', () => {
    expect(cutText('abc', 3)).toBe('abc');
    expect(cutText('abc', 2)).toBe('ab');
    expect(cutText('a😀b', 2)).toBe('a');
    expect(cutText('a😀b', 3)).toBe('a😀');
  });
});

describe('escape', () => {
  it('keeps words from becoming icons or links', () => {
    expect(escapeIcons('$(zap) and $5')).toBe('\\$(zap) and $5');
    expect(escapeLinks('[x](command:workbench.action.terminal.new)')).not.toMatch(/\]\(/);
  });
});
