import type { View } from '../../../src/core/attention/lens.ts';
import type { Place } from '../../../src/core/text/anchor.ts';
import { isDeepStrictEqual } from 'node:util';
import { isViewOf } from '../../../src/core/attention/navigate.ts';
import type { Unit } from '../../../src/core/text/token.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import { lookingWithin, pairTarget, type Target } from '../../../src/session/target.ts';
import type { Asked, Expected } from './expected.ts';
import type { TextDocument } from '../support/textDocument.ts';
import { KEPT, KEPT_PAIR } from '../support/kept.ts';
import { Gestures, type Gesture } from './gesture.ts';
import { hold } from './hold.ts';

const VIEWS: readonly View[] = [
  { kind: 'lens', id: 'last' },
  { kind: 'lens', id: 'all' },
  { kind: 'head', layer: 0, head: 1 },
  { kind: 'layer', layer: 0 },
  { kind: 'rollout', layer: 2 },
];

/** What a person asks the model for: texts, and what to look through and at. */
export class AskGestures extends Gestures {
  /** What went wrong in a promise that nobody waits for. */
  broken: unknown = null;

  readonly all: readonly Gesture[] = [
    ['explore', 5, () => this.explore()],
    ['explore two texts', 1.5, () => this.exploreTwo()],
    ['explore an answer', 2, () => this.exploreAnswer()],
    ['explore nothing', 1, () => this.exploreNothing()],
    ['look within', 4, () => this.lookWithin()],
    ['caret', 4, () => this.moveCaret()],
    ['cancel', 1, () => this.cancel()],
    ['clear', 0.3, () => this.clear()],
    ['restored', 0.3, () => this.restore()],
    ['lens', 5, () => this.chooseView()],
    ['level', 3, () => this.chooseLevel()],
    ['rerun', 1, () => this.rerun()],
    ['go', 6, () => this.go()],
  ];

  private follow(promise: Promise<unknown>): void {
    promise.catch((error: unknown) => (this.broken ??= error));
  }

  private explore(): unknown {
    const { random } = this;
    const document = this.document();
    if (!document) return 'no document';
    const { lines } = document;
    const firstLine = random.below(lines.length);
    const plain = this.world.target(document, firstLine, 1 + random.below(3));
    const skipped = random.below(4) === 0 ? Math.min(2, plain.text.length) : 0;
    const text = plain.text.slice(skipped);
    if (text.trim() === '') return 'no words there';
    const target: Target = {
      ...plain,
      start: document.placeAt(document.offsetAt({ line: firstLine, character: 0 }) + skipped),
      text,
      fit: random.pick(['start', 'around'] as const),
      caret: random.below(text.length + 1),
    };
    const at = document.offsetAt(target.start);
    const lens = random.below(4) === 0 ? random.pick(VIEWS) : null;
    this.ask(target, document.names.slice(at, at + text.length), null, lens);
    return [document.uri, text, lens];
  }

  /** Two places of the documents, or of one of them. */
  private exploreTwo(lines = 1): unknown {
    const { random } = this;
    const [document, other] = [this.document(), this.document()];
    if (!document || !other) return 'no document';
    const lineOf = (of: TextDocument) => random.below(of.lines.length);
    const [first, second] = [
      this.world.target(document, lineOf(document), lines),
      this.world.target(other, lineOf(other), 1 + random.below(2)),
    ];
    const isApart = document !== other || first.start.line + lines <= second.start.line;
    if (!isApart || first.text.trim() === '' || second.text.trim() === '') return 'no two texts there';
    const namesOf = (of: TextDocument, { start, text }: Target) => of.names.slice(of.offsetAt(start), of.offsetAt(start) + text.length);
    const marks = { uri: other.uri, names: namesOf(other, second) };
    this.ask(pairTarget(first, second), namesOf(document, first), marks, null);
    return [first.text, second.text];
  }

  /** Of two texts in a decoder the second is an answer on the first. */
  private exploreAnswer(): unknown {
    this.world.models.chosen = { directory: this.random.pick(['/n', '/r']), ...this.told() };
    return [this.world.models.chosen, this.exploreTwo(this.random.pick([3, 5]))];
  }

  private ask(target: Target, names: readonly number[], second: Asked['second'], lens: View | null): void {
    const { random, expected } = this;
    const { explorer } = this.world;
    const told = second ? this.world.models.chosen.told : undefined;
    const asked: Asked = {
      target,
      names,
      second,
      told,
      pointsAtCaret: random.below(3) === 0,
      caret: null,
      lens,
      step: null,
      isOver: false,
    };
    const { came, failed } = expected.asks(asked);
    const done = explorer.explore(target, lens ?? undefined, asked.pointsAtCaret);
    this.follow(
      done.then(
        isShown => {
          came(isShown, explorer.exploration);
          if (isShown && asked.caret) this.expected.points('cursor', this.unitUnder(asked.caret.document, asked.caret.place));
          else if (isShown && asked.pointsAtCaret) this.pointAtCaret(target.caret);
        },
        (error: unknown) => failed(error),
      ),
    );
  }

  /** What is read now, or shown, is looked at from where the caret is put. */
  private moveCaret(): unknown {
    const document = this.document();
    if (!document) return 'no document';
    const place = document.placeAt(this.random.below(document.text.length + 1));
    const { pending } = this.expected;
    if (pending && [pending.target.uri, pending.second?.uri].includes(document.uri)) pending.caret = { document, place };
    const unit = this.unitUnder(document, place);
    this.world.explorer.moveCaret(document, place);
    if (unit) this.expected.points('cursor', unit);
    else this.expected.together = []; // what was selected is so no longer
    return [document.uri, place];
  }

  /** The shown word at a place, or the one that it stands right behind. */
  private unitUnder(document: TextDocument, place: Place): Unit | null {
    const { explorer } = this.world;
    const { shown } = this.expected;
    const { exploration } = explorer;
    if (!exploration || !shown || !explorer.isLive) return null;
    if (shown.second) return this.unitOfTwoUnder(document, place);
    if (shown.target.uri !== document.uri) return null;
    const { shownStart, shownEnd, [explorer.state.level]: units } = sequenceOf(exploration.summary);
    const start = document.offsetOf(shown.names.slice(shownStart, shownEnd));
    // Of a text that was found again after a change that nobody saw nothing else knows where it stands.
    const from = start < 0 ? document.offsetAt(exploration.anchor.range.start) : start;
    const at = document.offsetAt(place) - from + shownStart;
    const isRead = (offset: number) => shownStart <= offset && offset < shownEnd;
    const unitAt = (offset: number) => (isRead(offset) ? units.find(({ start, end }) => start <= offset && offset < end) : undefined);
    return unitAt(at) ?? unitAt(at - 1) ?? null;
  }

  /** The same of two texts, each of which stands for itself. */
  private unitOfTwoUnder(document: TextDocument, place: Place): Unit | null {
    const { explorer } = this.world;
    const exploration = explorer.exploration!;
    const { target, names, second } = this.expected.shown!;
    const { [explorer.state.level]: units } = sequenceOf(exploration.summary);
    const texts = [
      { uri: target.uri, names, from: 0, anchor: exploration.anchor },
      { ...second!, from: target.second!.from, anchor: exploration.second! },
    ];
    for (const { uri, names: own, from, anchor } of texts) {
      if (uri !== document.uri || !anchor.live) continue;
      const found = document.offsetOf(own);
      const at = document.offsetAt(place) - (found < 0 ? document.offsetAt(anchor.range.start) : found);
      const unitAt = (offset: number) => units.find(({ start, end }) => start <= offset + from && offset + from < end);
      const length = anchor.text.length;
      // Right behind the last word of a text is behind it; the text begins at its first character.
      if (at < 0 || at > length) continue;
      return (at < length ? unitAt(at) : undefined) ?? (at > 0 ? unitAt(at - 1) : undefined) ?? null;
    }
    return null;
  }

  /** The word at the caret, or the one that it stands right behind; in colours of attention, none that has nothing to show. */
  private pointAtCaret(caret: number): void {
    const { exploration, state } = this.world.explorer;
    const { summary, model, matrix } = exploration!;
    const units = sequenceOf(summary)[state.level];
    const at = (offset: number) => units.find(({ start, end }) => start <= offset && offset < end);
    const unit = at(caret) ?? at(caret - 1) ?? null;
    const { causal } = model.attention;
    const sinks = (state.hideSink ?? causal) ? matrix.sinks.map(sink => units[sink.unit]) : [];
    const shows = (of: Unit) =>
      units.some(far => {
        const side = this.world.sideOf(of);
        if (side !== undefined && (this.world.sideOf(far) === side) !== this.expected.isWithin) return false;
        const [from, to] = this.expected.directionOf(side, causal) === 'to' ? [of, far] : [far, of];
        const isSeen = !causal || to.tokens[0]! <= from.tokens.at(-1)!;
        return far !== of && !far.special && !sinks.includes(to) && isSeen;
      });
    this.expected.points('cursor', unit && (state.heat !== 'attention' || shows(unit)) ? unit : null);
  }

  /** Of two texts that are shown, what goes from one to the other or what stays within. */
  private lookWithin(): unknown {
    const { expected, random } = this;
    const { explorer } = this.world;
    const within = random.pick([undefined, 'each'] as const);
    const { shown } = expected;
    if (!shown?.second) {
      this.follow(
        explorer.lookWithin(within).then(done => {
          hold('of one text nothing else is looked at', done, false);
        }),
      );
      return 'one text';
    }
    const target = lookingWithin(shown.target, within);
    const { told } = this.world.models.chosen;
    const isOtherLook = within !== shown.target.second?.within;
    const asked: Asked = {
      ...shown,
      target,
      second: { ...shown.second },
      told,
      pointsAtCaret: false,
      isOtherLook,
      caret: null,
      lens: null,
      step: null,
      isOver: false,
    };
    const { came, failed } = expected.asks(asked);
    const done = explorer.lookWithin(within);
    this.follow(
      done.then(
        isShown => {
          came(isShown, explorer.exploration);
          if (isShown && asked.caret) this.expected.points('cursor', this.unitUnder(asked.caret.document, asked.caret.place));
        },
        (error: unknown) => failed(error),
      ),
    );
    return within;
  }

  private exploreNothing(): void {
    const document = this.world.documents[0]!;
    const nothing = { ...this.world.target(document, 0, 1), text: ' \n' };
    const isRefused = this.world.explorer.explore(nothing).then(
      () => false,
      () => true,
    );
    this.follow(isRefused.then(refused => void (refused || this.follow(Promise.reject(new Error('nothing was explored'))))));
  }

  private cancel(): void {
    this.expected.pending = null;
    this.world.explorer.cancel();
  }

  private clear(): void {
    this.expected.clears();
    this.world.explorer.clear();
  }

  private restore(): void {
    this.expected.isRestored ||= this.expected.shown === null && this.expected.pending === null;
    this.world.explorer.restore(this.random.pick([KEPT, KEPT_PAIR]));
  }

  private chooses(wish: Parameters<Expected['chooses']>[0], isPossible: boolean, choose: () => Promise<void>): void {
    const choice = isPossible ? this.expected.chooses(wish) : null;
    choose().catch(() => choice?.failed());
  }

  private chooseView(): unknown {
    const { explorer } = this.world;
    const view = this.random.pick(VIEWS);
    const model = explorer.exploration?.model;
    const hasIt = model !== undefined && isViewOf(view, model.lenses, model.attention.heads);
    this.chooses({ view }, hasIt, () => explorer.chooseView(view));
    return view;
  }

  private chooseLevel(): unknown {
    const { explorer } = this.world;
    const level = this.random.pick(['words', 'pieces'] as const);
    this.chooses({ level }, explorer.exploration !== null, () => explorer.chooseLevel(level));
    return level;
  }

  /** To a step that was seen: everything of it is expected again. */
  private go(): unknown {
    const { expected, random } = this;
    const { explorer } = this.world;
    const { exploration, historyPlace, state } = explorer;
    const delta = random.pick([-1, -1, 1] as const);
    const target = historyPlace && expected.steps.at(historyPlace.at + delta);
    if (!exploration || !historyPlace || !target) return 'no step that is known';
    const units = sequenceOf(exploration.summary)[state.level];
    const unitOf = (token: number) => units.find(({ tokens }) => tokens.includes(token))!;
    const pinned = target.pinned === null ? null : unitOf(target.pinned);
    expected.points('pinned', pinned);
    if (pinned && target.linked.length > 0) expected.links(pinned, target.linked.map(unitOf));
    expected.steps.goesTo(historyPlace.at + delta);
    const going = async () => void (await explorer.go(delta));
    if (isDeepStrictEqual(target.view, expected.wish.view)) void going();
    else this.chooses({ view: target.view }, true, going);
    hold('the page that was open', explorer.state.tab, target.tab);
    hold('the step', explorer.historyPlace?.at, historyPlace.at + delta);
    return target;
  }

  private rerun(): void {
    this.world.explorer.rerun().catch(() => null);
  }
}
