import { expect, test } from 'vitest';
import { cardOf } from '../../src/core/describe/card.ts';
import type { Place } from '../../src/core/text/anchor.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import { findingOf } from '../../src/session/findings/finding.ts';
import { TakeAway } from '../../src/session/takeAway.ts';
import { pairTarget } from '../../src/session/target.ts';
import { readsBySentence, sentencesOf } from '../../src/session/sentences.ts';
import { createUnit } from '../core/attentionFixtures.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import { World } from './walk/world.ts';

/** Both texts in one document: lines 0 and 1, and line 3. */
async function pair() {
  const world = new World(['the cat sat\non a mat\nbetween\nle chat assis\n']);
  const [document] = world.documents;
  const [first, second] = [world.target(document!, 0, 2), world.target(document!, 3, 1)];
  await world.explore(pairTarget(first, second));
  const select = (from: readonly [number, number], to: readonly [number, number], caret: 'start' | 'end' = 'end') => {
    const range = { start: at(from), end: at(to) };
    world.explorer.moveCaret(document!, range[caret], [range]);
    const { together, cursor } = world.explorer.state;
    const units = world.explorer.exploration!.summary.sequences[0]!.words;
    return [together?.map(({ unit }) => units[unit]!.label).join(' ') ?? null, cursor && units[cursor.unit]!.label];
  };
  return { world, document: document!, select };
}

const at = ([line, character]: readonly [number, number]): Place => ({ line, character });

test('words of one text that are selected are looked from as one; the caret is at one of them', async () => {
  const { select } = await pair();
  expect(select([0, 4], [0, 9])).toEqual(['cat sat', 'sat']);
  expect(select([0, 4], [0, 9], 'start')).toEqual(['cat sat', 'cat']);
  expect(select([0, 8], [1, 4])).toEqual(['sat on a', 'a']);
  expect(select([3, 0], [3, 13])).toEqual(['le chat assis', 'assis']);
});

test('a selection beyond a text is of what it has of it; of both texts, of one word and of none it is none', async () => {
  const { select } = await pair();
  expect(select([1, 3], [2, 5])).toEqual(['a mat', 'mat']);
  expect(select([0, 4], [3, 4])[0]).toBeNull();
  expect(select([0, 4], [0, 6])).toEqual([null, 'cat']);
  expect(select([2, 0], [2, 5])[0]).toBeNull();
});

test('it is none any more once the caret goes elsewhere, and of a text that was edited', async () => {
  const { world, document, select } = await pair();
  select([0, 4], [0, 9]);
  world.explorer.moveCaret(document, at([2, 3]));
  expect(world.explorer.state.together).toBeNull();
  const undo = world.edit(document, { start: 5, end: 5, text: 'x' });
  expect(select([0, 4], [0, 9])[0]).toBeNull();
  undo();
  expect(select([0, 4], [0, 9])[0]).toBe('cat sat');
});

test('what is kept or taken away of them is of the one at the caret, which it is called by', async () => {
  const { world, select } = await pair();
  const { explorer } = world;
  const takeAway = new TakeAway(explorer, world.engine as unknown as EngineClient);
  const kept = async () => {
    const { said, units } = findingOf(explorer, true, 'one')!;
    return { said, units, row: await takeAway.table((await takeAway.shown())!, 'row', 'tsv') };
  };
  select([0, 4], [0, 9]);
  const selected = [explorer.wordView!.together?.length, await kept()];
  explorer.moveCaret(world.documents[0]!, at([0, 8]));
  expect(selected).toEqual([2, await kept()]);
  const units = explorer.exploration!.summary.sequences[0]!.words;
  select([0, 4], [0, 9]);
  const { word } = cardOf(units, explorer.wordView!, explorer.state, explorer.exploration!.model)!;
  expect(word).toBe('cat sat');
});

test('long texts are read by sentence, short ones where a person wants it', async () => {
  const { world } = await pair();
  const { explorer } = world;
  expect(readsBySentence(explorer.exploration!, explorer.state)).toBe(false);
  expect(explorer.sentenceView).toBeNull();
  explorer.dispatch({ type: 'bySentence', isOn: true });
  explorer.moveCaret(world.documents[0]!, at([3, 4]));
  const { own, seen } = explorer.sentenceView!;
  const { text } = explorer.exploration!.target;
  expect([own, ...seen].map(({ start, end }) => text.slice(start, end))).toEqual(['le chat assis', 'the cat sat\non a mat']);
  expect(sentencesOf(explorer.exploration!, 'words')).toBe(sentencesOf(explorer.exploration!, 'words'));

  const long = (sentence: string, state = INITIAL_STATE) => {
    const [document] = new World([`${sentence.repeat(14)}\nthe end\n`]).documents;
    const target = pairTarget(world.target(document!, 0, 1), world.target(document!, 1, 1));
    const words = [...target.text.matchAll(/\w+/g)].map(({ 0: label, index }, unit) =>
      createUnit([unit], { label, start: index, end: index + label.length }),
    );
    const sequence = {
      stream: 'text',
      tokens: [],
      words,
      pieces: words,
      totalTokens: words.length,
      shownStart: 0,
      shownEnd: target.text.length,
    };
    return readsBySentence({ target, summary: { sequences: [sequence] } } as never, state);
  };
  const SENTENCE = 'One two three four five six seven eight. ';
  expect(long(SENTENCE)).toBe(true);
  expect(long(SENTENCE.replace('.', ','))).toBe(false);
  expect(long(SENTENCE, { ...INITIAL_STATE, bySentence: false })).toBe(false);
});
