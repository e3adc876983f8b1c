import { expect, it, vi } from 'vitest';
import { Explorer } from '../../src/session/explorer.ts';
import * as standIn from './standIn/vscode.ts';
import { encoderStack } from '../../src/core/model/stack.ts';
import { sourceOf } from '../../src/core/state/viewState.ts';
import { SAMPLES, ANSWER_SAMPLE, TRANSLATION_SAMPLE } from '../../src/host/samples/samples.ts';
import { unitsOf } from '../../src/session/exploration.ts';
import { textsIn } from '../../src/session/target.ts';
import { finding } from '../../src/session/findings/finding.ts';
import { textUnit } from '../support/textUnit.ts';
import { TEXT, CAT, parts, start, open, run, explored } from './support/commandWorld.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

const paint = (explorer: Explorer) => explorer;
const beforeAll = () => {
  standIn.seen.length = 0;
  standIn.copied.length = 0;
  standIn.written.clear();
  standIn.settings.clear();
};

it('a menu that was left is no later command’s', async () => {
  beforeAll();
  const explorer = paint(await explored());
  explorer.dispatch({ type: 'cursor', unit: textUnit(8) });
  const takeAway = parts.at(-1)!.takeAway;
  explorer.dispatch({ type: 'cell', cell: [textUnit(4), textUnit(2)] });
  takeAway.openMenu('words', null);
  explorer.dispatch({ type: 'cell', cell: null }); // the pointer leaves; Escape closes the menu
  explorer.dispatch({ type: 'cursor', unit: textUnit(6) }); // somebody points at "mat" in the editor
  await run('copySentence');
  expect(standIn.copied[0]).toContain('“mat” attends to');
});

it('a finding keeps the model that made the numbers', async () => {
  beforeAll();
  const explorer = await explored();
  explorer.dispatch({ type: 'cursor', unit: textUnit(8) });
  const { findings, models } = parts.at(-1)!;
  expect(models.isBuiltInAt(explorer.exploration!.model.directory)).toBe(false);
  await run('keepThis');
  expect(findings.all[0]!.model).toMatchObject({ directory: '/m', isBuiltIn: false });
});

it('a finding keeps the file of a folder that has several, and leads back to it', async () => {
  beforeAll();
  standIn.settings.set('attentionLens.modelFolder', '/m');
  const explorer = await explored();
  const made = parts.at(-1)!;
  const { findings, findingsTree, models } = made;
  const keep = async () => {
    explorer.dispatch({ type: 'cursor', unit: textUnit(8) });
    await run('keepThis');
    return findings.all[0]!;
  };
  const back = async (finding: (typeof findings.all)[0]) => {
    Object.assign(findingsTree, { selected: finding });
    standIn.seen.length = 0;
    await run('openSelectedFinding');
    return standIn.seen.filter(text => text.startsWith('warning'));
  };
  const ofChosen = await keep();
  await models.chooseVariant('/m', 'model_q4');
  await run('exploreAgain');
  const ofOther = await keep();
  expect([ofChosen.model.variant, ofOther.model.variant]).toEqual(['model', 'model_q4']);
  expect(finding({ ...ofChosen, model: { ...ofChosen.model, variant: undefined } })?.model.variant).toBe('');
  // Another file is chosen: nothing is read by it.
  expect(await back(ofChosen)).toEqual([expect.stringMatching(/^warning: This finding is of m \(model\)/)]);
  expect(explorer.exploration!.model.variant).toBe('model_q4');
  await standIn.buttons[0]!.run();
  expect([models.chosen.variant, explorer.exploration!.model.variant, explorer.state.pinned]).toEqual(['model', 'model', textUnit(8)]);
  // None is chosen, and what suits best is another one.
  await models.chooseVariant('/m', null);
  expect(await back(ofChosen)).toEqual([]);
  expect(await back(ofOther)).toEqual([expect.stringMatching(/^warning: This finding is of m \(model_q4\)/)]);
  await standIn.buttons[0]!.run();
  expect(explorer.exploration!.model.variant).toBe('model_q4');
});

it('a finding is pinned in its own text alone', async () => {
  beforeAll();
  standIn.settings.set('attentionLens.modelFolder', '/m');
  const explorer = await explored();
  explorer.dispatch({ type: 'cursor', unit: textUnit(8) });
  await explorer.chooseLevel('pieces');
  const made = parts.at(-1)!;
  await run('keepThis');
  await explorer.chooseLevel('words');
  Object.assign(made.findingsTree, { selected: made.findings.all[0] });
  const choose = explorer.chooseLevel.bind(explorer);
  const other = standIn.documentOf('/other.txt', 'A dog sat on a mat because he was fed again.');
  standIn.workspace.textDocuments = [CAT, other];
  explorer.chooseLevel = async level => {
    const chosen = choose(level);
    await explorer.explore({ ...explorer.exploration!.target, uri: other.uri.toString(), label: 'other', text: other.getText() });
    await chosen;
  };
  await run('openSelectedFinding');
  expect(explorer.exploration!.target.text).toContain('dog');
  expect(explorer.state.pinned).toBeNull();
});

it('a PNG of what was taken is not painted of another text', async () => {
  beforeAll();
  const explorer = await explored();
  explorer.dispatch({ type: 'cursor', unit: textUnit(8) });
  const made = parts.at(-1)!;
  let painted = '';
  Object.assign(made.panel, { isVisible: true, paint: async () => ((painted = explorer.exploration!.target.text), null) });
  const { showSaveDialog } = standIn.window;
  standIn.window.showSaveDialog = async () => {
    await explorer.explore({ ...explorer.exploration!.target, text: 'A dog sat on a mat because he was fed again.' });
    return standIn.Uri.from({ scheme: 'memory', path: '/x.png' });
  };
  await run('savePicturePng');
  standIn.window.showSaveDialog = showSaveDialog;
  expect(painted).toBe('');
});

it('the lesson says what was measured on the built-in model of that model alone', async () => {
  beforeAll();
  open();
  const explorer = start();
  const { models } = parts.at(-1)!;
  // The stand-in of the engine calls its model so, whichever is chosen.
  const comesWith = vi.spyOn(models, 'isBuiltInAt').mockImplementation(directory => directory === '/m');
  await run('exampleAttention');
  expect([explorer.state.lesson, explorer.lessonView]).toEqual(['attention', 'sample']);
  comesWith.mockReturnValue(false);
  await run('exploreAgain');
  expect(explorer.lessonView).toBe('otherModel');
});

it.each([
  ['step', 'what the model does', 'exampleTwoTexts', 'writingOffer'],
  ['sample', 'for its model', 'openSample', 'open'],
] as const)('a %s that was left while it asked %s opens nothing over the one that is shown', async (_, what, name, asked) => {
  beforeAll();
  standIn.settings.set('attentionLens.modelFolder', '/m');
  open();
  const explorer = start();
  const { engine } = parts.at(-1)!;
  const call = engine.call.bind(engine);
  let answer = () => undefined as void;
  const held = new Promise<void>(resolve => (answer = resolve));
  let count = 0;
  const heldBack = async (method: string, ...others: unknown[]) => {
    const found = await (call as (...all: unknown[]) => Promise<object>)(method, ...others);
    if (method !== asked || count++ > 0) return found;
    await held;
    return what === 'for its model' ? { ...found, attention: { ...encoderStack(2, 2), causal: true } } : found;
  };
  vi.spyOn(engine, 'call').mockImplementation(heldBack as typeof engine.call);
  const picking = vi.spyOn(standIn.window, 'showQuickPick').mockImplementation((async (items: readonly object[]) => items.at(-1)) as never);
  const left = run(name);
  await vi.waitFor(() => expect(count).toBe(1));
  await run('exampleHe');
  const shown = standIn.seen.filter(line => line.startsWith('document')).length;
  answer();
  await left;
  picking.mockRestore();
  expect(explorer.exploration!.target.uri).toContain(SAMPLES.he.file);
  expect(standIn.seen.filter(line => line.startsWith('document'))).toHaveLength(shown);
});

it('the strip is of the sample alone', async () => {
  beforeAll();
  open([0, TEXT.length]);
  const explorer = start();
  await run('exampleHe');
  const sample = explorer.exploration!.target.uri;
  open([0, TEXT.length]);
  await run('exploreSelection');
  expect(explorer.exploration!.target.uri).not.toBe(sample);
  expect([explorer.state.lesson, explorer.lessonView]).toEqual(['he', 'otherText']);
});

it('what a sample was opened with is not what a text of one’s own is looked at through', async () => {
  beforeAll();
  open([0, TEXT.length]);
  const explorer = start();
  await run('exampleBank');
  await explorer.chooseView({ kind: 'layer', layer: 0 });
  open([0, TEXT.length]);
  await run('exploreSelection');
  const { view, tab, heat } = explorer.state;
  expect({ view, tab, heat }).toEqual({ view: { kind: 'lens', id: 'last' }, tab: 'attention', heat: 'attention' });
});

it('the lesson is started from the palette', async () => {
  beforeAll();
  open();
  start();
  await run('lessonStart');
  expect(standIn.seen).toContain('command: attentionLens.exampleAttention');
});

it('of two steps that are asked for in a row the later one holds, text and all', async () => {
  beforeAll();
  open();
  const explorer = start();
  const { openTextDocument } = standIn.workspace;
  let release = () => undefined as unknown;
  let first = true;
  standIn.workspace.openTextDocument = async uri => {
    if (first) {
      first = false;
      await new Promise(resolve => (release = () => resolve(undefined)));
    }
    return standIn.documentOf(uri.path, `${uri.path} bank and it.`);
  };
  const a = run('exampleHe');
  await vi.waitFor(() => expect(first).toBe(false));
  const b = run('exampleFrance');
  await b;
  release();
  await a;
  standIn.workspace.openTextDocument = openTextDocument;
  expect(explorer.state.lesson).toBe('france');
  expect(explorer.exploration!.target.uri.toLowerCase()).toContain('france');
});

it('heads of a word are of the text that was taken, direction and all', async () => {
  beforeAll();
  const explorer = await explored();
  explorer.dispatch({ type: 'cursor', unit: textUnit(8) });
  const made = parts.at(-1)!;
  const asked: unknown[] = [];
  const { engine } = made as unknown as { engine: { call: (method: string, parameters: Record<string, unknown>) => Promise<unknown> } };
  const call = engine.call;
  engine.call = async (method, parameters) => {
    if (method === 'rankHeads') asked.push([parameters['level'], parameters['direction']]);
    return call(method, parameters);
  };
  const taken = (await made.takeAway.shown())!;
  explorer.dispatch({ type: 'direction', direction: 'by' });
  await made.takeAway.table(taken, 'heads', 'csv');
  await explorer.explore({ ...explorer.exploration!.target, text: 'A dog sat on a mat because he was fed again.' });
  const table = await made.takeAway.table(taken, 'heads', 'csv').catch((error: Error) => error.message);
  expect(asked[0]).toEqual(['words', 'to']);
  expect(table).not.toContain('L0 H0');
});

it('the whole of the next attended word is in sight, on a long line as well', async () => {
  beforeAll();
  const explorer = await explored();
  explorer.dispatch({ type: 'cursor', unit: textUnit(8) });
  const shown: number[][] = [];
  const revealRange = ({ start, end }: standIn.Range) => void shown.push([start.character, end.character]);
  Object.assign(standIn.window.visibleTextEditors[0]!, { revealRange });
  await run('nextAttendedWord');
  expect(shown).toEqual([[TEXT.indexOf('cat'), TEXT.indexOf('cat') + 3]]);
});

it.each([
  [false, 'Alice gave Bob a book about France.', 'Alice'],
  [true, 'The cat is on the mat.', 'chat'],
])('the step of two texts is a translation where the model translates: %s', async (translates, first, word) => {
  beforeAll();
  standIn.settings.set('attentionLens.modelFolder', '/m');
  open([0, 0]);
  const explorer = start({ translates });
  const documents = vi.spyOn(standIn.workspace, 'openTextDocument').mockImplementation((async (uri: { path: string }) => {
    const sample = [SAMPLES.twoTexts, TRANSLATION_SAMPLE].find(({ file }) => uri.path === `/${file}`)!;
    return linesOf(uri, sample.text);
  }) as never);
  vi.spyOn(standIn.window, 'showTextDocument').mockImplementation(async document => standIn.editorOf(document, [0, 0]));
  await run('exampleTwoTexts');
  documents.mockRestore();
  vi.restoreAllMocks();
  const { exploration, state } = explorer;
  expect(textsIn(exploration!.target)[0].text).toBe(first);
  expect(unitsOf(exploration!, 'words')[sourceOf(state)!.unit]!.label).toBe(word);
  const view = explorer.lessonView;
  expect(view).toBe(translates ? 'translation' : 'otherModel');
  expect(await explorer.lookWithin('first')).toBe(true);
  expect([explorer.exploration!.summary.within !== undefined, explorer.lessonView]).toEqual([true, view]);
});

it.each([true, false])(
  'the sample of an answer and its source is read by a decoder; of another model it says which kind it takes: %s',
  async isDecoder => {
    beforeAll();
    open([0, 0]);
    const explorer = start({ isDecoder });
    for (const causal of [true, false]) {
      const stack = { ...encoderStack(6, 12), causal };
      parts.at(-1)!.models.note({ directory: `/${causal}`, name: `${causal}`, attention: stack, contextLength: 9 } as never);
    }
    vi.spyOn(standIn.window, 'showQuickPick').mockImplementation((async (items: readonly object[]) => items.at(-1)) as never);
    const documents = vi
      .spyOn(standIn.workspace, 'openTextDocument')
      .mockImplementation((async (uri: unknown) => linesOf(uri, ANSWER_SAMPLE.text)) as never);
    vi.spyOn(standIn.window, 'showTextDocument').mockImplementation(async document => standIn.editorOf(document, [0, 0]));
    standIn.seen.length = 0;
    await run('openSample');
    documents.mockRestore();
    vi.restoreAllMocks();
    expect(standIn.seen[0]).toBe('progress: Opening The built-in model');
    if (!isDecoder) {
      expect(standIn.seen.join()).toContain('This sample needs a decoder');
      expect(standIn.buttons.map(({ title }) => title)).toEqual(['Use true', 'Choose Model…']);
      expect(explorer.exploration).toBeNull();
      return;
    }
    const [source, answer] = textsIn(explorer.exploration!.target);
    expect([source.text.split('\n')[0], source.text.endsWith('guide dogs.')]).toEqual(['# The town library', true]);
    expect(answer!.text).toMatch(/^You may borrow [^]*closes at eight\.$/);
    const { exploration, state } = explorer;
    expect(unitsOf(exploration!, 'words')[sourceOf(state)!.unit]!.label).toBe('closes');
  },
);

/** A document of several lines. */
function linesOf(uri: unknown, text: string) {
  const lines = text.split('\n');
  const offsetOf = ({ line, character }: standIn.Position) => lines.slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
  const rangeOf = (line: number) => new standIn.Range(line, 0, line, lines[line]!.length);
  return {
    ...standIn.documentOf('/sample.txt', text),
    uri,
    lineCount: lines.length,
    getText: (range?: standIn.Range) => (range ? text.slice(offsetOf(range.start), offsetOf(range.end)) : text),
    lineAt: (line: number) => ({ text: lines[line]!, range: rangeOf(line) }),
    offsetAt: offsetOf,
    positionAt: (offset: number) => {
      const before = text.slice(0, offset).split('\n');
      return new standIn.Position(before.length - 1, before.at(-1)!.length);
    },
  };
}
