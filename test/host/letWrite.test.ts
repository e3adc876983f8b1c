import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { escapeLinks } from '../../src/core/text/escape.ts';
import { CANCELLED, type Step } from '../../src/protocol/rpc.ts';
import type { WrittenByModel } from '../../src/protocol/writeApi.ts';
import type { Explorer } from '../../src/session/explorer.ts';
import { textsIn } from '../../src/session/target.ts';
import * as standIn from './standIn/vscode.ts';
import { CAT, fakeEngine, open, parts, run, start } from './support/commandWorld.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

type Options = Parameters<typeof fakeEngine>[0];

beforeEach(() => {
  vi.restoreAllMocks();
  standIn.seen.length = 0;
  standIn.settings.clear();
  standIn.settings.set('attentionLens.modelFolder', '/models/g2p');
  standIn.picks.length = 0;
  vi.spyOn(standIn.workspace, 'openTextDocument').mockImplementation(async uri => {
    const text = parts.at(-1)!.givenTexts.provideTextDocumentContent(uri as never);
    return standIn.documentOf(uri.path, text, uri.scheme);
  });
  open([4, 7]);
});

/** "cat" is selected, and the model is let write. */
async function letWrite(options: Options): Promise<Explorer> {
  const explorer = start({ writes: 'target', ...options });
  standIn.answers.push(label => label === 'Let the Model Write It');
  await run('exploreTwoTexts');
  return explorer;
}

const textsOf = ({ exploration }: Explorer) => (exploration ? textsIn(exploration.target).map(({ text }) => text) : []);
const seen = (kind: string) => standIn.seen.filter(line => line.startsWith(`${kind}: `)).map(line => line.slice(kind.length + 2));
const WRITTEN: WrittenByModel = { text: 'le chat', tokens: 2, ended: true, most: 100, isReadAlike: true };

/** Tells how far it is, and goes on until it is cancelled. */
const untilCancelled =
  (...steps: Step[]): NonNullable<Options['write']> =>
  (_, signal, onStep) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new FaultError(CANCELLED)));
      for (const step of steps) onStep(step);
      setImmediate(() => standIn.progressBar.cancel());
    });

describe('Let the Model Write It', () => {
  it('shows the text in a document of its own and explores both', async () => {
    const requests: unknown[] = [];
    const explorer = await letWrite({
      write: async (request, _, onStep) => {
        requests.push(request);
        onStep({ done: 1, total: 100, written: 'le [x](command:y)' });
        return WRITTEN;
      },
    });
    expect(requests).toEqual([{ directory: '/models/g2p', text: 'cat', most: 100 }]);
    expect(textsOf(explorer)).toEqual(['cat', 'le chat']);
    expect(seen('document')).toContain('/Written text.txt');
    const shown = escapeLinks('le [x](command:y)');
    expect(shown).not.toContain('](');
    expect(seen('progress')).toEqual(['g2p is writing', `1 of at most 100 tokens: ${shown}`]);
    expect(seen('information')).toEqual([]);
  });

  it('is told first what a person wants of it: asked afterwards, it had written without', async () => {
    const requests: unknown[] = [];
    standIn.settings.set('attentionLens.modelFolder', '/models/t5');
    const explorer = start({
      writes: 'target',
      tasks: [{ name: 'summarization', prefix: 'summarize: ' }],
      write: async request => {
        requests.push(request.told);
        return WRITTEN;
      },
    });
    for (const wanted of ['Let the Model Write It', 'summarization']) standIn.answers.push(label => label === wanted);
    await run('exploreTwoTexts');
    expect(requests).toEqual([{ task: 'summarization' }]);
    expect(explorer.exploration?.summary.told).toEqual({ task: 'summarization' });
    expect(standIn.picks.map(({ title }) => title)).toEqual(['Explore Two Texts', 'Task']);
  });

  it.each([
    [{ writes: null }, '/models/bert'],
    [{ writes: 'target' as const }, ''],
  ])('is not offered by a model that cannot: %j, folder "%s"', async (options, folder) => {
    standIn.settings.set('attentionLens.modelFolder', folder);
    const explorer = await letWrite(options);
    expect(standIn.picks[0]!.items.map(({ label }) => label)).toEqual(['Type a Text\u2026', 'From the Clipboard', 'From a File\u2026']);
    expect(explorer.exploration).toBeNull();
  });

  it.each([
    ['target', 'What g2p makes of the selected text'],
    ['continuation', 'What g2p would go on with behind the selected text'],
  ] as const)('says what it would be: %s', async (writes, detail) => {
    await letWrite({ writes, write: async () => WRITTEN });
    expect(standIn.picks[0]!.items.at(-1)).toMatchObject({ label: 'Let the Model Write It', detail });
  });

  it('a text that never ends stops at the limit that is set, and says so', async () => {
    standIn.settings.set('attentionLens.writtenTokens', 7);
    const explorer = await letWrite({ write: async _request => ({ ...WRITTEN, ended: false, tokens: 7, most: 7 }) });
    expect(seen('information')).toEqual(['The model did not end its text: it was stopped after 7 tokens, that is the limit.']);
    expect(standIn.buttons.map(({ title }) => title)).toEqual(['Change the Limit']);
    expect(textsOf(explorer)).toEqual(['cat', 'le chat']);
  });

  it('where there is no more room, that is said; and that it is read in other tokens', async () => {
    await letWrite({ write: async () => ({ ...WRITTEN, ended: false, tokens: 62, most: 62, isReadAlike: false }) });
    expect(seen('information')[0]).toMatch(
      /stopped after 62 tokens, there is no room for more beside the first text\. Read again, the text has other tokens/,
    );
  });

  it('one that is empty changes nothing, and says so', async () => {
    const fault = { code: 'empty-text', title: 'The model wrote nothing', cause: 'It ended.', nextStep: 'Choose another part.' } as const;
    const explorer = await letWrite({ write: () => Promise.reject(new FaultError(fault)) });
    expect(seen('error')).toEqual(['The model wrote nothing. It ended. Choose another part.']);
    expect(explorer.exploration).toBeNull();
  });

  it('cancelled, nothing changes, and what was written so far is offered', async () => {
    const write = untilCancelled({ done: 3, total: 100, written: 'le ch' });
    const explorer = await letWrite({ write });
    expect(seen('information')).toEqual(['Writing was cancelled after 3 of at most 100 tokens. What is explored stays as it was.']);
    expect(seen('document')).toEqual([]);
    expect(explorer.exploration).toBeNull();
    vi.spyOn(standIn.window, 'showInformationMessage').mockImplementation((async (_text: string, take: unknown) => take) as never);
    standIn.answers.push(label => label === 'Let the Model Write It');
    await run('exploreTwoTexts');
    expect(textsOf(explorer)).toEqual(['cat', 'le ch']);
  });

  it('cancelled before the first token, nothing is said', async () => {
    const explorer = await letWrite({ write: untilCancelled() });
    expect(seen('information')).toEqual([]);
    expect(explorer.exploration).toBeNull();
  });

  it('another text that is explored meanwhile comes first', async () => {
    const explorer = start({
      writes: 'target',
      write: (_, signal, onStep) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new FaultError(CANCELLED)));
          onStep({ done: 1, total: 100, written: 'le' });
        }),
    });
    standIn.answers.push(label => label === 'Let the Model Write It');
    const writing = run('exploreTwoTexts');
    await vi.waitFor(() => expect(seen('progress')).toHaveLength(2));
    await run('exploreDocument');
    await writing;
    expect(textsOf(explorer)).toEqual([CAT.getText()]);
    expect(seen('information').join()).toContain('Writing was cancelled after 1 of at most 100 tokens, as another text was explored.');
    expect(seen('information').join()).not.toContain('stays as it was');
  });
});
