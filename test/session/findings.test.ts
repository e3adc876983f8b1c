import { describe, expect, test } from 'vitest';
import { textUnit } from '../support/textUnit.ts';
import { finding, findingOf, titleOf, type Finding } from '../../src/session/findings/finding.ts';
import { findingsAsMarkdown } from '../../src/session/findings/markdown.ts';
import { findText } from '../../src/session/findings/place.ts';
import { TextDocument } from './support/textDocument.ts';
import { World } from './walk/world.ts';

const TEXT = 'the cat sat\non a mat\nit was tired\nof all dogs\n';

async function kept(): Promise<{ world: World; finding: Finding }> {
  const world = new World([TEXT]);
  await world.explore(world.target(world.documents[0]!, 0, 2));
  world.explorer.dispatch({ type: 'pin', unit: textUnit(2) });
  world.explorer.dispatch({ type: 'link', from: null, units: [textUnit(3)] });
  return { world, finding: findingOf(world.explorer, true, 'one')! };
}

describe('what is kept', () => {
  test('is the model, the place, the look and the words that it names, and no other text', async () => {
    const { finding: found } = await kept();
    expect(found).toMatchObject({
      model: { directory: '/m', isBuiltIn: true, fingerprint: '/m 0' },
      text: { range: [0, 0, 1, 4], length: 16, chat: false },
      look: { view: { kind: 'lens', id: 'last' }, direction: 'to', level: 'words' },
      units: { from: 2, to: [3] },
      said: { heads: 'last', word: 'cat', linked: ['sat'] },
    });
    const named = new Set([found.said.word, ...found.said.linked, ...found.said.rows.map(({ word }) => word)]);
    for (const word of TEXT.split(/\s+/).filter(word => word.length > 2 && !named.has(word)))
      expect(JSON.stringify(found)).not.toContain(`"${word}`);
    expect(titleOf(found)).toBe('cat ↔ sat');
    expect(finding(JSON.parse(JSON.stringify(found)))).toEqual(found);
  });

  test('is nothing without a word', async () => {
    const { world } = await kept();
    world.explorer.dispatch({ type: 'pin', unit: null });
    expect(findingOf(world.explorer, true, 'two')).toBeNull();
  });

  test('of any other shape is none', async () => {
    const { finding: found } = await kept();
    const foreign = [null, 7, [], {}, { ...found, id: 3 }, { ...found, text: { ...found.text, range: [0, 0, -1, 4] } }];
    const more = [
      { ...found, units: { from: 0, to: ['x'] } },
      { ...found, note: 'x'.repeat(1001) },
      { ...found, look: { ...found.look, view: { kind: 'rollout' } } },
    ];
    for (const value of [...foreign, ...more]) expect(finding(value)).toBeUndefined();
    expect(finding({ ...found, text: { ...found.text, secret: 'all of it' } })).toEqual(found);
  });
});

describe('the text of a finding', () => {
  const place = (text: string, found: Finding) => findText(new TextDocument('file:/a.txt', text), found.text);

  test('stands where it stood, or on the nearest lines that hold just it', async () => {
    const { finding: found } = await kept();
    expect(place(TEXT, found)?.start).toEqual({ line: 0, character: 0 });
    expect(place(`one\ntwo\n\n${TEXT}\n${TEXT}`, found)?.start).toEqual({ line: 3, character: 0 });
    expect(place('on a mat\nit was\nthe cat sat\non a mat', found)?.start).toEqual({ line: 2, character: 0 });
  });

  test('is gone once it was edited, also where another text is as long', async () => {
    const { finding: found } = await kept();
    for (const text of ['', 'the cat sat', 'the dog sat\non a mat\n', ' the cat sat\non a mat', 'the cat sat on a mat'])
      expect(place(text, found), text).toBeNull();
  });
});

test('as Markdown, nothing that a text or a note holds is markup, and equal findings are equal bytes', async () => {
  const { finding: found } = await kept();
  const nasty: Finding = {
    ...found,
    said: { ...found.said, linked: [], word: '``', rows: [{ word: '<b>`', value: '0.5' }], note: '[x](command:y)' },
    note: '# no heading\n<script>',
  };
  const text = findingsAsMarkdown([nasty, found]);
  expect(text).toBe(findingsAsMarkdown([nasty, found]));
  expect(text).toContain('``` `` ``` attends to `` <b>` `` 0.5; \\[x\\]\\(command:y\\).');
  expect(text).toContain('> \\# no heading\n> \\<script\\>');
  expect(text.match(/^#+ /gm)).toEqual(['# ', '## ', '## ']);
});
