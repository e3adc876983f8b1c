/** The commands over a stand-in of VS Code and of the engine. A test that imports it mocks `vscode` by that stand-in. */
import { expect } from 'vitest';
import { COMMANDS } from '../../../src/contributions/ids.ts';
import { FaultError } from '../../../src/core/faults.ts';
import { encoderStack, stackWithin, type StackName } from '../../../src/core/model/stack.ts';
import { sidesOf, type TextPair, type Within } from '../../../src/core/text/textPair.ts';
import type { Told } from '../../../src/core/model/told.ts';
import type { Token, Unit } from '../../../src/core/text/token.ts';
import { groupWords, pieceUnits } from '../../../src/core/text/words.ts';
import { registerCommands } from '../../../src/host/commands/index.ts';
import { Explorer } from '../../../src/session/explorer.ts';
import { editorDocuments } from '../../../src/host/editor/documents.ts';
import { TakeAway } from '../../../src/session/takeAway.ts';
import { GivenTexts } from '../../../src/host/editor/givenTexts.ts';
import { Models } from '../../../src/host/models/models.ts';
import { FindingStore } from '../../../src/host/findings/store.ts';
import type { Parts } from '../../../src/host/services.ts';
import type { Step } from '../../../src/protocol/rpc.ts';
import type { WriteRequest, WritingOffer, WrittenByModel } from '../../../src/protocol/writeApi.ts';
import * as standIn from '../standIn/vscode.ts';
import { MODEL_FACTS } from '../../support/modelFacts.ts';
import { textUnit } from '../../support/textUnit.ts';

export const TEXT = 'The cat sat on the mat because it was tired.';
export const CAT = documentOf('/cat.txt');
export type Name = keyof typeof COMMANDS;

export function documentOf(path: string) {
  return standIn.documentOf(path, TEXT);
}

/** Of a folder. */
export const VARIANTS = [
  { name: 'model', file: 'onnx/model.onnx', bytes: 654e6, elementType: 'float32', memory: 720e6, fault: null },
  {
    name: 'model_q4',
    file: 'onnx/model_q4.onnx',
    bytes: 130,
    elementType: '',
    memory: 0,
    fault: { code: 'file-lfs', title: 'Only a pointer', cause: 'It was not $(x) downloaded.', nextStep: '' },
  },
];

export const LINK = { layer: 0, head: 0, unit: 2, value: 0.9, topUnit: 2, topValue: 0.9 };

type Writing = (request: WriteRequest, signal: AbortSignal, onStep: (step: Step) => void) => Promise<WrittenByModel>;

/** A model whose words attend to the second word of the text, or evenly to all. */
export function fakeEngine({
  layers = 2,
  heads = 2,
  weight = 0.9,
  fails = false,
  entropy = true,
  capabilities = ['hidden-states', 'word-vectors', 'mask-token'],
  isDecoder = false,
  /** Of a text that is held by rows: whether a row can be read. */
  row = null as 'comes' | 'fails' | null,
  /** What it offers to write, and how it does. */
  writes = null as WritingOffer['writes'],
  tasks = [] as WritingOffer['tasks'],
  languages = [] as WritingOffer['languages'],
  tellsSource = true,
  translates = false,
  write = null as Writing | null,
}) {
  let runId = 0;
  let units: readonly Unit[] = [];
  let read: TextPair | undefined;
  let readsWithin = false;
  const special = (text: string): Token => ({ id: 1, text, special: true, unknown: false, start: -1, end: -1 });
  return {
    call: async (
      method: string,
      parameters: {
        text?: string;
        unit?: number;
        level?: string;
        directory?: string;
        variant?: string;
        pair?: TextPair;
        within?: Within;
        twoTexts?: StackName;
        most?: number;
        told?: Told;
      },
      signal?: AbortSignal,
      onStep?: (step: Step) => void,
    ) => {
      const { text = '', level, unit, pair } = parameters;
      if (fails && method === 'open') throw new FaultError({ code: 'file-empty', title: 'Empty', cause: 'It is.', nextStep: 'Copy it.' });
      const words = [...text.matchAll(/[A-Za-z]+|[^\sA-Za-z]/g)].map(({ 0: word, index }): Token => ({
        id: 2,
        text: word,
        special: false,
        unknown: false,
        start: index,
        end: index + word.length,
      }));
      const tokens = [special('[CLS]'), ...words, special('[SEP]')];
      const size = units.length;
      const lens = {
        id: 'last',
        name: 'Last',
        description: '',
        selection: { kind: 'layer', layer: layers - 1 },
        combine: 'mean',
        evidence: [],
      };
      const none = new Float32Array();
      const sinks = isDecoder ? [{ unit: 2, share: 0.9 }] : [];
      const shape = {
        runId,
        level,
        rows: size,
        columns: size,
        causal: isDecoder,
        hasSink: false,
        sinks,
        low: none,
        high: none,
        headCount: 1,
        ...(read && { sides: sidesOf(read, units, readsWithin ? 'own' : 'other') }),
      };
      const weightAt = (_: unknown, at: number) => (at % size === 2 ? weight : 0.001);
      switch (method) {
        case 'open':
          return {
            directory: '/m',
            fingerprint: 'state of its files',
            variant: parameters.variant ?? 'model',
            roles: [],
            variants: ['model', 'model_q4'],
            name: 'm',
            layers,
            attention: { ...encoderStack(layers, heads), causal: isDecoder },
            ...(tasks.length + languages.length > 0 && { tells: true }),
            ...(parameters.twoTexts && { twoTexts: parameters.twoTexts }),
            capabilities,
            facts: MODEL_FACTS,
            contextLength: 512,
            ownContext: 512,
            vocabularySize: 9,
            lenses: [lens],
            defaultLens: 'last',
            about: '',
            warnings: [],
          };
        case 'writingOffer':
          return { writes, tasks, languages, tellsSource, translates };
        case 'write':
          return write!(parameters as unknown as WriteRequest, signal!, onStep!);
        case 'modelVariants':
          return VARIANTS;
        case 'run':
          units = groupWords(text, tokens);
          read = pair;
          readsWithin = parameters.within !== undefined;
          return {
            runId: ++runId,
            directory: '/m',
            variant: parameters.variant ?? 'model',
            ...(pair && { pair, ...(readsWithin && { within: parameters.within }) }),
            ...(parameters.told && { told: parameters.told }),
            ...(pair && translates && { twoTexts: stackWithin(parameters.within) }),
            sequences: [
              {
                stream: 'text',
                tokens,
                words: groupWords(text, tokens),
                pieces: pieceUnits(text, tokens),
                totalTokens: tokens.length,
                shownStart: 0,
                shownEnd: text.length,
              },
            ],
            invalidHeads: [],
            runMilliseconds: 1,
            held: row === null ? 'maps' : 'rows',
          };
        case 'matrix':
          return { ...shape, values: Float32Array.from({ length: size * size }, weightAt) };
        case 'entropy':
          if (!entropy) throw new Error('out of breath');
          return { runId, hideSpecial: false, sampled: null, bits: Float32Array.of(1.25), keys: 4, even: 2, causal: false };
        case 'rankHeads':
          return { runId, level, unit, direction: 'to', sampled: null, entries: [LINK] };
        case 'sampledRows':
          return { ...shape, units: [0, 4], weights: Float32Array.from({ length: 2 * size }, weightAt) };
        case 'row':
          if (row === 'fails')
            throw new FaultError({ code: 'out-of-memory', title: 'No row', cause: 'It is.', nextStep: 'Close something.' });
          return { ...shape, units: [unit], weights: Float32Array.from({ length: size }, weightAt) };
        default:
          return null;
      }
    },
  };
}

export const parts: Parts[] = [];
/** Whether a side bar has the compact view in sight. */
export const compact = { isVisible: false };

export function start(engineOptions: Parameters<typeof fakeEngine>[0] = {}) {
  const engine = fakeEngine(engineOptions) as unknown as Parts['engine'];
  const models = new Models(standIn.Uri.from({ scheme: 'file', path: '/extension' }) as never, standIn.mementoOf() as never);
  const log = { info: () => undefined, fault: () => undefined, show: () => standIn.seen.push('log') } as unknown as Parts['log'];
  const explorer = new Explorer(engine, models, editorDocuments, log);
  const show = () => standIn.seen.push('panel');
  const panel = {
    isVisible: false,
    isOpen: false,
    paint: async () => null,
    palette: async () => null,
    show,
    bringBack: show,
  } as unknown as Parts['panel'];
  const made = {
    engine,
    explorer,
    models,
    panel,
    compact,
    log,
    givenTexts: new GivenTexts(),
    takeAway: new TakeAway(explorer, engine),
    extension: standIn.Uri.from({ scheme: 'file', path: '/extension' }),
    requests: { retry: () => undefined, forget: () => undefined },
    findings: new FindingStore(standIn.mementoOf() as never),
    findingsTree: { selected: undefined },
    pointing: { ignoreCaretAt: () => undefined, showCard: () => standIn.commands.executeCommand('editor.action.showHover') },
  } as unknown as Parts;
  parts.push(made);
  registerCommands(made);
  return explorer;
}

export function open(...selected: [number, number][]) {
  const editor = standIn.editorOf(CAT, ...(selected.length > 0 ? selected : ([[0, 0]] as const)));
  standIn.workspace.textDocuments = [CAT];
  standIn.window.visibleTextEditors = [editor];
  standIn.window.activeTextEditor = editor;
}

/** @param told what a menu tells a command; the palette tells nothing */
export const run = async (name: Name, ...told: readonly unknown[]) => standIn.handlers.get(COMMANDS[name])!(...told);

export async function explored(options: Parameters<typeof fakeEngine>[0] = {}): Promise<Explorer> {
  open([0, TEXT.length]);
  const explorer = start(options);
  await run('exploreSelection');
  expect(explorer.phase.kind).toBe('ready');
  return explorer;
}

export const pointing = async (options: Parameters<typeof fakeEngine>[0] = {}) => {
  const explorer = await explored(options);
  explorer.dispatch({ type: 'cursor', unit: textUnit(8) });
  return explorer;
};
