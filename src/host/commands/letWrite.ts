import * as vscode from 'vscode';
import { formatCount } from '../../core/describe/numbers.ts';
import { toFault } from '../../core/faults.ts';
import { escapeLinks } from '../../core/text/escape.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { SETTINGS } from '../../contributions/settings.ts';
import type { Step } from '../../protocol/rpc.ts';
import type { WrittenByModel } from '../../protocol/writeApi.ts';
import { say } from '../notifications.ts';
import type { Parts } from '../services.ts';
import { readSetting } from '../settings.ts';
import { SHOW_PANEL, type NoticeButton } from './refusal.ts';

const CHANGE_LIMIT: NoticeButton = {
  title: 'Change the Limit',
  run: () => vscode.commands.executeCommand('workbench.action.openSettings', SETTINGS.writtenTokens.id),
};

/**
 * Has the chosen model write the text that is to stand beside another. Cancelled, nothing changes, unless a person takes what was written until then; so it is when
 * another text is explored meanwhile, which comes first.
 * @returns undefined when it was cancelled and nothing is taken of it
 */
export async function letModelWrite({ engine, explorer, models }: Parts, text: string): Promise<string | undefined> {
  const most = readSetting('writtenTokens');
  const stop = new AbortController();
  let last: Step = { done: 0, total: most };
  const asked = explorer.target;
  const listening = explorer.onDidChange(() => explorer.phase.kind === 'loading' && explorer.target !== asked && stop.abort());
  try {
    const written = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, cancellable: true, title: escapeLinks(`${models.nameInMessage} is writing`) },
      (progress, token) => {
        token.onCancellationRequested(() => stop.abort());
        return engine.call('write', { ...models.chosen, text, most }, stop.signal, step => {
          progress.report({ message: sayStep(step), increment: (100 * (step.done - last.done)) / step.total });
          last = step;
        });
      },
    );
    sayHowItEnded(written, most);
    return written.text;
  } catch (error) {
    if (toFault(error).code === 'cancelled' && (last.written ?? '').trim() !== '') return await offerPart(last, explorer.target !== asked);
    throw error;
  } finally {
    listening.dispose();
  }
}

function sayStep({ done, total, written = '' }: Step): string {
  const end = written.length > LONGEST_END ? `\u2026${written.slice(-LONGEST_END)}` : written;
  return `${formatCount(done)} of at most ${formatCount(total)} tokens${end === '' ? '' : `: ${escapeLinks(visibleText(end))}`}`;
}

/** Of what was written so far, in a notification. */
const LONGEST_END = 60;

async function offerPart({ done, total, written }: Step, isOtherExplored: boolean): Promise<string | undefined> {
  const take = { title: 'Explore What Was Written' };
  const why = isOtherExplored ? ', as another text was explored.' : '. What is explored stays as it was.';
  const said = `Writing was cancelled after ${formatCount(done)} of at most ${formatCount(total)} tokens${why}`;
  return (await vscode.window.showInformationMessage(said, take)) === take ? written : undefined;
}

function sayHowItEnded({ ended, tokens, most, isReadAlike }: WrittenByModel, limit: number): void {
  const others = isReadAlike ? [] : ['Read again, the text has other tokens than it was written in: one text can be cut in several ways.'];
  if (ended) {
    if (others.length > 0) say(others[0]!, SHOW_PANEL);
    return;
  }
  const room = 'there is no room for more beside the first text';
  const why = most < limit ? room : 'that is the limit';
  say([`The model did not end its text: it was stopped after ${formatCount(tokens)} tokens, ${why}.`, ...others].join(' '), CHANGE_LIMIT);
}
