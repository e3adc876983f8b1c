import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import type { Lens } from '../../src/core/attention/lens.ts';
import { Log } from '../../src/host/log.ts';
import { reportFaults } from '../../src/host/notifications.ts';
import { shownModel } from '../../src/session/shownModel.ts';
import { chooseWordVectors } from '../../src/host/commands/wordVectors.ts';
import { MODEL_FACTS } from '../support/modelFacts.ts';
import type { ModelSummary } from '../../src/protocol/engineApi.ts';

const HOSTILE = '\u001b[31m\u009b2J\u202e\u2066\n$(zap)[a](command:b)';
// oxlint-disable-next-line no-control-regex -- control characters are what it must not find
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

const said = vi.hoisted(() => ({
  folder: '',
  notifications: [] as string[],
  log: [] as string[],
  items: [] as { label: string }[],
  written: [] as unknown[],
}));
vi.mock('vscode', () => {
  const note = async (text: string): Promise<undefined> => void said.notifications.push(text);
  const line = (text: string): unknown => said.log.push(text);
  return {
    ConfigurationTarget: { Global: 1 },
    commands: { executeCommand: () => undefined },
    workspace: {
      isTrusted: true,
      getConfiguration: () => ({ update: async (_: string, value: unknown) => void said.written.push(value) }),
    },
    window: {
      createOutputChannel: () => ({ info: line, error: line, dispose: () => undefined }),
      showErrorMessage: note,
      showWarningMessage: note,
      showOpenDialog: async () => [{ scheme: 'file', fsPath: said.folder }],
      showQuickPick: async (items: { label: string }[]) => {
        said.items.push(...items);
        return items[0];
      },
    },
  };
});

beforeAll(() => {
  said.folder = mkdtempSync(join(tmpdir(), 'attention-lens-vectors-'));
});
afterAll(() => {
  rmSync(said.folder, { recursive: true });
});
beforeEach(() => {
  said.notifications.length = said.log.length = said.items.length = said.written.length = 0;
});

test.skipIf(process.platform === 'win32')(
  'files of word vectors are listed by names that can do nothing, and the one chosen is kept as it is',
  async () => {
    const names = [`${HOSTILE.replaceAll('/', '')}.vec`, 'plain.vec'];
    for (const name of names) writeFileSync(join(said.folder, name), '');
    expect(await chooseWordVectors()).toBe(true);
    expect(said.items.map(item => item.label).sort()).toEqual(['plain.vec', '␛[31mU+009B2JU+202EU+2066↵\\$(zap)[a](command:b).vec'].sort());
    expect(names.map(name => join(said.folder, name))).toContain(said.written[0]);
  },
);

test('a folder that may not be read is told, with a way on', async () => {
  const { folder } = said;
  said.folder = join(folder, 'x'.repeat(300));
  await expect(chooseWordVectors()).rejects.toThrow('The folder has a longer name or path than the system takes.');
  said.folder = folder;
});

test('faults in notifications and in the log', async () => {
  const fault = { code: 'runtime', title: HOSTILE, cause: HOSTILE, nextStep: HOSTILE, detail: `${HOSTILE}\nat line 2` } as const;
  const log = new Log();
  log.fault(fault);
  log.info(HOSTILE);
  await reportFaults(
    () => Promise.reject(new FaultError(fault)),
    log,
    () => true,
    () => false,
  );
  expect(said.notifications.length).toBe(1);
  expect(said.notifications[0]).not.toMatch(UNSEEN);
  expect(said.notifications[0]).not.toContain('](command:');
  expect(said.log.join(' ').replaceAll('\n', ' ')).not.toMatch(UNSEEN);
  expect(said.log.join(' ')).toContain('\nat line 2');
});

test('the words of a model, wherever they come from', () => {
  const lens: Lens = {
    id: 'a',
    name: HOSTILE,
    description: HOSTILE,
    selection: { kind: 'all' },
    combine: 'mean',
    evidence: [{ measure: HOSTILE, baselineName: HOSTILE, data: HOSTILE, value: 1, baseline: 0, cases: 1 }],
  };
  const model = {
    name: HOSTILE,
    about: HOSTILE,
    warnings: [HOSTILE],
    lenses: [lens],
    facts: { ...MODEL_FACTS, architecture: HOSTILE, file: HOSTILE },
    defaultLens: 'a',
    directory: '/m',
    capabilities: [],
  } as unknown as ModelSummary;
  expect(JSON.stringify(shownModel(model, { held: 'maps' }))).not.toMatch(/[\u007f-\u009f\u202e\u2066]|\\u001b|\\n/);
});
