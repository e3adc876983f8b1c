import { formatCount } from '../../core/describe/numbers.ts';
import * as vscode from 'vscode';
import { FaultError } from '../../core/faults.ts';
import type { View } from '../../core/attention/lens.ts';
import { lackInShort } from '../../core/model/capability.ts';
import { MAX_RUN_CHARACTERS } from '../../protocol/engineApi.ts';
import { cutOf, hashOfExplored } from '../../session/exploration.ts';
import { SAMPLE_SCHEME } from '../../contributions/ids.ts';
import { usualView } from '../../session/exploreRun.ts';
import { readSetting } from '../settings.ts';
import { carriedOver } from '../../core/state/carriedOver.ts';
import { openDocument } from '../editor/openDocument.ts';
import { textsKept } from './textsKept.ts';
import { activeEditor, refusal } from './preconditions.ts';
import { askWhatToTell } from './told.ts';
import { EXPLORE_DOCUMENT, OPEN_SAMPLE, Refusal } from './refusal.ts';
import { textsAgain, togetherOf } from '../editor/pairTexts.ts';
import { restingCaret } from '../editor/restingCaret.ts';
import { sayWhileSo } from '../editor/statusLine.ts';
import { selectedParts, targetOfRange, targetOfSelection } from '../editor/target.ts';
import type { Explorer } from '../../session/explorer.ts';
import type { Target } from '../../session/target.ts';
import type { Parts } from '../services.ts';

/** The selection, or the paragraph at the caret, as it is or as a message to the model. Of a selection of several parts, the first one; that is said, and all from first to last is offered. */
export async function exploreSelection(parts: Parts, chat = false): Promise<void> {
  const editor = activeEditor();
  const { document } = editor;
  const target = { ...targetOfSelection(editor, MAX_RUN_CHARACTERS), chat };
  const selected = selectedParts(editor);
  const [first] = selected;
  const running = explore(parts, target, undefined, !first).catch((error: unknown) => {
    if (!(error instanceof FaultError) || error.fault.title !== lackInShort('chat-template')) throw error;
    // No other model would help, the built-in one has no template either; the caret no longer tells what was selected.
    throw new Refusal(error.fault, {
      title: 'Explore Selection',
      run: () => explore(parts, { ...target, chat: false }, undefined, !first),
    });
  });
  if (first && /\S/.test(target.text)) {
    const caret = restingCaret(document, first);
    // Selection blue under amber would mud both.
    parts.pointing.ignoreCaretAt(document.uri, caret);
    editor.selection = new vscode.Selection(caret, caret);
  }
  if (!(await running) || !first || selected.length === 1) return;
  const whole = new vscode.Range(first.start, selected.at(-1)!.end);
  throw refusal(
    `Only the first of ${formatCount(selected.length)} selected parts was explored`,
    'The model reads one text from its start to its end.',
    'Explore everything from the first part to the last, with what stands between them, or select one part.',
    {
      title: 'Explore from First to Last',
      run: () => explore(parts, { ...targetOfRange(document, whole, 'selection', 'start', whole.start, MAX_RUN_CHARACTERS), chat }),
    },
  );
}

/** Runs a target, and shows the panel beside it, unless a side bar has the answer in sight already. True when it was explored. */
export async function explore(parts: Parts, target: Target, lens?: View, pointAtCaret = false): Promise<boolean> {
  const { explorer, panel, compact } = parts;
  // Whichever way leads to two texts: commands, another model, a finding, the way back after a reload.
  if (target.second && !(await askWhatToTell(parts))) return false;
  const hash = () => explorer.exploration && hashOfExplored(explorer.exploration);
  const before = hash();
  const running = explorer.explore(target, lens ?? leaveSamples(parts, target), pointAtCaret);
  if (explorer.phase.kind === 'loading' && !compact.isVisible) panel.bringBack();
  const done = await running.catch((error: unknown) => {
    throw withWayOut(error, target);
  });
  if (done && before !== hash() && !lens) sayWhatStays(parts);
  return done;
}

/** What a sample was opened with is no choice of a person: a text of their own is looked at as a first one. @returns what it is looked through */
function leaveSamples({ explorer, models }: Parts, target: Target): View | undefined {
  const { exploration } = explorer;
  const isSample = ({ uri }: Target) => uri.startsWith(`${SAMPLE_SCHEME}:`);
  if (!exploration || !isSample(exploration.target) || isSample(target)) return undefined;
  explorer.dispatch({ type: 'tab', tab: 'attention' });
  explorer.dispatch({ type: 'heat', heat: 'attention' });
  return usualView(exploration.model, models.defaultHeads);
}

/** A text that cannot be read leads to one that can. */
export function withWayOut(error: unknown, { what }: Target): unknown {
  const { fault } = error instanceof FaultError ? error : { fault: null };
  if (fault?.code !== 'empty-text' && fault?.code !== 'binary-text') return error;
  return new Refusal(fault, what === 'selection' ? EXPLORE_DOCUMENT : OPEN_SAMPLE);
}

let saidToStay: string | null = null;

/** Choices made for another text that hold for this one, once for each of them, as long as they do. */
function sayWhatStays({ explorer, models }: Parts): void {
  const staysNow = () => staysOf(explorer, models.defaultHeads);
  const stays = staysNow();
  if (stays && stays !== saidToStay) sayWhileSo(explorer, stays, staysNow);
  saidToStay = stays;
}

function staysOf({ exploration, state }: Explorer, defaultHeads: string): string | null {
  if (!exploration) return null;
  const usual = { view: usualView(exploration.model, defaultHeads), hideSpecial: readSetting('specialTokens') === 'hidden' };
  return carriedOver(state, exploration.model, usual);
}

/** The same place again, as it reads now; after a window reload, the place that the panel or the compact view remembers. */
export async function exploreAgain(parts: Parts): Promise<boolean> {
  const { explorer } = parts;
  const { exploration, target, phase } = explorer;
  if (exploration?.target.second) return explore(parts, togetherOf(...(await textsAgain(exploration)), exploration.target.second.within));
  if (exploration) {
    const document = await openDocument(exploration.target.uri);
    const { start, end } = exploration.anchor.range;
    const range = document.validateRange(new vscode.Range(start.line, start.character, end.line, end.character));
    const { what, fit, chat } = exploration.target;
    const cutShort = cutOf(exploration) !== null && explorer.isLive;
    const again = targetOfRange(document, range, what, fit, range.start, MAX_RUN_CHARACTERS);
    return explore(parts, cutShort ? exploration.target : { ...again, chat: chat ?? false });
  }
  // What is named on screen, whatever was asked for and cancelled since.
  if (phase.kind === 'restored') {
    const kept = explorer.restored!;
    return explore(parts, await textsKept(kept), kept.view);
  }
  if (target) return explore(parts, target);
  throw new Refusal(
    {
      code: 'empty-text',
      title: 'Nothing to explore again',
      cause: 'No text was explored yet.',
      nextStep: 'Select some words and run Explore Selection.',
    },
    EXPLORE_DOCUMENT,
    OPEN_SAMPLE,
  );
}
