import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GIVEN_SCHEME } from '../../src/contributions/ids.ts';
import { sourceOf } from '../../src/core/state/viewState.ts';
import { GivenTexts } from '../../src/host/editor/givenTexts.ts';
import { pickSecondText } from '../../src/host/commands/secondText.ts';
import { placesOf, rangesOf, unitAt, unitsOf } from '../../src/session/exploration.ts';
import { MAX_RUN_CHARACTERS } from '../../src/protocol/engineApi.ts';
import type { Explorer } from '../../src/session/explorer.ts';
import { textsIn } from '../../src/session/target.ts';
import { textUnit } from '../support/textUnit.ts';
import * as standIn from './standIn/vscode.ts';
import { documentOf, open, parts, run, start, TEXT } from './support/commandWorld.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

const CAT = [4, 7] as const;
const MAT = [19, 22] as const;

beforeEach(() => {
  standIn.seen.length = 0;
  standIn.settings.clear();
  standIn.window.visibleTextEditors = [];
  standIn.window.activeTextEditor = undefined;
});

/** The texts that are explored, the one that is looked at first. */
const textsOf = ({ exploration }: Explorer) => (exploration ? textsIn(exploration.target).map(({ text }) => text) : []);
const warning = () => standIn.seen.find(line => line.startsWith('warning') || line.startsWith('error')) ?? '';

describe('two texts', () => {
  it('are two selections of one editor: the later one looks at the earlier', async () => {
    open([...MAT], [...CAT]);
    const explorer = start();
    await run('exploreTwoTexts');
    expect(textsOf(explorer)).toEqual(['cat', 'mat']);
    expect(explorer.phase.kind).toBe('ready');
  });

  it('are the selections of two editors: that with the keyboard looks at the other', async () => {
    open([...CAT]);
    const other = standIn.editorOf(documentOf('/other.txt'), [...MAT]);
    standIn.window.visibleTextEditors.push(other);
    standIn.workspace.textDocuments.push(other.document);
    const explorer = start();
    await run('exploreTwoTexts');
    expect(textsOf(explorer)).toEqual(['mat', 'cat']);
    expect(placesOf(explorer.exploration!).map(({ label }) => label)).toEqual(['other.txt', 'cat.txt']);
    explorer.dispatch({ type: 'pin', unit: textUnit(1) });
    const units = unitsOf(explorer.exploration!, 'words');
    const words = units.flatMap((unit, index) => (unit.start < 0 ? [] : [index]));
    const found = words.map(index => {
      const [range] = rangesOf(explorer.exploration!, units[index]!);
      return [other.document, standIn.window.visibleTextEditors[0]!.document].flatMap(
        document => unitAt(explorer, document as never, range!.start)?.unit ?? [],
      );
    });
    expect(found).toEqual(words.map(word => [word]));
  });

  it.each([
    ['nothing is selected', [[0, 0]], 'Nothing is selected'],
    ['three parts are selected', [[0, 3], [...CAT], [...MAT]], '3 parts are selected'],
    ['one of them is blank', [[3, 4], [...MAT]], 'The selection holds no words'],
  ] as const)('are refused where %s', async (_, selected, said) => {
    open(...(selected as unknown as [number, number][]));
    const explorer = start();
    await run('exploreTwoTexts');
    expect(warning()).toContain(said);
    expect(explorer.exploration).toBeNull();
  });

  it.each([
    ['the same place twice', [...CAT], [...CAT], 'Both texts are the same'],
    ['places that overlap', [0, 7], [...CAT], 'The two texts overlap'],
  ] as const)('are refused for %s, in two editors of one document', async (_, first, second, said) => {
    open(first as unknown as [number, number]);
    const { document } = standIn.window.activeTextEditor!;
    standIn.window.visibleTextEditors.push(standIn.editorOf(document, second));
    const explorer = start();
    await run('exploreTwoTexts');
    expect(warning()).toContain(said);
    expect(explorer.exploration).toBeNull();
  });

  it('are swapped, and the one that looks is explored by itself; with one text both commands say so', async () => {
    open([...CAT], [...MAT]);
    const explorer = start();
    await run('exploreTwoTexts');
    await run('swapTexts');
    expect(textsOf(explorer)).toEqual(['mat', 'cat']);
    await run('oneText');
    expect(textsOf(explorer)).toEqual(['cat']);
    standIn.seen.length = 0;
    await run('swapTexts');
    expect(warning()).toContain('One text is explored');
  });

  it('what stays within them is looked at, and what goes across again; it stays so where they are read again or swapped', async () => {
    open([...CAT], [...MAT]);
    const explorer = start();
    await run('exploreTwoTexts');
    const within = () => explorer.exploration!.target.second!.within;
    for (const expected of ['each', undefined, 'each'] as const) {
      await run('lookWithin');
      expect([within(), explorer.exploration!.summary.within]).toEqual([expected, expected]);
    }
    await run('readBySentence');
    expect(warning()).toContain('What stays within a text is looked at');
    await run('exploreAgain');
    expect(within()).toBe('each');
    await run('swapTexts');
    expect([within(), ...textsOf(explorer)]).toEqual(['each', 'mat', 'cat']);
    await run('oneText');
    standIn.seen.length = 0;
    await run('lookWithin');
    expect(warning()).toContain('One text is explored');
  });

  it('are checked by removal where they are an answer on its source; else it is said what they are', async () => {
    open([...CAT], [...MAT]);
    start();
    await run('exploreTwoTexts');
    await run('checkAnswer');
    expect(warning()).toContain('This model is no decoder');
    await run('oneText');
    standIn.seen.length = 0;
    await run('checkAnswer');
    expect(warning()).toContain('One text is explored');
  });

  it('a selection that is none of them stays where they are swapped; those that were read go', async () => {
    open([...CAT], [...MAT]);
    const [editor] = standIn.window.visibleTextEditors;
    start();
    await run('exploreTwoTexts');
    expect(editor!.selection.isEmpty).toBe(true);
    const other = new standIn.Selection(0, 8, 0, 11);
    Object.assign(editor!, { selection: other, selections: [other] });
    await run('swapTexts');
    expect(editor!.selection).toBe(other);
  });

  it('are read without the white space at their ends, where they stand', async () => {
    const other = standIn.editorOf(standIn.documentOf('/other.txt', '\n\n  cat \n'), [0, 8]);
    open([...MAT]);
    standIn.window.visibleTextEditors.push(other);
    const explorer = start();
    await run('exploreTwoTexts');
    expect(textsOf(explorer)).toEqual(['cat', 'mat']);
    expect(explorer.exploration!.anchor.range).toEqual({ start: { line: 2, character: 2 }, end: { line: 2, character: 5 } });
  });

  it('are explored again as they read now', async () => {
    open([...CAT], [...MAT]);
    const explorer = start();
    await run('exploreTwoTexts');
    await run('exploreAgain');
    expect(textsOf(explorer)).toEqual(['cat', 'mat']);
  });

  it.each([
    ['is blank', '   ', 'The selection holds no words'],
    ['is too long for one request', 'x'.repeat(MAX_RUN_CHARACTERS), 'The two texts are too long together'],
  ])('are not explored again where one of them %s by now', async (_, text, said) => {
    open([...CAT]);
    const other = standIn.editorOf(documentOf('/other.txt'), [...MAT]);
    standIn.window.visibleTextEditors.push(other);
    standIn.workspace.textDocuments.push(other.document);
    const explorer = start();
    await run('exploreTwoTexts');
    vi.spyOn(other.document, 'getText').mockReturnValue(text);
    await run('exploreAgain');
    expect(warning()).toContain(said);
    expect(textsOf(explorer)).toEqual(['mat', 'cat']);
  });

  /** "the mat" is explored with a part of another document. */
  async function exploredInTwo(...second: [number, number]): Promise<{ readonly explorer: Explorer; readonly editFirst: () => void }> {
    let edit: (event: unknown) => unknown = () => undefined;
    const listen = vi.spyOn(standIn.workspace, 'onDidChangeTextDocument').mockImplementation(((listener: typeof edit) => {
      edit = listener;
      return { dispose: () => undefined };
    }) as never);
    open(second);
    const other = standIn.editorOf(documentOf('/other.txt'), [15, 22]);
    standIn.window.visibleTextEditors.push(other);
    standIn.workspace.textDocuments.push(other.document);
    const explorer = start();
    listen.mockRestore();
    await run('exploreTwoTexts');
    for (const editor of standIn.window.visibleTextEditors) editor.selections = [editor.selection];
    const range = new standIn.Range(0, 19, 0, 22);
    const document = standIn.documentOf('/other.txt', TEXT.replace('mat', 'rug'));
    return {
      explorer,
      editFirst: () => {
        edit({ document, contentChanges: [{ range, text: 'rug' }] });
        expect(placesOf(explorer.exploration!).map(({ anchor }) => anchor.live)).toEqual([false, true]);
        standIn.seen.length = 0;
      },
    };
  }

  it.each(['nextAttendedWord', 'peekAttended'] as const)('%s goes to no word of the one that was edited', async name => {
    const { explorer, editFirst } = await exploredInTwo(...CAT);
    expect(textsOf(explorer)).toEqual(['the mat', 'cat']);
    explorer.dispatch({ type: 'pin', unit: textUnit(3) });
    expect(explorer.heatView!.buckets[2]).toBeGreaterThan(0);
    editFirst();
    await run(name);
    expect(warning()).toContain('No word is coloured');
    expect(standIn.seen.filter(line => line.startsWith('command: editor.'))).toEqual([]);
  });

  it('Link To\u2026 offers no word of the one that was edited, and says so where there is no other', async () => {
    const labels = () => standIn.picks.at(-1)!.items.map(({ label }) => label);
    const { explorer, editFirst } = await exploredInTwo(4, 11);
    expect(textsOf(explorer)).toEqual(['the mat', 'cat sat']);
    explorer.dispatch({ type: 'pin', unit: textUnit(3) });
    await run('linkTo');
    expect(labels()).toEqual(['the', 'mat', 'sat']);
    editFirst();
    await run('linkTo');
    expect(labels()).toEqual(['sat']);
    const alone = await exploredInTwo(...CAT);
    alone.explorer.dispatch({ type: 'pin', unit: textUnit(3) });
    alone.editFirst();
    await run('linkTo');
    expect(warning()).toContain('The other text was edited');
  });

  it.each(['swapTexts', 'oneText', 'exploreAgain', 'nextAttendedWord'] as const)(
    '%s, one document closed and gone meanwhile, says so and leaves both as they are',
    async name => {
      open([...CAT]);
      const other = standIn.editorOf(standIn.documentOf('/gone.txt', TEXT, 'untitled'), [15, 22]);
      standIn.window.visibleTextEditors.push(other);
      standIn.workspace.textDocuments.push(other.document);
      const explorer = start();
      await run('exploreTwoTexts');
      explorer.dispatch({ type: 'pin', unit: textUnit(3) });
      standIn.window.visibleTextEditors.pop();
      standIn.workspace.textDocuments.pop();
      const openDocument = vi.spyOn(standIn.workspace, 'openTextDocument').mockImplementation(async uri => {
        if (uri.scheme === 'untitled') throw new Error('cannot open untitled:/gone.txt');
        return documentOf(uri.path);
      });
      standIn.seen.length = 0;
      await run(name);
      openDocument.mockRestore();
      expect(warning()).toContain('The document is gone. It was closed without being saved, moved, or deleted.');
      expect(textsOf(explorer)).toEqual(['the mat', 'cat']);
    },
  );

  it('the way to a word of the other side of a diff editor leaves the diff editor where it is', async () => {
    open([...CAT]);
    const [here] = standIn.window.visibleTextEditors;
    const original = standIn.editorOf(documentOf('/other.txt'), [15, 22]);
    standIn.window.visibleTextEditors.push(original);
    standIn.workspace.textDocuments.push(original.document);
    const input = new standIn.TabInputTextDiff(original.document.uri, here!.document.uri);
    standIn.window.tabGroups.all = [{ viewColumn: 1, activeTab: { label: 'other.txt \u2194 cat.txt', input } }];
    const explorer = start();
    await run('exploreTwoTexts');
    explorer.dispatch({ type: 'pin', unit: textUnit(3) });
    standIn.seen.length = 0;
    await run('nextAttendedWord');
    standIn.window.tabGroups.all = [];
    expect(standIn.seen).toEqual(['command: vscode.diff', 'command: diffEditor.switchSide']);
  });

  it('are typed into a document of their own, also beside an empty one that an earlier window left', async () => {
    standIn.workspace.textDocuments = [standIn.documentOf('/Second text.txt', '', GIVEN_SCHEME)];
    const given = new GivenTexts();
    const { uri } = await given.open('Second text', 'le chat');
    expect(uri.path).toBe('/Second text 2.txt');
    expect(given.provideTextDocumentContent(uri)).toBe('le chat');
  });

  it('a file that is text and cannot be shown is not said to be none', async () => {
    open([...CAT]);
    standIn.answers.push(label => label === 'From a File\u2026');
    vi.spyOn(standIn.window, 'showOpenDialog').mockImplementationOnce((async () => [documentOf('/second.txt').uri]) as never);
    vi.spyOn(standIn.window, 'showTextDocument').mockRejectedValueOnce(new Error('no group'));
    start();
    const first = { text: TEXT.slice(...CAT) } as never;
    await expect(pickSecondText(parts.at(-1)!, standIn.window.activeTextEditor as never, first)).rejects.toThrow('no group');
  });

  it('have no second direction in a model that reads from left to right', async () => {
    open([...CAT], [...MAT]);
    const explorer = start({ isDecoder: true });
    await run('exploreTwoTexts');
    await run('switchDirection');
    expect(warning()).toContain('The first text cannot look at the second');
    const units = unitsOf(explorer.exploration!, 'words');
    const directions = ['cat', 'mat'].map(label => {
      explorer.dispatch({ type: 'pin', unit: textUnit(units.findIndex(unit => unit.label === label)) });
      return [sourceOf(explorer.state)!.unit, explorer.state.direction];
    });
    expect(directions.map(([, direction]) => direction)).toEqual(['by', 'to']);
  });

  it('are taken away: the line has both, and the sentence says what goes to the other', async () => {
    open([...CAT], [...MAT]);
    const explorer = start();
    await run('exploreTwoTexts');
    const units = unitsOf(explorer.exploration!, 'words');
    explorer.dispatch({ type: 'pin', unit: textUnit(units.findIndex(({ label }) => label === 'mat')) });
    standIn.copied.length = 0;
    await run('copyCommandLine');
    await run('copySentence');
    await run('copyTableTsv');
    expect(standIn.copied[0]).toMatch(/ --word=mat --format csv --target=mat --text=cat$/);
    expect(standIn.copied[1]).toMatch(/“mat” attends to .*other text.* Of its attention 0\.\d+ goes there/);
    expect(standIn.copied[2]!.split('\n').slice(0, 2)).toEqual(['from / to\tcat', expect.stringMatching(/^mat\t0\.\d+$/)]);
  });

  it.each(['replaceWord', 'maskWord', 'compareOccurrences', 'switchHeat'] as const)('%s is of one text, and says so', async name => {
    open([...CAT], [...MAT]);
    const explorer = start();
    await run('exploreTwoTexts');
    explorer.dispatch({ type: 'pin', unit: textUnit(1) });
    standIn.seen.length = 0;
    await run(name);
    expect(warning()).toContain('This is made of one text');
    expect(TEXT.slice(...CAT)).toBe('cat');
  });
});
