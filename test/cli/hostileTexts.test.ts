import { expect, test } from 'vitest';
import { tiny } from './support.ts';

const HOSTILE = 'cat \u001b[31mred\u001b]0;title\u0007 dog \u009b2J \u202eevil. And more text, a dog, that is harmless.\u0085';

// oxlint-disable-next-line no-control-regex -- control characters are what it must not find
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

test.each([
  ['embed', ['--text', HOSTILE]],
  ['compare', ['--text', HOSTILE, '--word', 'dog']],
  ['influence', ['--text', HOSTILE, '--word', 'dog']],
  ['neighbours', ['dog \u001b[31m and \u202ecats, a wonderful day']],
  ['run', ['--text', HOSTILE, '--word', 'dog', '--replace', 'cat=\u001b[31mred\u009b\u202e']],
  ['run', ['--text', HOSTILE, '--replace', 'cat=\u001b[31mred\u009b\u202e']],
])('escapes and controls of a text never reach the terminal: %s', async (command, args) => {
  for (const format of ['text', 'json']) {
    const { code, stdout, stderr } = await tiny(command, ...args, '--format', format);
    expect(code).toBe(0);
    expect(String(stdout).length).toBeGreaterThan(100);
    expect(String(stdout) + stderr).not.toMatch(UNSEEN);
  }
});
