import { beforeEach, describe, expect, it, vi } from 'vitest';
import { COMMANDS, PAGE_COMMANDS } from '../../src/contributions/ids.ts';
import { SETTINGS } from '../../src/contributions/settings.ts';
import { TABS, type Tab } from '../../src/core/state/pages.ts';
import { Explorer } from '../../src/session/explorer.ts';
import * as standIn from './standIn/vscode.ts';
import { KEPT } from '../session/support/kept.ts';
import { textUnit } from '../support/textUnit.ts';
import { TEXT, type Name, compact, parts, start, open, run, explored, pointing } from './support/commandWorld.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

const STATES: Readonly<Record<string, () => Promise<Explorer>>> = {
  'no editor': async () => start(),
  'nothing explored': async () => {
    open();
    return start();
  },
  'a run that failed': async () => {
    open();
    const explorer = start({ fails: true });
    await run('exploreDocument');
    expect(explorer.phase.kind).toBe('failed');
    return explorer;
  },
  'no word pointed at': () => explored(),
  'a word pointed at': () => pointing(),
  'a decoder, a word pointed at': () => pointing({ isDecoder: true }),
  'two texts': async () => {
    open([4, 7], [19, 22]);
    const explorer = start();
    await run('exploreTwoTexts');
    explorer.dispatch({ type: 'pin', unit: textUnit(1) });
    return explorer;
  },
  'a word that colours nothing': () => pointing({ weight: 0.001 }),
  'a model of one layer and one head, at its head': async () => {
    const explorer = await pointing({ layers: 1, heads: 1 });
    await explorer.chooseView({ kind: 'head', layer: 0, head: 0 });
    return explorer;
  },
  'rollout shown': async () => {
    const explorer = await pointing();
    await explorer.chooseView({ kind: 'rollout', layer: 1 });
    return explorer;
  },
  'a long text, the row of the word read': async () => {
    const explorer = await pointing({ row: 'comes' });
    await explorer.whenRead();
    return explorer;
  },
  'a long text, the row of the word not to be had': async () => {
    const explorer = await pointing({ row: 'fails' });
    await explorer.whenRead().catch(() => null);
    return explorer;
  },
  'the document in no editor': async () => {
    const explorer = await pointing();
    standIn.window.visibleTextEditors = [];
    standIn.window.activeTextEditor = undefined;
    return explorer;
  },
  'a model folder and word vectors chosen': async () => {
    standIn.settings.set(SETTINGS.modelFolder.id, '/m');
    standIn.settings.set(SETTINGS.wordVectors.id, '/v.txt');
    return start();
  },
};

beforeEach(() => {
  standIn.seen.length = 0;
  standIn.settings.clear();
  standIn.window.visibleTextEditors = [];
  standIn.window.activeTextEditor = undefined;
});

describe('every command in every state changes something or says what is the case', () => {
  for (const [name, make] of Object.entries(STATES)) {
    it(name, async () => {
      const silent: string[] = [];
      const unexpected: string[] = [];
      for (const command of Object.keys(COMMANDS) as Name[]) {
        standIn.settings.clear();
        standIn.window.activeTextEditor = undefined;
        standIn.window.visibleTextEditors = [];
        const explorer = await make();
        standIn.seen.length = 0;
        const before = [explorer.state, explorer.exploration, explorer.phase.kind];
        await run(command);
        const after = [explorer.state, explorer.exploration, explorer.phase.kind];
        if (standIn.seen.length === 0 && before.every((part, place) => part === after[place])) silent.push(command);
        unexpected.push(...standIn.seen.filter(text => text.includes('Something went wrong')).map(text => `${command}: ${text}`));
        explorer.dispose();
      }
      expect(silent).toEqual([]);
      expect(unexpected).toEqual([]);
    });
  }
});

it('a text is explored beside the panel; where a side bar has the answer in sight it opens none, and a failure stands there alone', async () => {
  const seenBy = async (isVisible: boolean, fails: boolean) => {
    compact.isVisible = isVisible;
    open([0, TEXT.length]);
    start({ fails });
    await run('exploreSelection');
    compact.isVisible = false;
    return standIn.seen.splice(0);
  };
  expect(await seenBy(false, false)).toEqual(['panel']);
  expect(await seenBy(true, false)).toEqual([]);
  expect(await seenBy(false, true)).toEqual(['panel', expect.stringMatching(/^error: Empty/)]);
  expect(await seenBy(true, true)).toEqual([]);
});

it('Explore Again explores what is said to have been explored, whatever was asked for and cancelled since', async () => {
  const explorer = await explored();
  explorer.clear();
  explorer.restore({ ...KEPT, uri: explorer.target!.uri, range: [0, 0, 0, 7] });
  await run('exploreAgain');
  expect(explorer.exploration?.target.text).toBe(TEXT.slice(0, 7));
});

it('a command that names a page or what stands on one opens the panel there, from any other page', async () => {
  const named: readonly (readonly [Name, Tab])[] = [
    ...TABS.map(tab => [PAGE_COMMANDS[tab], tab] as const),
    ['showRollout', 'attention'],
    ['showInput', 'vectors'],
    ['aboutModel', 'vectors'],
    ['tokensOfSelection', 'vectors'],
  ];
  for (const [command, tab] of named) {
    const explorer = await pointing({ isDecoder: true });
    explorer.dispatch({ type: 'tab', tab: tab === 'effects' ? 'compare' : 'effects' });
    explorer.dispatch({ type: 'terms', isOpen: true, asked: null });
    for (const _ of ['once', 'again, with the panel closed']) {
      standIn.seen.length = 0;
      await run(command);
      expect([command, explorer.state.tab, explorer.state.terms, standIn.seen]).toEqual([command, tab, null, ['panel']]);
    }
    explorer.dispose();
  }
});

it('what stands in a section is unfolded and comes into view, each time it is asked for; all terms take the place of the page', async () => {
  for (const [command, place] of [
    ['showInput', 'input'],
    ['aboutModel', 'about'],
    ['tokensOfSelection', 'tokens'],
  ] as const) {
    const explorer = await pointing({ isDecoder: true });
    for (const id of [1, 2]) {
      explorer.dispatch({ type: 'section', section: 'map', isOpen: id === 1 });
      await run(command);
      expect(explorer.state.sought?.place).toBe(place);
      expect(explorer.state.folding.input).toBe(true);
    }
    explorer.dispatch({ type: 'tab', tab: 'compare' });
    await run('showGlossary');
    expect([explorer.state.tab, explorer.state.terms]).toEqual(['compare', { asked: null }]);
    explorer.dispose();
  }
});

it('a sink is hidden from the start in a decoder, and shown and hidden by its command', async () => {
  const explorer = await pointing({ isDecoder: true });
  const lit = () => [...explorer.wordView!.buckets.keys()].filter(unit => explorer.wordView!.buckets[unit]! > 0);
  expect([lit(), [...explorer.wordView!.hidden]]).toEqual([[], [2]]);
  await run('toggleSink');
  expect([lit(), [...explorer.wordView!.hidden]]).toEqual([[2], []]);
  await run('toggleSink');
  expect(lit()).toEqual([]);
  await pointing();
  standIn.seen.length = 0;
  await run('toggleSink');
  expect(standIn.seen.join()).toMatch(/There is no sink in this text/);
});

describe('Link To', () => {
  const unitOf = (explorer: Explorer, word: string) =>
    textUnit(explorer.exploration!.summary.sequences[0]!.words.findIndex(({ label }) => label === word));
  const place = (word: string): [number, number] => [TEXT.indexOf(word), TEXT.indexOf(word) + word.length];
  const pinned = async (word: string) => {
    const explorer = await explored();
    explorer.dispatch({ type: 'seek', place: 'input' });
    explorer.dispatch({ type: 'pin', unit: unitOf(explorer, word) });
    standIn.seen.length = 0;
    standIn.picks.length = 0;
    return explorer;
  };
  const ends = ({ state }: Explorer) => [state.pinned, state.linked];

  it('links the pinned word with one of the text, which is listed with its line and its neighbours', async () => {
    const explorer = await pinned('it');
    open([3, 3]);
    standIn.answers.push(label => label === 'cat');
    await run('linkTo');
    expect(standIn.picks[0]!.title).toBe('Link “it” To');
    const { items } = standIn.picks[0]!;
    expect(items.slice(0, 2).map(({ label, description }) => [label, description])).toEqual([
      ['The', 'line 1: The cat sat'],
      ['cat', 'line 1: The cat sat on'],
    ]);
    expect(items.map(({ label }) => label)).not.toContain('it');
    expect(ends(explorer)).toEqual([unitOf(explorer, 'it'), [unitOf(explorer, 'cat')]]);
    expect([explorer.state.tab, standIn.seen.at(-1)]).toEqual(['attention', 'panel']);
    // A third takes the place of the second.
    standIn.answers.push(label => label === 'mat');
    await run('linkTo');
    expect(ends(explorer)).toEqual([unitOf(explorer, 'it'), [unitOf(explorer, 'mat')]]);
  });

  it('begins at the word at the caret where none is pinned, and does nothing where the list is left', async () => {
    const explorer = await pointing();
    open([3, 3]);
    const { cursor } = explorer.state;
    await run('linkTo');
    expect(ends(explorer)).toEqual([null, null]);
    standIn.answers.push(label => label === 'tired');
    await run('linkTo');
    expect(ends(explorer)).toEqual([cursor, [unitOf(explorer, 'tired')]]);
  });

  it('takes several selected words as one end: at once beside a pinned word, else with a word that is asked for', async () => {
    const explorer = await pinned('it');
    open([place('mat')[0], place('because')[1] - 3]);
    await run('linkTo');
    const both = ['mat', 'because'].map(word => unitOf(explorer, word));
    expect(ends(explorer)).toEqual([unitOf(explorer, 'it'), both]);
    expect(standIn.picks).toEqual([]);
    explorer.dispatch({ type: 'pin', unit: null });
    standIn.answers.push(label => label === 'was');
    await run('linkTo');
    expect(standIn.picks[0]!.title).toBe('Link “mat because” To');
    expect(ends(explorer)).toEqual([unitOf(explorer, 'was'), both]);
  });

  it('says so where the pinned word is among those that are selected', async () => {
    const explorer = await pinned('mat');
    open([place('mat')[0], place('because')[1]]);
    await run('linkTo');
    expect(standIn.seen.join()).toMatch(/The pinned word is selected, too/);
    expect(explorer.state.linked).toBeNull();
  });
});

describe('tokens of a selection', () => {
  it('are asked for without a run, and leave the selection and what is explored as they are', async () => {
    const explorer = await explored();
    const { exploration } = explorer;
    open([4, 7]);
    standIn.seen.length = 0;
    await run('tokensOfSelection');
    expect(explorer.exploration).toBe(exploration);
    expect([explorer.lookUps.tokens!.target.text, explorer.lookUps.isExplored, explorer.state.tab]).toEqual(['cat', false, 'vectors']);
    expect(standIn.window.activeTextEditor!.selection.isEmpty).toBe(false);
    expect(standIn.seen).toEqual(['panel']);
    // The text that is explored next is the one that is listed.
    await run('exploreDocument');
    expect([explorer.lookUps.tokens!.target.text, explorer.lookUps.isExplored]).toEqual([TEXT, true]);
  });

  it('of several parts are those of the first; from first to last is one button away', async () => {
    open([12, 20], [4, 7]);
    const explorer = start();
    await run('tokensOfSelection');
    expect(explorer.lookUps.tokens!.target.text).toBe('cat');
    expect(standIn.seen.at(-1)).toMatch(/^warning: Only the first of 2 selected parts is listed\./);
    await standIn.buttons[0]!.run();
    expect(explorer.lookUps.tokens!.target.text).toBe(TEXT.slice(4, 20));
  });

  it('are those of another model once that is chosen', async () => {
    open([4, 7]);
    const explorer = start();
    await run('tokensOfSelection');
    await run('aboutModel');
    const { id } = explorer.lookUps.tokens!;
    standIn.settings.set(SETTINGS.modelFolder.id, '/m');
    await run('useBuiltInModel');
    expect(explorer.lookUps.tokens!.id).toBeGreaterThan(id);
    expect(explorer.lookUps.model!.chosen.directory).toContain('/extension');
    expect(standIn.seen.at(-1)).toBe('status: The built-in model reads the next text that is explored.');
  });
});

describe('a selection of several parts', () => {
  it('is explored by its first part in the text, which is said; all from first to last is one button away', async () => {
    open([12, 20], [4, 7]);
    const explorer = start();
    await run('exploreSelection');
    expect(explorer.exploration!.target.text).toBe('cat');
    expect(standIn.seen.at(-1)).toMatch(/^warning: Only the first of 2 selected parts was explored\./);
    await standIn.buttons[0]!.run();
    expect(explorer.exploration!.target.text).toBe(TEXT.slice(4, 20));
  });
  it('of one part says nothing', async () => {
    open([4, 20]);
    start();
    await run('exploreSelection');
    expect(standIn.seen).toEqual(['panel']);
  });
});

it('direction and lens that another text was read with are said once', async () => {
  const explorer = await explored();
  explorer.dispatch({ type: 'direction', direction: 'by' });
  for (const end of [20, 30]) {
    open([0, end]);
    standIn.seen.length = 0;
    await run('exploreSelection');
    expect(standIn.seen).toEqual(end === 20 ? ['panel', 'status: As for the text before: attended by'] : ['panel']);
  }
});

it('choices that outlive Clear are said of the next text, too', async () => {
  const explorer = await explored();
  open([0, 30]);
  await run('exploreSelection');
  explorer.dispatch({ type: 'direction', direction: 'by' });
  explorer.clear();
  open([0, 20]);
  await run('exploreSelection');
  expect(standIn.seen.at(-1)).toBe('status: As for the text before: attended by');
});

it('what is said to stay is not said of a text that is cleared, nor of choices that were changed since', async () => {
  const changes: ((explorer: Explorer) => unknown)[] = [
    explorer => explorer.clear(),
    explorer => explorer.dispatch({ type: 'direction', direction: 'to' }),
  ];
  for (const change of changes) {
    const explorer = await explored();
    open([0, 30]);
    await run('exploreSelection');
    explorer.dispatch({ type: 'direction', direction: 'by' });
    open([0, 20]);
    await run('exploreSelection');
    const said = standIn.seen.at(-1)!;
    expect(said).toBe('status: As for the text before: attended by');
    explorer.dispatch({ type: 'hover', unit: textUnit(2) });
    expect(standIn.seen.at(-1)).toBe(said);
    change(explorer);
    expect(standIn.seen.at(-1)).toBe(said.replace('status:', 'status gone:'));
  }
});

it('the explanation of a colour goes when the text is cleared', async () => {
  const explorer = await pointing();
  await run('switchHeat');
  const said = standIn.seen.at(-1)!;
  explorer.clear();
  expect(standIn.seen.at(-1)).toBe(said.replace('status:', 'status gone:'));
});

it('the explanation of a colour goes when the colour does', async () => {
  const explorer = await pointing();
  standIn.seen.length = 0;
  await run('switchHeat');
  const said = standIn.seen.at(-1)!;
  expect(said).toMatch(/^status: Colour: /);
  explorer.dispatch({ type: 'hover', unit: textUnit(2) });
  expect(standIn.seen.at(-1)).toBe(said);
  explorer.dispatch({ type: 'direction', direction: 'by' });
  expect(standIn.seen.at(-1)).toBe(said.replace('status:', 'status gone:'));
  const { length } = standIn.seen;
  await run('switchHeat');
  await run('switchHeat');
  expect(standIn.seen.slice(length).filter(line => line.startsWith('status gone:'))).toHaveLength(1);
});

it('the list of heads says how broad each one is, and what the numbers range between', async () => {
  for (const arrange of [explored, pointing]) {
    await arrange();
    await run('chooseHead');
    const { items, title } = standIn.picks.at(-1)!;
    const [first] = items.filter(({ label }) => label === 'L0 H0');
    // Nobody waits for it: the list was there before.
    expect(
      standIn.opened
        .at(-1)!
        .items.map(({ description = '' }) => description)
        .join(),
    ).not.toContain('entropy');
    expect(first!.description).toMatch(/(^|\d \u00b7 )entropy 1\.3 of 2\.0 bits$/);
    expect(title).toMatch(/^Choose Head.* \u00b7 entropy: 0 bits on one token, 2\.0 evenly on all 4$/);
  }
});

it('a list of heads whose entropy cannot be had says so, and is there', async () => {
  await explored({ entropy: false });
  await run('chooseHead');
  const { items, title } = standIn.picks.at(-1)!;
  expect(items.some(({ label }) => label === 'L0 H0')).toBe(true);
  expect(title).toBe('Choose Head \u00b7 entropy: Something went wrong');
});

it('a line of the status bar ends with its time, and nothing listens for it any more', async () => {
  const explorer = await pointing();
  vi.useFakeTimers();
  try {
    await run('switchHeat');
    const said = standIn.seen.at(-1)!;
    vi.advanceTimersByTime(10_000);
    expect(standIn.seen.at(-1)).toBe(said.replace('status:', 'status gone:'));
    const { length } = standIn.seen;
    explorer.dispatch({ type: 'direction', direction: 'by' });
    await run('switchHeat');
    expect(standIn.seen.slice(length).filter(line => line.startsWith('status gone:'))).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

it('every page of the panel has a command that opens it, before and after a text is explored', async () => {
  for (const arrange of [async () => start(), explored]) {
    const explorer = await arrange();
    for (const tab of [...TABS.slice(1), TABS[0]!]) {
      standIn.seen.length = 0;
      await run(PAGE_COMMANDS[tab]);
      expect(explorer.state.tab).toBe(tab);
      expect(standIn.seen).toEqual(['panel']);
    }
  }
});

it('what the model of the text cannot do is said before anything is asked or run', async () => {
  const explorer = await pointing({ capabilities: ['word-vectors'] });
  for (const [command, said] of [
    ['maskWord', 'This model cannot hide a word'],
    ['compareOccurrences', 'The vectors between the layers were not found in this model'],
  ] as const) {
    standIn.seen.length = 0;
    await run(command);
    expect(standIn.seen).toHaveLength(1);
    expect(standIn.seen[0]).toContain(said);
    expect([explorer.experiments.variant, explorer.experiments.comparison]).toEqual([null, null]);
  }
});

it('of a text that is held by rows, what sets every word beside every other says why it is not there', async () => {
  const explorer = await pointing({ row: 'comes' });
  for (const command of ['replaceWord', 'maskWord', 'switchHeat', 'showRollout'] as const) {
    standIn.seen.length = 0;
    await run(command);
    expect([command, standIn.seen.length, standIn.seen[0]]).toEqual([command, 1, expect.stringContaining('The text is too long for this')]);
    expect([explorer.experiments.variant, explorer.state.heat, explorer.state.view.kind]).toEqual([null, 'attention', 'lens']);
  }
});

it('a description waits for the row of the word, and says why where there is none', async () => {
  await explored({ row: 'comes' });
  standIn.seen.length = 0;
  const explorer = await pointing({ row: 'comes' });
  await run('describe');
  expect(standIn.seen.at(-1)).toMatch(/attends to/);
  expect(explorer.wordView!.weights).not.toBeNull();
  await pointing({ row: 'fails' });
  await run('describe');
  expect(standIn.seen.at(-1)).toMatch(/No row/);
});

it('a word is replaced in the text that it was asked for, and in no other that came while it was typed', async () => {
  const explorer = await pointing();
  const ask = vi.spyOn(standIn.window, 'showInputBox');
  const meanwhile = async (task: () => Promise<unknown>) => {
    ask.mockImplementationOnce(async () => {
      await task();
      return 'dog' as unknown as undefined;
    });
    await run('replaceWord');
  };
  await meanwhile(async () => undefined);
  expect(explorer.experiments.variant).toMatchObject({ replacement: 'dog' });
  explorer.experiments.showVariant(null);
  const other = async () => {
    open([12, 20]);
    await run('exploreSelection');
  };
  for (const [change, title] of [
    [other, 'Another text is shown by now'],
    [async () => explorer.clear(), 'The text was cleared'],
  ] as const) {
    await run('exploreDocument');
    explorer.dispatch({ type: 'cursor', unit: textUnit(8) });
    await meanwhile(change);
    expect(explorer.experiments.variant).toBeNull();
    expect(standIn.seen.at(-1)).toContain(title);
  }
});

it('variants of the model folder are listed with what each is and needs, or why it cannot be shown', async () => {
  await explored();
  standIn.settings.set(SETTINGS.modelFolder.id, '/m');
  await run('chooseModelVariant');
  const { title, items } = standIn.picks.at(-1)!;
  expect(title).toBe('Choose Model Variant');
  expect(items).toMatchObject([
    { label: 'The most exact one that fits into memory', description: 'current' },
    { label: 'model', description: 'shown \u00b7 654 MB \u00b7 mostly float32 \u00b7 about 720 MB of memory', detail: 'onnx/model.onnx' },
    { label: 'model_q4', description: '130 bytes', detail: 'Only a pointer: It was not \\$(x) downloaded.' },
  ]);
});

describe('taking away', () => {
  beforeEach(() => {
    standIn.copied.length = 0;
    standIn.saveTo.uri = undefined;
  });

  it('copies the sentence, the row and the command line of the word, and says so', async () => {
    await pointing();
    standIn.seen.length = 0;
    for (const name of ['copySentence', 'copyRowMarkdown', 'copyCommandLine'] as const) await run(name);
    const [sentence, row, line] = standIn.copied;
    expect(sentence).toMatch(/^Last, layer 1, mean of 2 heads: “it” attends to “cat” 0\.90/);
    expect(row).toContain('| cat | 0.90 |');
    expect(line).toMatch(/^node \S+cli\.mjs run --model \/m --variant model --lens=last --word=it --format csv '--text=The cat sat/);
    expect(standIn.seen.filter(text => text.startsWith('status: '))).toEqual([
      'status: Sentence copied',
      'status: Table copied',
      'status: Command line copied',
    ]);
  });

  it('saves where a person says, and nothing where the dialogue is left', async () => {
    await pointing();
    standIn.saveTo.uri = standIn.Uri.from({ scheme: 'memory', path: '/row.csv' });
    await run('saveRow');
    expect(standIn.written.get('/row.csv')).toMatch(/\r\ncat,0\.9,[^\r]*\r\n/);
    standIn.saveTo.uri = undefined;
    standIn.written.clear();
    await run('savePicture');
    expect(standIn.written.size).toBe(0);
  });

  it('what is chosen in the menu of a cell is of that cell, and no later command is', async () => {
    const explorer = await pointing();
    const takeAway = parts.at(-1)!.takeAway;
    explorer.dispatch({ type: 'cell', cell: [textUnit(4), textUnit(2)] });
    takeAway.openMenu('words', null);
    explorer.dispatch({ type: 'cell', cell: null });
    await run('copyCell', {});
    expect(standIn.copied).toEqual(['on → cat 0.90']);
    await run('copySentence');
    expect(standIn.copied[1]).toContain('“it” attends to');
    standIn.seen.length = 0;
    await run('copyCell');
    expect(standIn.seen.join()).toContain('No cell is pointed at');
  });

  it('lists everything, the sentence and the command line to be read', async () => {
    await pointing();
    await run('export');
    const { title, items } = standIn.picks.at(-1)!;
    expect(title).toBe('Take it away: What “it” attends to: Last, layer 1, mean of 2 heads');
    expect(items.map(({ label }) => label)).toContain('Page with All Heads as HTML…');
    expect(items.map(({ label }) => label)).toContain('Row of “it” as LaTeX');
  });
});
