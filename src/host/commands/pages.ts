import * as vscode from 'vscode';
import { EXTENSION_ID, PAGE_COMMANDS, WALKTHROUGH_ID } from '../../contributions/ids.ts';
import { shortExplanationOfHeat } from '../../core/describe/heat.ts';
import type { Unit } from '../../core/text/token.ts';
import { TABS, type Tab } from '../../core/state/pages.ts';
import type { Place } from '../../core/state/sections.ts';
import { heatsOf } from '../../core/state/heats.ts';
import { sameView } from '../../core/state/viewState.ts';
import { wordToPin } from '../editor/attendedWords.ts';
import { LINE_MILLISECONDS, sayWhileSo } from '../editor/statusLine.ts';
import type { Explorer } from '../../session/explorer.ts';
import { unitsOf } from '../../session/exploration.ts';
import { assertStillShown } from '../../session/stillShown.ts';
import { lessonHandlers } from './lesson.ts';
import { compareOccurrences } from './occurrences.ts';
import { explored, modelHas, noWord, oneTextExplored, refusal } from './preconditions.ts';
import { commandButton, Refusal, SHOW_PANEL } from './refusal.ts';
import { chooseWordVectors, clearWordVectors } from './wordVectors.ts';
import type { Parts } from '../services.ts';

/** Commands of the pages beyond attention, and of the lesson that leads through them. */
export function pageHandlers(parts: Parts) {
  const { explorer, panel, requests } = parts;
  const open = async (tab: Tab): Promise<void> => {
    explorer.dispatch({ type: 'tab', tab });
    panel.show();
  };
  const seek = async (place: Place): Promise<void> => {
    explorer.dispatch({ type: 'seek', place });
    panel.show();
  };
  return {
    ...lessonHandlers(parts),
    openWalkthrough: async () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${EXTENSION_ID}#${WALKTHROUGH_ID}`, false),
    switchHeat: async () => switchHeat(explorer),
    ...pageOpeners(open),
    showInput: () => seek('input'),
    showGlossary: async () => {
      explorer.dispatch({ type: 'terms', isOpen: true, asked: null });
      panel.show();
    },
    showRollout: async () => {
      const view = { kind: 'rollout', layer: explored(explorer).model.layers - 1 } as const;
      const { state } = explorer;
      if (sameView(view, state.view) && state.heat === 'attention' && state.tab === 'attention' && panel.isVisible)
        throw refusal(
          'Rollout is shown already',
          `It goes up to layer ${view.layer}, the last one.`,
          'Choose Lens leads back.',
          SHOW_PANEL,
        );
      await explorer.chooseView(view);
      // With a sink hidden the editor may have nothing to light: the page says so.
      await open('attention');
    },
    replaceWord: () => replaceWord(parts),
    maskWord: async () => maskWord(parts),
    compareOccurrences: () => compareOccurrences(parts),
    chooseWordVectors: async () => {
      if (!(await chooseWordVectors())) return;
      await seek('strips');
      requests.retry('wordVectors');
    },
    clearWordVectors: async () => {
      if (!(await clearWordVectors()))
        throw refusal('No word vectors are chosen', 'There is no file to forget.', 'Choose Word Vectors takes one.', SHOW_PANEL);
      vscode.window.setStatusBarMessage('The file of word vectors is forgotten.', LINE_MILLISECONDS);
      requests.forget('wordVectors');
    },
  };
}

type PageCommand = (typeof PAGE_COMMANDS)[Tab];

/** What opens each page, under the name of its command. */
function pageOpeners(open: (tab: Tab) => Promise<void>): { readonly [name in PageCommand]: () => Promise<void> } {
  return Object.fromEntries(TABS.map(tab => [PAGE_COMMANDS[tab], () => open(tab)])) as Record<PageCommand, () => Promise<void>>;
}

/** Attention, word embedding, vector (where the model has any), and round again. */
function switchHeat(explorer: Explorer): void {
  const exploration = oneTextExplored(explorer);
  modelHas(explorer, ['every-pair']);
  const { state } = explorer;
  const heats = heatsOf(exploration.model);
  const heat = heats[(heats.indexOf(state.heat) + 1) % heats.length]!;
  explorer.dispatch({ type: 'heat', heat });
  sayWhileSo(explorer, meaningOf(explorer)!, () => meaningOf(explorer));
}

/** What the colour in the editor means now. */
function meaningOf({ exploration, state }: Explorer): string | null {
  return exploration && shortExplanationOfHeat(state.heat, state.hiddenState, exploration.model.layers, state);
}

async function replaceWord(parts: Parts): Promise<void> {
  const exploration = oneTextExplored(parts.explorer);
  const unit = wordOf(parts.explorer);
  modelHas(parts.explorer, ['every-pair']);
  const { label } = unit;
  const replacement = await vscode.window.showInputBox({
    title: `What If: Instead of \u201c${label}\u201d`,
    prompt: 'A word, or a few. The document is not edited.',
    value: label,
    validateInput: value => (/\S/.test(value) ? (value.length > 200 ? 'At most 200 characters.' : null) : 'Type at least one word.'),
  });
  if (replacement === undefined) return;
  assertStillShown(parts.explorer, exploration);
  if (replacement.trim() === label)
    throw refusal(
      'Nothing was replaced',
      'It is the word that stands there.',
      'Type another word.',
      commandButton('Replace Word\u2026', 'replaceWord'),
    );
  showVariant(parts, unit, replacement.trim());
}

async function maskWord(parts: Parts): Promise<void> {
  oneTextExplored(parts.explorer);
  const unit = wordOf(parts.explorer);
  modelHas(parts.explorer, ['every-pair']);
  modelHas(parts.explorer, ['mask-token'], commandButton('Replace Word\u2026', 'replaceWord'));
  showVariant(parts, unit, null);
}

/** Shows the explored text with one word replaced (null: masked), beside the original, with the word pinned. */
function showVariant({ explorer, panel }: Parts, unit: Unit, replacement: string | null): void {
  explorer.experiments.showVariant({ unit, replacement });
  explorer.dispatch({ type: 'seek', place: 'whatIf' });
  panel.show();
}

/** The word that is pointed at, which has to stand in the text. */
function wordOf(explorer: Explorer): Unit {
  const exploration = explored(explorer);
  const ref = wordToPin(explorer);
  if (ref === null) throw noWord();
  const unit = unitsOf(exploration, explorer.state.level)[ref.unit]!;
  if (unit.start < 0)
    throw new Refusal(
      {
        code: 'empty-text',
        title: 'This token cannot be replaced',
        cause: 'It is added by the model and stands for no word of your text.',
        nextStep: 'Point at a word of the text.',
      },
      SHOW_PANEL,
    );
  return unit;
}
