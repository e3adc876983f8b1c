import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { lackOf } from '../../src/core/model/capability.ts';
import { actionsFor } from '../../src/session/faults.ts';
import type { Log } from '../../src/host/log.ts';
import { reportFaults, say } from '../../src/host/notifications.ts';
import { commandButton, Refusal, type NoticeButton } from '../../src/host/commands/refusal.ts';
import type { Fault, FaultCode } from '../../src/core/fault.ts';

interface Notice {
  readonly kind: string;
  readonly text: string;
  readonly buttons: readonly NoticeButton[];
  readonly press: (title: string | null) => void;
}

const shown = vi.hoisted(() => ({ notices: [] as Notice[], commands: [] as string[] }));

vi.mock('vscode', () => {
  const show =
    (kind: string) =>
    (text: string, ...buttons: NoticeButton[]) =>
      new Promise(resolve => {
        shown.notices.push({ kind, text, buttons, press: title => resolve(buttons.find(button => button.title === title)) });
      });
  return {
    window: { showInformationMessage: show('information'), showWarningMessage: show('warning'), showErrorMessage: show('error') },
    commands: { executeCommand: async (id: string) => shown.commands.push(id) },
  };
});

const CODES: { readonly [code in FaultCode]: true } = {
  usage: true,
  'empty-text': true,
  'binary-text': true,
  'model-missing': true,
  'no-such-variant': true,
  'tokenizer-missing': true,
  'file-unreadable': true,
  'file-empty': true,
  'file-truncated': true,
  'file-html': true,
  'file-lfs': true,
  'file-corrupt': true,
  'unsupported-model': true,
  'no-attention': true,
  unavailable: true,
  'unsupported-tokenizer': true,
  'tokenizer-slow': true,
  'vocabulary-mismatch': true,
  'invalid-values': true,
  untrusted: true,
  'engine-stopped': true,
  'out-of-memory': true,
  'stale-run': true,
  cancelled: true,
  runtime: true,
};

const fault = (code: FaultCode): Fault => ({ code, title: 'No word', cause: 'There is none.', nextStep: 'Point at one.' });
const logged: Fault[] = [];
const log = { fault: (logOf: Fault) => logged.push(logOf) } as unknown as Log;
const report = (error: unknown, isShown = false) =>
  reportFaults(
    () => Promise.reject(error),
    log,
    () => true,
    () => isShown,
  );

beforeEach(() => {
  shown.notices.length = 0;
  shown.commands.length = 0;
  logged.length = 0;
});

describe('reportFaults', () => {
  it('gives every notification a button, or VS Code would cut it to one line', async () => {
    for (const code of Object.keys(CODES) as FaultCode[]) {
      if (code === 'cancelled') continue;
      for (const builtIn of [true, false]) expect(actionsFor(fault(code), builtIn).length, code).toBeGreaterThan(0);
      await report(new FaultError(fault(code)));
      expect(shown.notices.at(-1)!.buttons.length, code).toBeGreaterThan(0);
    }
  });

  it('offers the text as it is where a model has no chat template, and no model that has none either', () => {
    for (const builtIn of [true, false])
      expect(actionsFor(lackOf('chat-template').fault, builtIn)).toEqual(['exploreSelection', 'showLog']);
    expect(actionsFor(lackOf('hidden-states').fault, false)).toContain('useBuiltInModel');
  });

  it('says title, cause and next step, and runs the command of the button that is pressed', async () => {
    await report(new FaultError(fault('engine-stopped')));
    const [notice] = shown.notices;
    expect(notice).toMatchObject({ kind: 'error', text: 'No word. There is none. Point at one.' });
    notice!.press('Try Again');
    await vi.waitFor(() => expect(shown.commands).toEqual(['attentionLens.exploreAgain']));
  });

  it('a refusal is a warning with its own buttons; what one of them throws is reported as well', async () => {
    const further: NoticeButton = {
      title: 'Look Further',
      run: () => Promise.reject(new Refusal({ ...fault('empty-text'), title: 'Nothing there either' }, commandButton('Clear', 'clear'))),
    };
    await report(new Refusal(fault('empty-text'), further));
    expect(shown.notices[0]).toMatchObject({ kind: 'warning', buttons: [{ title: 'Look Further' }] });
    shown.notices[0]!.press('Look Further');
    await vi.waitFor(() => expect(shown.notices).toHaveLength(2));
    expect(shown.notices[1]!.text).toMatch(/^Nothing there either\./);
    shown.notices[1]!.press('Clear');
    await vi.waitFor(() => expect(shown.commands).toEqual(['attentionLens.clear']));
  });

  it('says nothing of a cancel, nor of what the panel shows, and nothing more when it is closed', async () => {
    await report(new FaultError(fault('cancelled')));
    await report(new FaultError(fault('runtime')), true);
    expect(shown.notices).toEqual([]);
    await report(new FaultError(fault('runtime')));
    shown.notices[0]!.press(null);
    await Promise.resolve();
    expect(shown.commands).toEqual([]);
  });

  it('an error that nobody expected goes to the log', async () => {
    await report(new TypeError('x is not a function'));
    expect(logged).toMatchObject([{ code: 'runtime' }]);
    expect(shown.notices[0]!.text).not.toContain('x is not a function');
  });
});

it('a button of a notice whose command fails says why', async () => {
  const button: NoticeButton = { title: 'Open', run: async () => Promise.reject(new FaultError(fault('runtime'))) };
  say('Something longer.', button);
  shown.notices.at(-1)!.press('Open');
  await vi.waitFor(() => expect(shown.notices.at(-1)).toMatchObject({ kind: 'error', text: 'No word. There is none. Point at one.' }));
});
