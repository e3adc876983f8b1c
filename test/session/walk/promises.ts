import { isDeepStrictEqual } from 'node:util';
import { selectionOf } from '../../../src/core/attention/navigate.ts';
import { sourceOf, togetherOf } from '../../../src/core/state/viewState.ts';
import { countWords } from '../../../src/core/text/textCheck.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import { rangesOf, unitAt } from '../../../src/session/exploration.ts';
import { MOST_STEPS } from '../../../src/session/history.ts';
import { listedTokens, tokenMark } from '../../../src/session/listedTokens.ts';
import { textUnit } from '../../support/textUnit.ts';
import { nameOf, numbersOf } from '../support/heldEngine.ts';
import type { TextDocument } from '../support/textDocument.ts';
import type { Expected } from './expected.ts';
import { isLiveAnywhere } from '../../../src/session/standing.ts';
import type { Direction } from '../../../src/core/attention/lens.ts';
import type { Span } from '../../../src/core/text/span.ts';
import type { Unit } from '../../../src/core/text/token.ts';
import { hold } from './hold.ts';
import { holdRemovals } from './removals.ts';
import { RowPromises } from './rowPromises.ts';
import { shownRun } from './wanted.ts';
import { wantedParts } from './wantedParts.ts';
import type { World } from './world.ts';

/** What `docs/architecture.md` promises of every state, asserted against what a person may expect. */
export class Promises {
  private readonly world: World;
  private readonly expected: Expected;
  private readonly rows: RowPromises;

  constructor(world: World, expected: Expected) {
    this.world = world;
    this.rows = new RowPromises(world);
    this.expected = expected;
  }

  /** @param isIdle nothing is asked of the engine, and every promise ran out */
  check(isIdle: boolean): void {
    this.phase();
    this.choices(isIdle);
    this.history();
    this.numbers();
    this.rows.check(isIdle);
    this.marks();
    this.comparison();
    this.lookUps();
    this.asked();
    if (isIdle) this.rest();
    const { explorer, painted } = this.world;
    hold('what was painted last is what is so now (2)', this.world.picture(), painted);
    hold('what Explore Again explores', explorer.target, this.expected.lastTarget);
  }

  /** After a person has started again all that failed, waits or was stopped: everything that is seen is here. */
  complete(): void {
    const { statuses } = this.world.explorer.parts;
    const missing = wantedParts(this.world).filter(({ name }) => statuses[name]?.kind !== 'ready');
    this.rows.complete();
    hold('parts that are seen and do not come', Object.fromEntries(missing.map(({ name }) => [name, statuses[name]])), {});
  }

  /** 10: one tagged union, derived from what is run and shown. */
  private phase(): void {
    const { pending, shown, failure, isRestored } = this.expected;
    const { phase, exploration, isLive } = this.world.explorer;
    hold('the text on screen is the last one that came', exploration?.target, shown?.target);
    hold('what the model was told beside two texts, and nothing beside one', exploration?.summary.told, shown?.told);
    const resting = failure !== null ? 'failed' : isRestored ? 'restored' : 'empty';
    const stands = exploration && isLiveAnywhere(exploration) ? 'ready' : 'stale';
    hold('phase (10)', phase.kind, pending ? 'loading' : exploration ? stands : resting);
    if (pending)
      hold('what is run', phase, { kind: 'loading', words: countWords(pending.target.text), cold: shown === null, step: pending.step });
    if (phase.kind === 'failed') hold('what failed', phase.fault.code, failure);
    hold('marks may be painted', isLive, phase.kind === 'ready');
  }

  /** 5, 6: name and number change together, and the last choice wins. What is pointed at stays where it is in the text. */
  private choices(isIdle: boolean): void {
    const { expected } = this;
    const { state, exploration } = this.world.explorer;
    if (exploration) {
      const units = sequenceOf(exploration.summary)[state.level];
      // Other files of the model may cut the text elsewhere.
      if (exploration.model.fingerprint !== expected.files) expected.startsAnew(exploration.model);
      if (state.level !== expected.seen.level) expected.turnsTo(units);
      expected.units = units;
      const unitOf = (token: number | null) => (token === null ? null : textUnit(units.findIndex(({ tokens }) => tokens.includes(token))));
      for (const pointer of ['pinned', 'hovered', 'cursor'] as const)
        hold(`what is ${pointer}`, state[pointer], unitOf(expected.pointed[pointer]));
      hold('what is selected', state.together ?? [], expected.together.map(unitOf));
      hold('what the pinned word is linked with', state.linked ?? [], expected.linked.map(unitOf));
      hold('a word is linked with a pinned one', state.linked !== null && state.pinned === null, false);
      for (const { unit } of state.cell ?? []) hold('a unit of the cell that is pointed at exists', units[unit] !== undefined, true);
    }
    hold('what the colours count', state.scale, expected.scale);
    expected.seen = { view: state.view, level: state.level };
    if (isDeepStrictEqual(expected.seen, expected.orElse)) expected.wish = expected.seen;
    if (isIdle && exploration) hold('the last choice of a lens, and of words or sub-words', expected.seen, expected.wish);
  }

  /** What was looked at is kept as long as the text stands, and is gone back to by {@link KnownSteps}. */
  private history(): void {
    const { state, exploration, historyPlace } = this.world.explorer;
    const { pointed, linked, wish, steps } = this.expected;
    if (historyPlace) {
      const { at, of } = historyPlace;
      hold('a text that was edited has no history', exploration && isLiveAnywhere(exploration), true);
      hold('a step of those that are kept', at >= 1 && at <= of && of >= 2 && of <= MOST_STEPS, true);
    }
    const isSettled = isDeepStrictEqual(wish.view, state.view);
    steps.look(historyPlace, isSettled ? { pinned: pointed.pinned, linked, view: state.view, tab: state.tab } : null);
  }

  /** A sentence is looked from with its word, at the other text alone. */
  private sentences(source: number | null): void {
    const { exploration, shown: state, sentenceView } = this.world.explorer;
    if (!sentenceView) return;
    const units = sequenceOf(exploration!.summary)[state.level];
    const { own, seen } = sentenceView;
    const { start } = units[source ?? -1] ?? { start: -1 };
    hold('the sentence of the word', start >= own.start && start < own.end && state.heat === 'attention', true);
    const side = this.world.sideOf({ start });
    hold(
      'sentences of its own text that are tinted',
      seen.filter(sentence => this.world.sideOf(sentence) !== 1 - Number(side)),
      [],
    );
    const { second } = exploration!.target;
    hold('words alone are looked at', state.bySentence === false || second === undefined || second.within !== undefined, false);
  }

  /** 6, 11: the numbers of what is named, of this run, in the state of its files. */
  private numbers(): void {
    const { exploration, shown: state, wordView, heatView, experiments } = this.world.explorer;
    hold('without a text there is nothing to paint', [wordView === null, heatView === null], [!exploration, !exploration]);
    if (!exploration) return;
    const run = shownRun(this.world);
    const { level, direction, hiddenState, heat } = state;
    hold('the lens of the numbers', exploration.view, state.view);
    const { words, pieces, [level]: units } = sequenceOf(exploration.summary);
    const size = units.length;
    const source = sourceOf(state)?.unit ?? null;
    const valuesOf = (name: string, by: boolean) =>
      source === null ? null : numbersOf(name, size * size).filter((_, at) => (by ? at % size : Math.floor(at / size)) === source);
    const matrix = nameOf('matrix', { level, ...selectionOf(state.view, exploration.model.lenses) }, run);
    const members = togetherOf(state)?.map(({ unit }) => unit) ?? [];
    const sides = new Set(members.map(unit => this.world.sideOf(units[unit])));
    const isOne = members.length > 1 && sides.size === 1 && ([...sides][0] ?? -1) >= 0;
    if (exploration.summary.held === 'maps') {
      hold('several words are looked from as one', wordView!.together ?? [], isOne ? members : []);
      if (isOne)
        hold(
          'the mean of their queries, the sum of their keys',
          wordView!.weights,
          asOne(
            units,
            members,
            numbersOf(matrix, size * size),
            direction,
            (state.hideSink ?? exploration.model.attention.causal) ? [1] : [],
          ),
        );
      else hold('attention of the word under the name of the lens (6)', wordView!.weights, valuesOf(matrix, direction === 'by'));
    }
    this.sentences(source);
    const sink = size > 1 ? 1 : 0;
    const side = this.world.sideOf(sourceOf(state) && units[sourceOf(state)!.unit]);
    const chosen = this.world.explorer.state;
    const ofChosen = this.world.sideOf(sourceOf(chosen) && units[sourceOf(chosen)!.unit]);
    hold('how the word is seen', chosen.direction, this.expected.directionOf(ofChosen, exploration.model.attention.causal));
    const far = this.expected.isWithin ? side : 1 - (side ?? 2);
    const isAcross = (unit: number) => side === undefined || (side !== null && this.world.sideOf(units[unit]) === far);
    hold(
      'of two texts what is seen of a word is in the one that is looked at',
      wordView!.order.filter(unit => !isAcross(unit)),
      [],
    );
    const isLinked =
      isAcross(sink) &&
      direction === 'to' &&
      source !== null &&
      wordView!.weights !== null &&
      source !== sink &&
      wordView!.shown.includes(sink);
    if (isLinked && !wordView!.unseen.has(sink)) {
      const hides = state.hideSink ?? exploration.model.attention.causal;
      const { order, hidden, buckets } = wordView!;
      hold('a sink is hidden or has its place', [order.includes(sink), hidden.has(sink)], [!hides, hides]);
      if (hides) hold('a hidden sink has no colour', buckets[sink], 0);
    }
    if (heat === 'attention') hold('one derivation for everything (11)', heatView === wordView, true);
    else if (heatView!.weights !== null) {
      const likeness = nameOf('likeness', { level, state: hiddenState }, run);
      hold('likeness of the word', heatView!.weights, valuesOf(likeness + heat, false));
    }
    const { variant, checked } = experiments;
    hold('what is checked by removal is of this text', checked, this.expected.checked);
    const isOfRun = variant === null || [...words, ...pieces].some(unit => isDeepStrictEqual(unit, variant.unit));
    hold('a variant is of a word of this run', isOfRun, true);
    holdRemovals(this.world);
  }

  /** 4: a mark stands only on the text that was run, and wherever that stands untouched; of two texts each for itself. */
  private marks(): void {
    const { explorer } = this.world;
    const { exploration, isLive, state } = explorer;
    if (!exploration) return;
    const { summary, anchor } = exploration;
    const { target, names, second } = this.expected.shown!;
    const { shownStart, shownEnd, [state.level]: units } = sequenceOf(summary);
    const read: Span = { start: shownStart, end: shownEnd };
    const texts = second
      ? [
          { uri: target.uri, names, anchor, span: { start: 0, end: target.second!.firstEnd } },
          { ...second, anchor: exploration.second!, span: { start: target.second!.from, end: target.text.length } },
        ]
      : [{ uri: target.uri, names: names.slice(shownStart, shownEnd), anchor, span: read }];
    for (const text of texts) {
      const document = this.documentAt(text.uri);
      if (!document) continue;
      const at = document.offsetOf(text.names);
      if (at >= 0)
        hold(
          'an explored text that stands untouched is live, where it is',
          [text.anchor.live, document.offsetAt(text.anchor.range.start)],
          [true, at],
        );
      if (!text.anchor.live) continue;
      const { start, end } = text.span;
      hold('the explored text stands there (4)', document.read(text.anchor.range), target.text.slice(start, end));
      if (!isLive) continue;
      const own = [...units.entries()].filter(([, unit]) => unit.start >= start && unit.end <= end && unit.start >= 0);
      const marked = own.map(([, unit]) => rangesOf(exploration, unit));
      hold(
        'a mark stands on its word',
        marked.map(ranges => ranges.map(document.read)),
        own.map(([, { label }]) => [label]),
      );
      hold(
        'the word under the pointer',
        marked.map(([range]) => unitAt(explorer, document, range!.start)),
        own.map(([index]) => textUnit(index)),
      );
    }
  }

  /** What is listed is what was asked about last, and a mark stands on the token that is read (4). */
  private lookUps(): void {
    const { explorer } = this.world;
    const { shown, listed, askedModel } = this.expected;
    hold('the text whose tokens are listed', explorer.lookUps.tokens?.target, listed ?? (shown?.second ? undefined : shown?.target));
    hold('the model that was asked about', explorer.lookUps.model?.chosen.directory, askedModel ?? undefined);
    const mark = tokenMark(explorer);
    const document = mark && this.documentAt(mark.uri);
    if (!mark || !document) return;
    const { text, list } = listedTokens(explorer)!;
    const read = mark.ranges.map(document.read).join('');
    hold('a mark stands on its token (4)', [text.anchor.live, list.tokens.some(({ written }) => written === read)], [true, true]);
  }

  private comparison(): void {
    const { comparison } = this.world.explorer.experiments;
    const { comparison: expected } = this.expected;
    hold('the word that is compared', comparison?.word, expected?.word);
    for (const [index, { text, anchor }] of comparison?.places.entries() ?? []) {
      const { uri, isEdited, text: asRead } = comparison!.texts[text]!;
      const document = uri === null ? undefined : this.documentAt(uri);
      if (!document) continue;
      const at = document.offsetOf(expected!.marks[index]!.names);
      if (at >= 0)
        hold(
          'a compared word that stands untouched is live, where it is',
          [anchor.live, document.offsetAt(anchor.range.start)],
          [true, at],
        );
      if (anchor.live) hold('a compared word stands there (4)', document.read(anchor.range), anchor.text);
      hold('a compared document reads differently', isEdited, document.text !== asRead);
    }
  }

  /** 5: a newer request aborts the older one, and nobody asks for what nobody sees. */
  private asked(): void {
    const { held } = this.world.engine;
    const wanted = wantedParts(this.world);
    const isFor = held.flatMap(call => {
      if (call.owner !== 'parts') return [];
      return [wanted.find(part => part.isFor(call))?.name ?? `nobody: ${nameOf(call.method, call.parameters)}`];
    });
    const once = new Set(wanted.map(({ name }) => name).filter(name => isFor.includes(name)));
    hold('what is asked for the pages, once each (5)', isFor.toSorted(), [...once].toSorted());
    const runs = held.filter(({ owner, method }) => owner === 'explorer' && (method === 'run' || method === 'open')).length;
    hold('one text is run at a time (5)', runs <= 1, true);
  }

  /** Nothing is under way: nothing says that it is, what is shown is right, and the engine keeps what is on screen and nothing else. */
  private rest(): void {
    const { explorer, engine } = this.world;
    hold('nothing is run', explorer.phase.kind === 'loading', false);
    const shownRunId = explorer.exploration?.summary.runId;
    hold(
      'runs that nobody shows (1)',
      [...engine.runs.keys()].filter(id => id !== shownRunId),
      [],
    );
    const { statuses, shown } = explorer.parts;
    for (const { name, shows, expected } of wantedParts(this.world)) {
      const kind = statuses[name]?.kind ?? 'not asked for';
      hold(`${name}, which is seen, is ${kind}`, ['ready', 'failed', 'waiting', 'stopped'].includes(kind), true);
      if (kind !== 'ready') continue;
      const { value } = shown.find(part => part.name === name)!;
      hold(`${name} is of what is shown (6, 15)`, shows(value as never), expected);
    }
  }

  private documentAt(uri: string): TextDocument | undefined {
    return this.world.documents.find(document => document.uri === uri && document.isOpen);
  }
}

/** Words as one, in the plainest way: of equal numbers in another order of adding up the last bits differ, so they are rounded. */
/** @param hidden sinks among them: what is given to those is not counted */
function asOne(
  units: readonly Unit[],
  members: readonly number[],
  values: Float32Array,
  direction: Direction,
  hidden: readonly number[],
): Float32Array {
  const tokens = members.reduce((sum, unit) => sum + units[unit]!.tokens.length, 0);
  const size = units.length;
  return Float32Array.from(units, (_, far) =>
    direction === 'to'
      ? members.reduce((sum, unit) => sum + values[unit * size + far]! * units[unit]!.tokens.length, 0) / tokens
      : members.filter(unit => !hidden.includes(unit)).reduce((sum, unit) => sum + values[far * size + unit]!, 0),
  );
}
