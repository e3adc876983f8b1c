import { fields, flag, index, isIndex, oneOf, shortText, type Check, type Checked } from '../../core/checks.ts';
import { cardOf } from '../../core/describe/card.ts';
import { nameOfModel } from '../../core/describe/model.ts';
import type { Direction } from '../../core/attention/lens.ts';
import type { Level } from '../../core/text/token.ts';
import { view } from '../../protocol/panelActions.ts';
import { hashOfExplored, unitsOf } from '../exploration.ts';
import type { Explorer } from '../explorer.ts';

const LONGEST_ADDRESS = 4096;
const LONGEST_WORD = 200;
const LONGEST_LINE = 1000;
/** Ends of a link, and rows of what is said. */
const MOST_WORDS = 50;
/** More would be a document of their own; the oldest go first. */
export const MOST_FINDINGS = 500;

const list =
  <T>(check: Check<T>): Check<readonly T[]> =>
  value => {
    if (!Array.isArray(value) || value.length > MOST_WORDS) return undefined;
    const taken = value.map(check);
    return taken.includes(undefined) ? undefined : (taken as T[]);
  };
const place: Check<readonly [number, number, number, number]> = value =>
  Array.isArray(value) && value.length === 4 && value.every(part => isIndex(part))
    ? (value as [number, number, number, number])
    : undefined;
const word = shortText(LONGEST_WORD);

/** What is remembered may be of any shape: a version before this one wrote it, or somebody's hand. */
export const finding = fields({
  /** Another one for each. */
  id: shortText(100),
  model: fields({
    directory: shortText(LONGEST_ADDRESS),
    isBuiltIn: flag,
    name: shortText(LONGEST_WORD),
    /** Of a folder with several files, the one that was read; '' of one with a single file, and where an earlier version kept nothing of it. */
    variant: value => (value === undefined ? '' : shortText(LONGEST_WORD)(value)),
    fingerprint: shortText(LONGEST_WORD),
  }),
  text: fields({
    uri: shortText(LONGEST_ADDRESS),
    label: shortText(LONGEST_WORD),
    /** Line and character from 0, of start and end, where it stood. */
    range: place,
    /** UTF-16 units, however lines end, and SHA-256 of them. */
    length: index,
    hash: shortText(64),
    chat: flag,
  }),
  look: fields({ view, direction: oneOf<Direction>({ to: true, by: true }), level: oneOf<Level>({ words: true, pieces: true }) }),
  /** Where the word that is looked from begins, and those that it is linked with: units of the level, by number. */
  units: fields({ from: index, to: list(index) }),
  said: fields({
    heads: shortText(LONGEST_LINE),
    word,
    linked: list(word),
    verb: word,
    rows: list(fields({ word, value: word })),
    note: shortText(LONGEST_LINE),
  }),
  /** What a person wrote to it; '' for nothing. */
  note: shortText(LONGEST_LINE),
});

/** What a person kept: which model saw what where. Of the text it holds the words that it names, no others. */
export interface Finding extends Checked<typeof finding> {}

/** What is on screen of the word that is looked from; null where there is no word, or its numbers are not here. */
export function findingOf(explorer: Explorer, isBuiltIn: boolean, id: string): Finding | null {
  const { exploration, wordView, shown: state } = explorer;
  if (!exploration || !wordView || wordView.source === null) return null;
  const units = unitsOf(exploration, state.level);
  const card = cardOf(units, wordView, { ...state, heat: 'attention' }, exploration.model);
  if (!card) return null;
  const { model, anchor, target } = exploration;
  const { start, end } = anchor.range;
  const linked = state.linked?.map(({ unit }) => unit) ?? [];
  return (
    finding({
      id,
      model: {
        directory: model.directory,
        isBuiltIn,
        name: nameOfModel(model).slice(0, LONGEST_WORD),
        variant: model.variants.length > 1 ? model.variant : '',
        fingerprint: model.fingerprint,
      },
      text: {
        uri: target.uri,
        label: target.label.slice(-LONGEST_WORD),
        range: [start.line, start.character, end.line, end.character],
        length: plainLines(anchor.text).length,
        hash: hashOfExplored(exploration),
        chat: exploration.summary.chat ?? false,
      },
      look: { view: exploration.view, direction: state.direction, level: state.level },
      units: { from: wordView.source, to: linked.slice(0, MOST_WORDS) },
      said: {
        heads: card.title.slice(0, LONGEST_LINE),
        word: card.word.slice(0, LONGEST_WORD),
        linked: linked.slice(0, MOST_WORDS).map(unit => units[unit]!.label.slice(0, LONGEST_WORD)),
        verb: card.verb,
        rows: card.rows.map(row => ({ ...row, word: row.word.slice(0, LONGEST_WORD) })),
        note: card.note.slice(0, LONGEST_LINE),
      },
      note: '',
    }) ?? null
  );
}

/** Line breaks as one character, as they are hashed: a document that changes them holds the same text. */
export function plainLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** `it \u2192 France 0.59`: a finding in a line. */
export function titleOf({ said, look }: Finding): string {
  const arrow = look.direction === 'to' ? '\u2192' : '\u2190';
  const [strongest] = said.rows;
  const others = said.linked.length > 0 ? said.linked.join(' ') : strongest ? `${strongest.word} ${strongest.value}` : '';
  return others === '' ? said.word : `${said.word} ${said.linked.length > 0 ? '\u2194' : arrow} ${others}`;
}
