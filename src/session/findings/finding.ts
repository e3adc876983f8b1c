import { fields, flag, index, isIndex, oneOf, orNull, shortText, type Check, type Checked } from '../../core/checks.ts';
import { cardOf } from '../../core/describe/card.ts';
import { nameOfModel } from '../../core/describe/model.ts';
import { deriveWordView } from '../../core/state/viewModel.ts';
import { withRow } from '../../core/state/unitMatrix.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { Direction } from '../../core/attention/lens.ts';
import type { Level } from '../../core/text/token.ts';
import type { Within } from '../../core/text/textPair.ts';
import { view } from '../../protocol/panelActions.ts';
import { hashesOfExplored, placesOf, unitsOf } from '../exploration.ts';
import type { StandingPlace } from '../standing.ts';
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
const rangeOfLines: Check<readonly [number, number, number, number]> = value =>
  Array.isArray(value) && value.length === 4 && value.every(part => isIndex(part))
    ? (value as [number, number, number, number])
    : undefined;
const word = shortText(LONGEST_WORD);

/** Where a text stood, and what tells it again: it is not kept. */
const place = {
  uri: shortText(LONGEST_ADDRESS),
  label: word,
  /** Line and character from 0, of start and end. */
  range: rangeOfLines,
  /** UTF-16 units, however lines end, and SHA-256 of them. */
  length: index,
  hash: shortText(64),
} as const;
const placeOf = fields(place);

export interface KeptPlace extends Checked<typeof placeOf> {}

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
  text: fields({ ...place, chat: flag }),
  /** The second of two texts, which looks at the first; null: there is one. An earlier version kept none. */
  second: value => (value === undefined ? null : orNull(placeOf)(value)),
  look: fields({
    view,
    direction: oneOf<Direction>({ to: true, by: true }),
    level: oneOf<Level>({ words: true, pieces: true }),
    /** Of two texts what stays within; null: what goes from one to the other. An earlier version looked at nothing else. */
    within: value => (value === undefined ? null : orNull(oneOf<Within>({ each: true, first: true, second: true }))(value)),
  }),
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
  const { exploration, shown, row } = explorer;
  if (!exploration) return null;
  // Of several words that are looked from as one it leads back to the one at the caret, and has its numbers.
  const state = { ...shown, together: null };
  const units = unitsOf(exploration, state.level);
  const { tokens } = sequenceOf(exploration.summary);
  const wordView = deriveWordView(units, tokens.length, withRow(exploration.matrix, row), state);
  if (wordView.source === null) return null;
  const card = cardOf(units, wordView, { ...state, heat: 'attention' }, exploration.model);
  if (!card) return null;
  const { model } = exploration;
  const hashes = hashesOfExplored(exploration);
  const [text, second] = placesOf(exploration).map((standing, at) => keptPlace(standing, hashes[at]!));
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
      text: { ...text!, chat: exploration.summary.chat ?? false },
      second: second ?? null,
      look: { view: exploration.view, direction: state.direction, level: state.level, within: exploration.summary.within ?? null },
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

function keptPlace({ uri, label, anchor }: StandingPlace, hash: string): KeptPlace {
  const { start, end } = anchor.range;
  return {
    uri,
    label: label.slice(-LONGEST_WORD),
    range: [start.line, start.character, end.line, end.character],
    length: plainLines(anchor.text).length,
    hash,
  };
}

/** Both texts of a finding, the one that is looked at first; or its only one. */
export function placesKept({ text, second }: Pick<Finding, 'text' | 'second'>): readonly KeptPlace[] {
  return second ? [text, second] : [text];
}

/** `words.md:7`; of two texts the one that looks first: `answer.md:2 \u2192 words.md:7`; of those that are looked within `words.md:7, answer.md:2`, or one. */
export function nameOfPlaces({ look: { within }, ...finding }: Pick<Finding, 'text' | 'second' | 'look'>): string {
  const names = placesKept(finding).map(({ label, range }) => `${label}:${range[0] + 1}`);
  if (within === null) return names.toReversed().join(' \u2192 ');
  return within === 'each' ? names.join(', ') : names[within === 'first' ? 0 : 1]!;
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
