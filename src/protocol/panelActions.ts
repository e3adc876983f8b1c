import type { Within } from '../core/text/textPair.ts';
import {
  base64,
  fields,
  flag,
  index,
  listOf,
  oneOf,
  orNull,
  shortText,
  tagged,
  type Check,
  type FieldChecks,
  type Tagged,
} from '../core/checks.ts';
import { PICTURES, TABLES, TAKEN_AS, type FileColours, type PictureKind, type Take, type ViewTable } from '../core/export/kinds.ts';
import type { Grounded } from '../core/grounding/layout.ts';
import type { Direction, View } from '../core/attention/lens.ts';
import { PAGES } from '../core/state/pages.ts';
import { PLACES, SECTIONS } from '../core/state/sections.ts';
import { BUCKETS, type ScaleUnit } from '../core/scale.ts';
import type { Heat, InfluenceMode, OccurrenceContext, PairPicture } from '../core/state/viewState.ts';
import type { Level } from '../core/text/token.ts';
import type { Stream, UnitRef } from '../core/text/unitRef.ts';
import type { PartName } from './panelParts.ts';

/** Buttons of messages and notices; each is a command of the extension. */
export const PANEL_BUTTONS = {
  exploreSelection: true,
  exploreDocument: true,
  exploreAgain: true,
  swapTexts: true,
  oneText: true,
  useBuiltInModel: true,
  pinWord: true,
  linkTo: true,
  chooseModel: true,
  aboutModel: true,
  useModelFolder: true,
  chooseModelVariant: true,
  chooseTask: true,
  showLog: true,
  cancel: true,
  goToCut: true,
  exampleAttention: true,
  openSample: true,
  openWalkthrough: true,
  replaceWord: true,
  maskWord: true,
  compareOccurrences: true,
  chooseWordVectors: true,
  tokensOfSelection: true,
  lessonNext: true,
  lessonBack: true,
  lessonOwnSentence: true,
  lessonEnd: true,
  export: true,
  showPanel: true,
  keepThis: true,
} as const;
export type PanelButton = keyof typeof PANEL_BUTTONS;

/** A name for a group of occurrences is a label, not a text. */
export const LONGEST_GROUP_NAME = 40;
/** Ids of the glossary are short words. */
const LONGEST_TERM = 60;
const LONGEST_LENS = 199;
/** Characters of a picture in base64. */
const MOST_PNG = 32_000_000;
/** A colour of a theme, however it is written. */
const LONGEST_COLOR = 100;

const PICTURE_NAMES = Object.fromEntries(PICTURES.map(kind => [kind, true])) as Readonly<Record<PictureKind, true>>;

const TAKEN_NAMES = { ...PICTURE_NAMES, ...(Object.fromEntries(TABLES.map(kind => [kind, true])) as Readonly<Record<ViewTable, true>>) };
const TAKEN_AS_NAMES = Object.fromEntries([...TAKEN_AS.copy, ...TAKEN_AS.save].map(name => [name, true])) as Readonly<
  Record<Take['as'], true>
>;

const unit: Check<UnitRef> = fields({ stream: oneOf<Stream>({ text: true, source: true, target: true }), unit: index });

export const view: Check<View> = tagged('kind', {
  lens: { id: shortText(LONGEST_LENS) },
  head: { layer: index, head: index },
  layer: { layer: index },
  rollout: { layer: index },
});

const color = shortText(LONGEST_COLOR);
const steps = listOf(color, BUCKETS + 1);

/** What of a theme a picture is drawn in. */
const colours = fields({
  heat: steps,
  cellText: steps,
  line: color,
  ground: color,
  foreground: color,
  muted: color,
  source: color,
  border: color,
  cross: color,
  edge: color,
  selection: color,
  activeBorder: color,
  background: color,
  focus: color,
  highContrast: flag,
});

/** Everything that a person can do in the panel, with the checks of its fields: the type of an action and its parser are this table. */
const actionsWith = (part: Check<PartName>) =>
  ({
    ready: {},
    point: { unit: orNull(unit) },
    cell: { from: unit, to: unit },
    clearCell: {},
    pin: { unit: orNull(unit) },
    /** From null: from the pinned word. */
    link: { from: orNull(unit), to: unit },
    unlink: {},
    view: { view },
    direction: { direction: oneOf<Direction>({ to: true, by: true }) },
    level: { level: oneOf<Level>({ words: true, pieces: true }) },
    hideSpecial: { hide: flag },
    hideSink: { hide: flag },
    scaleUnit: { unit: oneOf<ScaleUnit>({ share: true, evenShare: true }) },
    tab: { tab: oneOf(PAGES) },
    seek: { place: oneOf(PLACES) },
    terms: { isOpen: flag, asked: orNull(shortText(LONGEST_TERM)) },
    section: { section: oneOf(SECTIONS), isOpen: flag },
    heat: { heat: oneOf<Heat>({ attention: true, fixed: true, contextual: true }) },
    hiddenState: { state: index },
    compareFixed: {},
    influenceMode: { mode: oneOf<InfluenceMode>({ mask: true, omit: true }) },
    occurrenceContext: { context: oneOf<OccurrenceContext>({ text: true, sentence: true }) },
    pairPicture: { picture: oneOf<PairPicture>({ matrix: true, links: true }) },
    bySentence: { isOn: flag },
    /** Of two texts what stays within is looked at; null: what goes from one to the other. */
    within: { within: orNull(oneOf<Within>({ each: true, first: true, second: true })) },
    /** Back and forward through what was looked at. */
    history: { way: oneOf<'back' | 'forward'>({ back: true, forward: true }) },
    /** Goes to the pinned word, or where the text begins; to what it is linked with. */
    goToSubject: { end: oneOf<'first' | 'second'>({ first: true, second: true }) },
    /** Goes to a place of the comparison in its document. */
    occurrence: { index },
    group: { index, name: shortText(LONGEST_GROUP_NAME) },
    /** Stops what is computed for a part, or asks for it again. */
    cancelPart: { part },
    retryPart: { part },
    /** Starts what takes long, and stops it when the nearest are measured. */
    measureNearest: { part },
    /** The row that could not be had is asked for again. */
    readAgain: {},
    /** A token of the list with this number is pointed at, or none. */
    token: { list: index, token: orNull(index) },
    /** Brings it into view in its document. */
    goToToken: { list: index, token: index },
    /** Outlines a sentence of one of two texts in its document, or none. */
    markSentence: { of: oneOf<Grounded>({ source: true, answer: true }), sentence: orNull(index) },
    /** Brings a sentence of one of two texts into view in its document. */
    goToSentence: { of: oneOf<Grounded>({ source: true, answer: true }), sentence: index },
    /** Leaves source sentences out for one sentence of an answer; null: for all of them. */
    checkByRemoval: { sentence: orNull(index) },
    copyTokens: { list: index, as: oneOf<'text' | 'tsv'>({ text: true, tsv: true }) },
    /** The list is of the explored text again, or gone where none is explored. */
    closeTokens: {},
    /** Drops the preview and shows the text alone again. */
    closeWhatIf: {},
    command: { command: oneOf(PANEL_BUTTONS) },
    /** A menu opens on a picture: what it offers is of the place under the pointer. */
    menu: { picture: oneOf(PICTURE_NAMES), cell: orNull(fields({ row: index, column: index })) },
    /** The card that takes things away asks what there is. */
    offer: {},
    take: { request: index, of: orNull(oneOf(TAKEN_NAMES)), as: oneOf(TAKEN_AS_NAMES) },
    fileColours: { colours: oneOf<FileColours>({ theme: true, print: true }) },
    /** The answer to `paint`: a PNG in base64, '' where it was copied; null where it could not be had. */
    painted: { request: index, png: orNull(base64(MOST_PNG)) },
    /** The answer to `colours`: as the page reads them, which is as the theme has them. */
    colours: { request: index, heat: colours, likeness: colours, contextual: colours },
    leave: {},
  }) satisfies { readonly [type: string]: FieldChecks };

/** What a person did in the panel. */
export type PanelAction = Tagged<'type', ReturnType<typeof actionsWith>>;

/** What makes an action of a webview message: whatever comes out of a page is foreign input. `part` knows the parts of the pages. */
export function panelActions(part: Check<PartName>): Check<PanelAction> {
  return tagged('type', actionsWith(part));
}
