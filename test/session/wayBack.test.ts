import { expect, test } from 'vitest';
import { TEXT } from '../../src/core/text/unitRef.ts';
import { goingBy, NO_HISTORY, noted, type Step } from '../../src/session/history.ts';
import { findText } from '../../src/session/findings/place.ts';

const step = (of: Partial<Step> = {}): Step => ({
  pinned: null,
  linked: [],
  view: { kind: 'lens', id: 'a' },
  tab: 'attention',
  level: 'words',
  ...of,
});

test('back, and sub-words chosen before the heads are here: the way forward stays', () => {
  const pinned = { stream: TEXT, token: 3 };
  let history = noted(NO_HISTORY, step({ pinned }), true);
  history = noted(history, step({ pinned, view: { kind: 'lens', id: 'b' } }), true);
  history = goingBy(history, -1)!;
  history = noted(history, step({ pinned, view: { kind: 'lens', id: 'b' } }), false);
  history = noted(history, step({ pinned, level: 'pieces' }), true);
  expect([history.at, history.steps.length]).toEqual([0, 2]);
});

test('where a text is looked for costs no more than the document', () => {
  const lines = Array.from({ length: 5000 }, (_, line) => `line ${line} of a document that is not very long`);
  let characters = 0;
  const document = {
    whole: { start: { line: 0, character: 0 }, end: { line: 4999, character: 0 } },
    read: ({ start, end }: { start: { line: number; character: number }; end: { line: number; character: number } }) => {
      const text = [...lines.slice(start.line, end.line), lines[end.line]!.slice(0, end.character)].join('\n').slice(start.character);
      characters += text.length;
      return text;
    },
  };
  for (const height of [20, 200, 1000]) {
    characters = 0;
    findText(document, { range: [2500, 0, 2500 + height, 5], length: 10, hash: '' });
  }
  expect(characters).toBeLessThan(3 * lines.join('\n').length);
});
