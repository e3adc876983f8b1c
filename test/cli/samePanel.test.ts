import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../src/cli/commands/answerTable.ts';
import type { AnswerKind } from '../../src/core/export/kinds.ts';
import { headsOfView, takenOf } from '../../src/core/export/taken.ts';
import { writeTable } from '../../src/core/export/writeTable.ts';
import { INITIAL_STATE, middleState, type ViewState } from '../../src/core/state/viewState.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import type { Material } from '../../src/draw/answers/material.ts';
import { answerOf } from '../../src/draw/answers/registry.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { PanelParts, PartName } from '../../src/protocol/panelParts.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import { comparedText, compareWord } from '../../src/session/comparison.ts';
import { hashesOfExplored } from '../../src/session/exploration.ts';
import { LookUps } from '../../src/session/lookUps.ts';
import { standingOf } from '../../src/session/standing.ts';
import { runTarget } from '../../src/session/exploreRun.ts';
import type { PartContext } from '../../src/session/parts/task.ts';
import { PARTS } from '../../src/session/parts/registry.ts';
import type { Target } from '../../src/session/target.ts';
import { TINY_MODEL } from '../support/commandLine.ts';
import { tiny, tinyJson } from './support.ts';
import { textUnit } from '../support/textUnit.ts';

/*
 * One question, asked in the panel and on the command line: the same numbers to the last bit. JSON has as many digits as it takes to read back the same
 * float32.
 */

const TEXT = 'The unwanted cat sat on the mat because it was hungrier. An unwanted dog ran to the unwanted man.';

const runner = new Runner();
/** The engine without its process. */
const engine = {
  call: async (method: keyof Runner, parameters: never) => (runner[method] as (parameters: never) => unknown)(parameters),
} as unknown as EngineClient;

/** What the panel is sent of one part. */
async function partOf<N extends PartName>(name: N, state: Partial<ViewState>, more: Partial<PartContext> = {}): Promise<PanelParts[N]> {
  const { context } = await explored(state, more);
  return PARTS[name].fetch(context, new AbortController().signal, () => undefined);
}

const NOTHING_LOOKED_UP = new LookUps(
  { open: [], onEdit: () => ({ dispose: () => undefined }), onOpen: () => ({ dispose: () => undefined }) },
  () => undefined,
);

async function explored(state: Partial<ViewState>, more: Partial<PartContext> = {}) {
  const target: Target = {
    uri: 'file:///a.md',
    label: 'a.md',
    what: 'document',
    start: { line: 0, character: 0 },
    text: TEXT,
    skipped: 0,
    tooLong: false,
    fit: 'start',
    caret: 0,
  };
  const whole: ViewState = { ...INITIAL_STATE, ...state };
  const run = await runTarget(engine, { directory: TINY_MODEL }, target, () => whole, new AbortController().signal);
  const context: PartContext = {
    engine,
    exploration: { ...run, ...standingOf(target, []) },
    state: { ...whole, view: run.view },
    comparison: null,
    variant: null,
    checked: null,
    grounded: null,
    inSight: { panel: true, compact: false },
    vectorFile: null,
    lookUps: NOTHING_LOOKED_UP,
    ...more,
  };
  return { context, words: sequenceOf(run.summary).words };
}

type Rows = readonly (readonly (number | null)[])[];
const floats = (rows: Rows): number[] => rows.flat().map(value => (value === null ? NaN : Math.fround(value)));
const json = <T>(command: string, ...args: readonly string[]): Promise<T> => tinyJson<T>(command, '--text', TEXT, ...args);

interface Replaced {
  readonly replaced: {
    readonly attention: Rows;
    readonly pairs: Rows;
    readonly cosines: Rows;
    readonly words: readonly { readonly label: string }[];
  };
}

test.each([
  ['replaced', 'old dogs', 'old dogs'],
  ['masked', '[MASK]', null],
])('what if a word were %s', async (_, written, replacement) => {
  const { words } = await explored({});
  const unit = words.find(({ label }) => label === 'hungrier')!;
  const part = await partOf('whatIf', { hiddenState: 2 }, { variant: { unit, replacement } });
  const { replaced } = await json<Replaced>('run', '--replace', `hungrier=${written}`);
  expect(replaced.words.map(({ label }) => label)).toEqual(sequenceOf(part.summary).words.map(({ label }) => label));
  expect(replaced.pairs).toEqual(part.pairs);
  expect(floats(replaced.attention)).toEqual([...part.matrix.values]);
  const both = replaced.cosines.map(state => state.filter(cosine => cosine !== null));
  expect(both.map(state => floats([state]))).toEqual(part.drift!.states.map(state => [...state]));
  expect(new Set(floats(both)).size).toBeGreaterThan(10);
});

interface InfluenceJson {
  readonly control: number;
  readonly items: readonly { readonly start: number; readonly shift: number; readonly attention: number; readonly rollout: number }[];
}

test.each(['mask', 'omit'] as const)('which words change a word, by %s', async influenceMode => {
  const { words } = await explored({});
  const pinned = words.findIndex(({ label }) => label === 'it');
  const state = { pinned: textUnit(pinned), hiddenState: 2, influenceMode };
  const [influence, rollout] = [await partOf('influence', state), await partOf('rollout', state)];
  const report = await json<InfluenceJson>('influence', '--word', 'it', '--layer', '2', '--mode', influenceMode);
  const units = report.items.map(({ start }) => words.findIndex(word => word.start === start));
  expect(units.length).toBeGreaterThan(16);
  expect(floats([report.items.map(({ shift }) => shift)])).toEqual(units.map(unit => influence.shifts[unit]));
  expect(floats([report.items.map(item => item.rollout)])).toEqual(units.map(unit => rollout.weights[unit]));
  expect(report.control).toBe(influence.control);
});

test.each(['text', 'sentence'] as const)('a word in several places, each in its %s', async occurrenceContext => {
  const comparison = compareWord('unwanted', [comparedText('file:///a.md', 'a.md', TEXT)]);
  const { slice, items } = await partOf('occurrences', { occurrenceContext }, { comparison });
  interface CompareJson {
    readonly occurrences: readonly unknown[];
    readonly static: Rows;
    readonly layers: readonly Rows[];
  }
  const report = await json<CompareJson>('compare', '--word', 'unwanted', '--context', occurrenceContext);
  expect([report.occurrences.length, items.length]).toEqual([3, 3]);
  expect([floats(report.static), ...report.layers.map(floats)]).toEqual([slice.fixed, ...slice.states].map(cosines => [...cosines]));
});

describe('tables', () => {
  const unitOf = async (word: string) => textUnit((await explored({})).words.findIndex(({ label }) => label === word));

  /** A table as the panel takes it away. */
  async function taken(
    kind: AnswerKind,
    part: PartName | null,
    state: Partial<ViewState>,
    more: Partial<PartContext> = {},
  ): Promise<string> {
    const { context } = await explored(state, more);
    const parts: Partial<PanelParts> = {};
    for (const name of ['rollout', ...(part ? [part] : [])] as const)
      if (kind === 'influence' || name === part)
        Object.assign(parts, { [name]: await PARTS[name].fetch(context as never, new AbortController().signal, () => undefined) });
    const { model, summary, matrix, view, target } = context.exploration;
    const of = takenOf({
      model,
      fingerprint: fingerprintOf(model),
      run: summary,
      text: target.text,
      textHashes: hashesOfExplored(context.exploration),
      isEdited: false,
      heads: headsOfView(view, model.lenses),
      matrix,
      state: context.state,
    });
    const material: Material = { taken: of, state: context.state, model, run: summary, part: name => (parts[name] ?? null) as never };
    return writeTable(answerOf(kind).table(material)!, 'csv');
  }

  const told = async (command: string, ...args: readonly string[]) => {
    const { code, stdout, stderr } = await tiny(command, '--text', TEXT, '--format', 'csv', ...args);
    expect([code, stderr.replace(/^.*first one is looked at\n/, '')]).toEqual([0, '']);
    return String(stdout);
  };

  test('of heads that link two words are equal, byte for byte', async () => {
    const pair = { pinned: await unitOf('it'), linked: [await unitOf('cat')] };
    expect(await told('heads', '--from', 'it', '--to', 'cat')).toBe(await taken('links', 'link', pair));
  });

  test.each(['mask', 'omit'] as const)('of who changed a word are equal, byte for byte: %s', async influenceMode => {
    const state = { pinned: await unitOf('it'), hiddenState: 2, influenceMode };
    const args = ['--word', 'it', '--layer', '2', '--mode', influenceMode];
    expect(await told('influence', ...args)).toBe(await taken('influence', 'influence', state));
  });

  test('of a word in several places are equal, byte for byte', async () => {
    const comparison = compareWord('unwanted', [comparedText('file:///a.md', 'a.md', TEXT)]);
    const state = { hiddenState: middleState((await explored({})).context.exploration.model.layers) };
    expect(await told('compare', '--word', 'unwanted')).toBe(await taken('occurrences', 'occurrences', state, { comparison }));
  });

  test('of neighbours begin as those of the panel, which has its vector in the text beside them', async () => {
    const { stdout } = await tiny('neighbours', 'cat', '--format', 'csv');
    const pinned = await unitOf('cat');
    const lines = String(stdout).split('\r\n').slice(0, -2);
    expect(lines).toHaveLength(11);
    // The panel lists fewer.
    expect((await taken('neighbours', 'neighbours', { pinned, tab: 'vectors', hiddenState: 1 })).split('\r\n').slice(0, 6)).toEqual(
      lines.slice(0, 6),
    );
  });

  test.each(['markdown', 'tsv', 'latex'])('are written as %s too', async format => {
    for (const [command, ...args] of [
      ['heads', '--text', TEXT, '--from', 'it', '--to', 'cat'],
      ['influence', '--text', TEXT, '--word', 'it'],
      ['compare', '--text', TEXT, '--word', 'unwanted'],
      ['neighbours', 'cat'],
    ] as const) {
      const { code, stdout } = await tiny(command, ...args, '--format', format);
      expect([code, String(stdout).includes('model: ')]).toEqual([0, true]);
    }
  });
});
