import { selectionOf } from '../../../src/core/attention/navigate.ts';
import { has } from '../../../src/core/model/capability.ts';
import { inContext } from '../../../src/core/text/occurrences.ts';
import { sourceOf } from '../../../src/core/state/viewState.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import type { SectionId } from '../../../src/core/state/sections.ts';
import type { PartName } from '../../../src/protocol/panelParts.ts';
import { nameOf, numbersOf } from '../support/heldEngine.ts';
import { fingerprintOf } from '../support/heldModels.ts';
import { removalsOf } from './removals.ts';
import { shownRun, type Wanted } from './wanted.ts';
import type { World } from './world.ts';

/** Fields of any answer that says what it was made of. */
interface Made {
  readonly of: string;
}

/** What is seen, page by page, in plain words: asked for then, and at no other time. */
export function wantedParts(world: World): Wanted[] {
  const { explorer, inSight } = world;
  if (explorer.phase.kind === 'loading') return [];
  const { tab, terms, folding } = explorer.state;
  const isInput = inSight.panel && tab === 'vectors' && terms === null && folding.input === true;
  return [...(isInput ? lookedUp(world) : []), ...partsOfRun(world)];
}

/** What needs no run: the tokens of the text that was asked about last, and the model while nothing is explored. */
function lookedUp(world: World): Wanted[] {
  const { lookUps, exploration } = world.explorer;
  const { tokens, isExplored, model } = lookUps;
  const wanted: Wanted[] = [];
  if (tokens) {
    const { text, fit, caret } = tokens.target;
    const run = exploration && shownRun(world);
    const identity = isExplored
      ? { directory: run!.directory, variant: 'model', fingerprint: fingerprintOf(run!.directory, run!.version) }
      : null;
    const asked = { ...(identity ?? { directory: tokens.request.directory }), text, reading: { fit, caret } };
    // By itself it is read by the files as they are when the answer comes.
    const withoutVersion = (of: string) => (identity ? of : of.replace(/,"version":\d+/, ''));
    wanted.push({
      name: 'tokens',
      isFor: ({ method, parameters }) => nameOf(method, parameters) === nameOf('tokens', asked),
      shows: ({ of }: Made) => withoutVersion(of),
      expected: nameOf('tokens', identity ? { ...asked, version: run!.version } : asked),
    });
  }
  if (model)
    wanted.push({
      name: 'model',
      isFor: ({ owner, method, parameters }) =>
        owner === 'parts' && method === 'open' && parameters['directory'] === model.chosen.directory,
      shows: ({ directory }: { directory: string }) => directory,
      expected: model.chosen.directory,
    });
  return wanted;
}

function partsOfRun(world: World): Wanted[] {
  const { explorer, inSight } = world;
  const { exploration, state, phase, experiments } = explorer;
  if (!exploration || phase.kind === 'loading') return [];
  const { runId } = exploration.summary;
  const { level, direction, hideSpecial, scale, hiddenState, pinned, tab, terms, heat, influenceMode } = state;
  const hideSink = state.hideSink ?? exploration.model.attention.causal;
  const run = shownRun(world);
  const { tokens, [level]: units } = sequenceOf(exploration.summary);
  // What belongs to a model alone is of the files that the run on screen is of, or not here.
  const { directory, version } = run;
  const model = { directory, variant: 'model', fingerprint: fingerprintOf(directory, version) };
  const source = sourceOf(state);
  // What the model lacks is not asked for: the page says so.
  const hasVectors = has(exploration.model, 'hidden-states');
  const isWhole = exploration.summary.held === 'maps';
  // Of two texts only what goes from one to the other is seen.
  const isOne = exploration.summary.pair === undefined;
  const sees = (page: string) => inSight.panel && terms === null && tab === page && (isOne || page === 'attention');
  const isOpen = (section: SectionId) => state.folding[section] ?? !['distances', 'input', 'neighbours', 'map'].includes(section);
  const unfolds = (page: string, section: SectionId) => sees(page) && isOpen(section);
  const side = world.sideOf(source && units[source.unit]);
  const { within } = exploration.summary;
  const isFirst = side === 0;
  const isTurned = side !== undefined && (within ? isFirst : (side ?? 1) === (direction === 'to' ? 0 : 1));
  const wanted: Wanted[] = [];
  const ofRun = (name: PartName, method: string, parameters: object) => {
    const asked = nameOf(method, { ...parameters });
    wanted.push({
      name,
      isFor: call => call.parameters['runId'] === runId && nameOf(call.method, call.parameters) === asked,
      shows: ({ of }: Made) => of,
      expected: nameOf(method, { ...parameters }, run),
    });
  };
  const others = units.flatMap((unit, index) => (index === pinned?.unit || unit.start < 0 ? [] : [index]));

  if (unfolds('attention', 'heads'))
    ofRun('thumbnails', 'thumbnails', { level, hideSpecial, hideSink, scale, ...(isTurned && { looking: 0 }), maxSide: 36 });
  if (isOne && unfolds('attention', 'distances')) ofRun('distances', 'distances', {});
  if ((inSight.panel || inSight.compact) && source !== null) ofRun('ranking', 'rankHeads', { level, ...source, direction, hideSink });
  if ((sees('attention') || inSight.compact) && pinned !== null && state.linked !== null)
    ofRun('link', 'linkHeads', { level, from: [pinned.unit], to: state.linked.map(({ unit }) => unit) });
  // The second of two texts in a decoder is an answer on the first.
  if (!isOne && within === undefined && exploration.model.attention.causal && unfolds('attention', 'ground')) {
    ofRun('ground', 'groundPair', { text: exploration.target.text });
    // What is left out is known once that is here.
    const grounded = explorer.parts.latest('ground');
    if (experiments.checked !== null && grounded?.runId === runId)
      wanted.push(removalsOf(grounded, experiments.checked, tokens.length, run));
  }
  if (unfolds('attention', 'layers') && pinned !== null) ofRun('layers', 'layers', { level, ...pinned, direction });
  if (isWhole && isOne && (sees('vectors') || unfolds('compare', 'whatIf') || heat !== 'attention'))
    ofRun('likeness', 'likeness', { level, state: hiddenState });
  if (hasVectors && unfolds('vectors', 'path') && source !== null) ofRun('path', 'path', { level, ...source });
  if (unfolds('vectors', 'neighbours') && source !== null) {
    const asked = (hasVectors ? [null, hiddenState] : [null]).map(state => ({ level, ...source, top: 12, state }));
    wanted.push({
      name: 'neighbours',
      isFor: ({ method, parameters }) =>
        parameters['runId'] === runId && asked.some(one => nameOf('neighbours', one) === nameOf(method, parameters)),
      shows: ({ unit, fixed, contextual }: { unit: number; fixed: Made; contextual: Made | null }) => [
        unit,
        fixed.of,
        ...(contextual ? [contextual.of] : []),
      ],
      expected: [source.unit, ...asked.map(one => nameOf('neighbours', one, run))],
    });
  }
  if (isWhole && unfolds('vectors', 'strips') && world.vectorFile !== null) {
    const file = world.vectorFile;
    const asked = { level, file };
    wanted.push({
      name: 'wordVectors',
      isFor: ({ method, parameters }) => parameters['runId'] === runId && nameOf(method, parameters) === nameOf('wordVectors', asked),
      shows: ({ name, slice }: { name: string; slice: Made }) => [name, slice.of],
      expected: [file.slice(1), nameOf('wordVectors', asked, run)],
    });
  }
  if (hasVectors && unfolds('vectors', 'map')) ofRun('map', 'map', { level, state: hiddenState });
  if (unfolds('vectors', 'input')) {
    ofRun('input', 'inputs', {});
    wanted.push({
      name: 'positions',
      isFor: ({ method, parameters }) => nameOf(method, parameters) === nameOf('positions', model),
      shows: ({ of }: Made) => of,
      expected: nameOf('positions', { ...model, version }),
    });
  }
  if ((unfolds('effects', 'influence') || unfolds('effects', 'ranked')) && pinned !== null) {
    const asked = { level, ...pinned, state: hiddenState, mode: influenceMode };
    const shifts = new Float32Array(units.length).fill(NaN);
    for (const other of others) shifts[other] = numbersOf(`${nameOf('shifts', asked, run)} ${other}`, 1)[0]!;
    const ofOthers: Wanted = {
      name: 'influence',
      isFor: ({ method, parameters: { others: some, ...parameters } }) =>
        parameters['runId'] === runId && Array.isArray(some) && nameOf(method, parameters) === nameOf('shifts', asked),
      shows: ({ unit, state, mode, shifts, left }: Record<string, unknown>) => [unit, state, mode, shifts, left],
      expected: [pinned.unit, hiddenState, influenceMode, shifts, 0],
    };
    if (hasVectors) wanted.push(ofOthers);
    if (isWhole && hiddenState > 0) {
      const rollout = { level, selection: { kind: 'rollout', layer: hiddenState - 1 }, combine: 'mean' };
      const size = units.length;
      wanted.push({
        name: 'rollout',
        isFor: ({ method, parameters }) => parameters['runId'] === runId && nameOf(method, parameters) === nameOf('matrix', rollout),
        shows: ({ unit, weights }: { unit: number; weights: Float32Array }) => [unit, weights],
        expected: [pinned.unit, numbersOf(nameOf('matrix', rollout, run), size * size).slice(pinned.unit * size, (pinned.unit + 1) * size)],
      });
    }
  }
  const { comparison, variant } = experiments;
  if (unfolds('compare', 'occurrences') && comparison && hasVectors) {
    const texts = comparison.texts.map(({ text }) => text);
    const asked = { ...model, ...inContext(texts, comparison.places, state.occurrenceContext) };
    const items = comparison.places.map(({ text, anchor }, index) =>
      texts[text] && comparison.texts[text]!.uri !== null
        ? [anchor.range.start.line + 1, anchor.live, comparison.groups[index]]
        : [0, anchor.live, comparison.groups[index]],
    );
    wanted.push({
      name: 'occurrences',
      isFor: ({ method, parameters }) => nameOf(method, parameters) === nameOf('compare', asked),
      shows: ({ slice, items }: { slice: Made; items: { line: number; live: boolean; group: string }[] }) => [
        slice.of,
        items.map(({ line, live, group }) => [line, live, group]),
      ],
      expected: [nameOf('compare', { ...asked, version }), items],
    });
  }
  if (isWhole && unfolds('compare', 'whatIf') && variant) {
    const { unit, replacement } = variant;
    const { text, fit, caret } = exploration.target;
    const { start, end, tokens } = unit;
    const change = replacement === null ? { kind: 'mask', tokens } : { kind: 'replace', span: { start, end }, replacement };
    const seen = { level, ...selectionOf(state.view, exploration.model.lenses), state: hiddenState };
    ofRun('whatIf', 'variant', { text, fit, caret, change, ...seen });
  }
  return wanted;
}
