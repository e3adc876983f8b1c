import type { Place } from '../../../src/core/text/anchor.ts';
import type { Direction, View } from '../../../src/core/attention/lens.ts';
import { isViewOf } from '../../../src/core/attention/navigate.ts';
import type { FaultCode } from '../../../src/core/fault.ts';
import { toFault } from '../../../src/core/faults.ts';
import { USUAL_SCALE, type ScaleChoice } from '../../../src/core/scale.ts';
import type { Told } from '../../../src/core/model/told.ts';
import type { Span } from '../../../src/core/text/span.ts';
import type { Level, Unit } from '../../../src/core/text/token.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import type { TextRun } from '../../../src/session/exploration.ts';
import type { ModelSummary } from '../../../src/protocol/engineApi.ts';
import type { TextDocument } from '../support/textDocument.ts';
import type { Step } from '../../../src/protocol/rpc.ts';
import type { Checked } from '../../../src/core/grounding/measure.ts';
import type { Target } from '../../../src/session/target.ts';
import { KnownSteps } from './knownSteps.ts';

/** Characters of a document. */
interface Marked {
  readonly uri: string;
  readonly names: readonly number[];
}

/** A text that a person asked for. */
export interface Asked {
  readonly target: Target;
  /** The characters of the document that it was made of. */
  names: readonly number[];
  /** Those of the second of two texts. */
  second: { readonly uri: string; names: readonly number[] } | null;
  readonly pointsAtCaret: boolean;
  /** It is other attention of the two texts that are shown. */
  readonly isOtherLook?: boolean;
  /** Where the caret was put while it was read. */
  caret: { readonly document: TextDocument; readonly place: Place } | null;
  /** What the model was told beside two texts. */
  readonly told: Told | undefined;
  /** The lens that was asked for with it, until another is chosen. */
  lens: View | null;
  /** How far the model said that it is. */
  step: Step | null;
  /** It failed, or came. */
  isOver: boolean;
}

/** What was chosen last: shown as soon as it is here, for whichever text is shown then. */
interface Wish {
  readonly view: View;
  readonly level: Level;
}

type Pointer = 'pinned' | 'hovered' | 'cursor';

/** What a person may expect to see, kept in the simplest way: by what was done, never by what the owner of state says of itself. */
export class Expected {
  /** The newest request, until it comes, fails or is cancelled. */
  pending: Asked | null = null;
  shown: Asked | null = null;
  failure: FaultCode | null = null;
  isRestored = false;
  lastTarget: Target | null = null;
  wish: Wish = { view: { kind: 'lens', id: '' }, level: 'words' };
  /** A choice that failed for the run on screen, while the next one, of another text or of the same one again, may have been read by it already. */
  orElse: Wish | null = null;
  /** What a person set to look through where the model has it. */
  usual: readonly View[] = [];
  /** What is on screen of view and level: a choice that fails leads back to it. */
  seen: Wish = this.wish;
  /** First tokens of what is pointed at. */
  pointed: Record<Pointer, number | null> = { pinned: null, hovered: null, cursor: null };
  /** First tokens of what the pinned word is linked with, in the order of the text; none: with nothing. */
  linked: readonly number[] = [];
  /** The word that was pinned last, while another state of the files, or another look, has no such word. */
  aside: Span | null = null;
  /** First tokens of the words that are selected, in the order of the text; none or several. */
  together: readonly number[] = [];
  /** What the steps of the colours count: as it is set, and as it is looked at, which every new text has from the former. */
  usualScale: ScaleChoice = USUAL_SCALE;
  scale: ScaleChoice = USUAL_SCALE;
  /** The direction that was chosen; of two texts 'to': the second looks at the first. */
  turned: Direction = 'to';
  readonly steps = new KnownSteps();
  /** Of the text on screen, at the level that was seen last. */
  units: readonly Unit[] = [];
  /** The state of the files of the model that read the text on screen. */
  files = '';
  /** A text whose tokens were asked for by itself, until another one is explored. */
  listed: Target | null = null;
  /** The folder of the model that was asked about while nothing was explored. */
  askedModel: string | null = null;
  /** Which sentence of an answer is checked by removal, until another text is explored. */
  checked: Checked | null = null;
  comparison: { readonly word: string; readonly marks: readonly Marked[] } | null = null;

  /** @returns what to tell when the request ended */
  asks(asked: Asked): { came: (isShown: boolean, run: TextRun | null) => void; failed: (error: unknown) => void } {
    this.pending = asked;
    this.lastTarget = asked.target;
    this.failure = null;
    const wasWanted = () => {
      const isWanted = this.pending === asked;
      if (isWanted) this.pending = null;
      return isWanted;
    };
    return {
      came: (isShown, run) => {
        const isWanted = wasWanted();
        if (isShown !== isWanted) throw new Error(`a text ${isShown ? 'came that nobody waited' : 'did not come that was waited'} for`);
        if (isShown) this.#take(asked, run!);
      },
      failed: error => {
        if (!wasWanted()) throw new Error('a text that nobody waits for failed', { cause: error });
        if (!this.shown) this.failure = toFault(error).code;
        if (!this.shown) this.forgetsLookUps();
      },
    };
  }

  chooses(wish: Partial<Wish>): { failed: () => void } {
    const wished: Wish = { ...this.wish, ...wish };
    this.wish = wished;
    this.orElse = null;
    if (wish.view && this.pending) this.pending.lens = null;
    return {
      failed: () => {
        if (this.wish !== wished) return;
        this.wish = this.seen;
        this.orElse = wished;
      },
    };
  }

  clears(): void {
    this.pending = null;
    this.shown = null;
    this.failure = null;
    this.isRestored = false;
    this.wish = this.seen;
    this.forgetsLookUps();
    this.startsAnew(null);
  }

  forgetsLookUps(): void {
    this.listed = null;
    this.askedModel = null;
  }

  /** Nothing is pointed at. */
  startsAnew(model: ModelSummary | null): void {
    this.files = model?.fingerprint ?? '';
    this.pointed = { pinned: null, hovered: null, cursor: null };
    this.linked = [];
    this.checked = null;
    this.together = [];
    this.aside = null;
    this.scale = this.usualScale;
  }

  /** A caret that comes to another word wins over a pointer that rests. A word that is pinned stands alone. */
  points(pointer: Pointer, unit: Unit | null): void {
    const token = unit?.tokens[0] ?? null;
    // A pointer that rests on what it has selected points at all of it.
    if (pointer === 'hovered' && this.areTogether && token !== null && this.together.includes(token)) return;
    if (pointer === 'cursor') this.together = [];
    if (pointer === 'cursor' && token !== this.pointed.cursor) this.pointed.hovered = null;
    if (pointer === 'pinned') this.linked = [];
    if (pointer === 'pinned') this.aside = null;
    this.pointed[pointer] = token;
  }

  /** Several words are selected; the caret is at the last one that is told. */
  selects(units: readonly Unit[]): void {
    const tokens = units.map(({ tokens: [first] }) => first!);
    this.pointed.cursor = tokens.at(-1) ?? null;
    this.pointed.hovered = null;
    const sorted = [...new Set(tokens)].sort((a, b) => a - b);
    this.together = units.length > 1 ? sorted : [];
  }

  /** Nothing else is pointed at, or pinned. */
  get areTogether(): boolean {
    const { pinned, hovered } = this.pointed;
    return this.together.length > 0 && pinned === null && hovered === null;
  }

  /** @param from null: from the pinned word; where none is, a single word is pinned */
  links(from: Unit | null, to: readonly Unit[]): void {
    this.aside = null;
    const pinned = from?.tokens[0] ?? this.pointed.pinned;
    const tokens = to.map(({ tokens: [first] }) => first!).sort((a, b) => a - b);
    if (pinned === null) {
      if (to.length === 1) this.points('pinned', to[0]!);
    } else if (!tokens.includes(pinned)) {
      this.pointed.pinned = pinned;
      this.linked = [...new Set(tokens)];
    }
  }

  /** Words or sub-words now: what is pointed at is the unit that holds it. */
  turnsTo(units: readonly Unit[]): void {
    const carry = (token: number | null) =>
      token === null ? null : (units.find(({ tokens }) => tokens.includes(token))?.tokens[0] ?? null);
    const { pinned, hovered, cursor } = this.pointed;
    this.pointed = { pinned: carry(pinned), hovered: carry(hovered), cursor: carry(cursor) };
    this.together = [];
    const linked = new Set(this.linked.map(carry));
    linked.delete(null);
    // Two sub-words of one word are one word: there is no link in it.
    this.linked = linked.has(this.pointed.pinned) ? [] : [...linked].map(Number);
  }

  /** What stays within each of two texts is looked at. */
  get isWithin(): boolean {
    return this.shown?.target.second?.within !== undefined;
  }

  /** A direction is chosen for a word. @param side of two texts the one that the word is of; null: there is one text, or no word of either */
  turns(direction: Direction, side: number | null): void {
    const turned = direction === 'to' ? 'by' : 'to';
    this.turned = side === 0 && !this.isWithin ? turned : direction;
  }

  /** How a word is seen. @param side as above; undefined: there is one text */
  directionOf(side: number | null | undefined, causal: boolean): Direction {
    if (side === undefined || this.isWithin) return this.turned;
    const looking = causal || this.turned === 'to' ? 1 : 0;
    return (side ?? 1) === looking ? 'to' : 'by';
  }

  /** Opened, perhaps after a change that nobody saw: what does not stand untouched may be found anywhere, if it is found. */
  reopens(document: TextDocument): void {
    const isLost = ({ uri, names }: Marked) => uri === document.uri && document.offsetOf(names) < 0;
    for (const asked of [this.shown, this.pending]) {
      if (asked && isLost({ ...asked.target, names: asked.names })) asked.names = [];
      if (asked?.second && isLost(asked.second)) asked.second.names = [];
    }
    const { comparison } = this;
    const marks = comparison?.marks.map(mark => (isLost(mark) ? { ...mark, names: [] } : mark));
    if (comparison) this.comparison = { ...comparison, marks: marks! };
  }

  #take(asked: Asked, { model, summary }: TextRun): void {
    const before = this.shown;
    const { pointed, linked, together, aside } = this;
    this.shown = asked;
    this.forgetsLookUps();
    this.isRestored = false;
    const candidates: readonly View[] = [asked.lens ?? this.wish.view, ...this.usual, { kind: 'lens', id: model.defaultLens }];
    this.wish = { ...this.wish, view: candidates.find(view => isViewOf(view, model.lenses, model.attention.heads))! };
    this.startsAnew(model);
    if (!before || !asked.isOtherLook || before.target.text !== asked.target.text) return;
    // The same words, wherever another state of the model's files cuts them.
    const units = sequenceOf(summary)[this.seen.level];
    const again = (token: number | null) => {
      const old = token === null ? undefined : this.units.find(({ tokens }) => tokens.includes(token));
      return units.find(({ start, end }) => old && old.start >= 0 && start === old.start && end === old.end)?.tokens[0] ?? null;
    };
    const old = this.units.find(({ tokens }) => pointed.pinned !== null && tokens.includes(pointed.pinned));
    const pinned = old && old.start >= 0 ? old : aside;
    const held = pinned && (units.find(({ start, end }) => start === pinned.start && end === pinned.end) ?? null);
    this.aside = held ? null : pinned;
    this.pointed = { pinned: held?.tokens[0] ?? null, hovered: again(pointed.hovered), cursor: again(pointed.cursor) };
    const all = (tokens: readonly number[]) => tokens.map(again).filter(token => token !== null);
    this.linked = this.pointed.pinned === null ? [] : all(linked);
    this.together = all(together).length > 1 ? all(together) : [];
  }
}
