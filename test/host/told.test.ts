import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Explorer } from '../../src/session/explorer.ts';
import { textsIn } from '../../src/session/target.ts';
import * as standIn from './standIn/vscode.ts';
import { open, parts, run, start } from './support/commandWorld.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

const TASKS = [
  { name: 'summarization', prefix: 'summarize: ' },
  { name: 'translation_en_to_fr', prefix: 'translate English to French: ' },
];
const LANGUAGES = ['en_XX', 'fr_XX'];

/** A folder of its own for each test: what was chosen is remembered. */
let folder = 0;

beforeEach(() => {
  standIn.seen.length = 0;
  standIn.picks.length = 0;
  standIn.answers.length = 0;
  standIn.settings.clear();
  standIn.settings.set('attentionLens.modelFolder', `/models/${++folder}`);
  open([4, 7], [19, 22]);
});

const lists = () => standIn.picks.map(({ title }) => title);
/** Chooses from the lists that come, one after the other. */
const choose = (...labels: string[]) => standIn.answers.push(...labels.map(wanted => (label: string) => label === wanted));
const toldOf = ({ exploration }: Explorer) => exploration?.summary.told;
const textsOf = ({ exploration }: Explorer) => (exploration ? textsIn(exploration.target).map(({ text }) => text) : []);
const warning = () => standIn.seen.find(line => line.startsWith('warning')) ?? '';

describe('what a model is told beside two texts', () => {
  it('is asked once for each model, of what its files name, and remembered', async () => {
    const explorer = start({ tasks: TASKS });
    choose('translation_en_to_fr');
    await run('exploreTwoTexts');
    expect(lists()).toEqual(['Task']);
    expect(standIn.picks[0]!.items).toMatchObject([
      { label: 'No task' },
      { label: 'summarization', detail: 'summarize: ' },
      { label: 'translation_en_to_fr', detail: 'translate English to French: ' },
    ]);
    expect(toldOf(explorer)).toEqual({ task: 'translation_en_to_fr' });
    await run('exploreTwoTexts');
    expect(lists()).toEqual(['Task']);
    standIn.settings.set('attentionLens.modelFolder', `/models/${++folder}`);
    choose('No task');
    await run('exploreTwoTexts');
    expect(lists()).toEqual(['Task', 'Task']);
    expect(toldOf(explorer)).toBeUndefined();
    await run('exploreTwoTexts');
    expect(lists()).toHaveLength(2);
  });

  it('is asked of another model that reads the texts that are on screen, too', async () => {
    const explorer = start({ tasks: TASKS });
    choose('summarization');
    await run('exploreTwoTexts');
    standIn.settings.set('attentionLens.modelFolder', `/models/${++folder}`);
    choose('translation_en_to_fr');
    await run('exploreAgain');
    expect(lists()).toEqual(['Task', 'Task']);
    expect(toldOf(explorer)).toEqual({ task: 'translation_en_to_fr' });
  });

  it('is asked for no texts that another one came after', async () => {
    const explorer = start({ tasks: TASKS });
    const { engine } = parts.at(-1)!;
    const call = engine.call.bind(engine) as (...given: readonly unknown[]) => Promise<unknown>;
    vi.spyOn(engine, 'call').mockImplementation(async (...given: readonly unknown[]) => {
      if (given[0] === 'writingOffer') await run('exploreDocument');
      return call(...given) as never;
    });
    await run('exploreTwoTexts');
    expect(lists()).toEqual([]);
    expect(textsOf(explorer)).toHaveLength(1);
  });

  it('are the languages of both texts, by their names', async () => {
    const explorer = start({ languages: LANGUAGES });
    choose('French', 'English');
    await run('exploreTwoTexts');
    expect(lists()).toEqual(['Language of the First Text', 'Language of the Second Text']);
    expect(standIn.picks[0]!.items.map(({ label }) => label)).toEqual(['As the model\u2019s files say', 'English', 'French']);
    expect(toldOf(explorer)).toEqual({ sourceLanguage: 'fr_XX', targetLanguage: 'en_XX' });
  });

  it('a list that is left explores nothing, and is shown again', async () => {
    const explorer = start({ languages: LANGUAGES });
    choose('French');
    await run('exploreTwoTexts');
    expect(explorer.exploration).toBeNull();
    expect(parts.at(-1)!.models.told).toBeNull();
    await run('exploreTwoTexts');
    expect(lists()).toEqual(['Language of the First Text', 'Language of the Second Text', 'Language of the First Text']);
  });

  it('can be chosen again, and both texts are read again with it', async () => {
    const explorer = start({ tasks: TASKS });
    choose('summarization', 'translation_en_to_fr');
    await run('exploreTwoTexts');
    const before = explorer.exploration!.summary.runId;
    await run('chooseTask');
    expect(toldOf(explorer)).toEqual({ task: 'translation_en_to_fr' });
    expect(explorer.exploration!.summary.runId).toBeGreaterThan(before);
    expect(textsOf(explorer)).toEqual(['cat', 'mat']);
    await run('chooseTask');
    expect(toldOf(explorer)).toEqual({ task: 'translation_en_to_fr' });
  });

  it('goes with the texts that are swapped, and stays where they are not', async () => {
    const explorer = start({ languages: LANGUAGES });
    choose('French', 'English');
    await run('exploreTwoTexts');
    await run('swapTexts');
    expect(textsOf(explorer)).toEqual(['mat', 'cat']);
    expect(toldOf(explorer)).toEqual({ sourceLanguage: 'en_XX', targetLanguage: 'fr_XX' });
    vi.spyOn(explorer, 'explore').mockRejectedValueOnce(new Error('no'));
    await run('swapTexts');
    expect(parts.at(-1)!.models.told).toEqual({ sourceLanguage: 'en_XX', targetLanguage: 'fr_XX' });
  });

  it('is never said of another model that was chosen while the texts were swapped', async () => {
    const explorer = start({ languages: LANGUAGES });
    choose('French', 'English');
    await run('exploreTwoTexts');
    const swapping = `/models/${folder}`;
    vi.spyOn(explorer, 'explore').mockImplementationOnce(async () => {
      standIn.settings.set('attentionLens.modelFolder', '/models/other');
      return false;
    });
    await run('swapTexts');
    const { models } = parts.at(-1)!;
    expect(models.told).toBeNull();
    standIn.settings.set('attentionLens.modelFolder', swapping);
    expect(models.told).toEqual({ sourceLanguage: 'fr_XX', targetLanguage: 'en_XX' });
  });

  it('of a model that is told no language of the source, none becomes one by a swap', async () => {
    const explorer = start({ languages: LANGUAGES, tellsSource: false });
    choose('French');
    await run('exploreTwoTexts');
    expect(toldOf(explorer)).toEqual({ targetLanguage: 'fr_XX' });
    await run('swapTexts');
    expect(textsOf(explorer)).toEqual(['mat', 'cat']);
    expect(toldOf(explorer)).toBeUndefined();
  });

  it('is asked of another model that came into a folder whose model offered nothing', async () => {
    start();
    await run('exploreTwoTexts');
    const { engine } = parts.at(-1)!;
    const call = engine.call.bind(engine) as (...given: readonly unknown[]) => Promise<unknown>;
    vi.spyOn(engine, 'call').mockImplementation(async (...given: readonly unknown[]) => {
      const answer = await call(...given);
      return (given[0] === 'writingOffer' ? { ...(answer as object), tasks: TASKS } : answer) as never;
    });
    choose('No task');
    await run('exploreTwoTexts');
    expect(lists()).toEqual(['Task']);
  });

  it.each([
    ['the built-in model', '', 'The built-in model is an encoder.'],
    ['a model whose files name nothing', '/models/bert', 'Its config.json names no tasks'],
  ])('%s asks nothing, and the command says why', async (_, directory, cause) => {
    standIn.settings.set('attentionLens.modelFolder', directory);
    const explorer = start();
    const call = vi.spyOn(parts.at(-1)!.engine, 'call');
    for (let time = 0; time < 2; time++) await run('exploreTwoTexts');
    expect(textsOf(explorer)).toEqual(['cat', 'mat']);
    expect(lists()).toEqual([]);
    expect(call.mock.calls.some(([method]) => method === 'writingOffer')).toBe(directory !== '');
    await run('chooseTask');
    expect(warning()).toContain(cause);
  });

  it('names from a model\u2019s files become no markup', async () => {
    start({ tasks: [{ name: '$(trash) x', prefix: '\u202e$(x)' }] });
    choose('No task');
    await run('exploreTwoTexts');
    const [, item] = standIn.picks[0]!.items as readonly { readonly label: string; readonly detail: string }[];
    expect(item!.label).not.toMatch(/(?<!\\)\$\(/);
    expect(item!.detail).not.toMatch(/(?<!\\)\$\(|\u202e/);
  });
});
