import * as vscode from 'vscode';
import { COMMANDS } from '../../contributions/ids.ts';
import { nameOfView } from '../../core/describe/views.ts';
import { nameOfModel } from '../../core/describe/model.ts';
import { nameOfHeat } from '../../core/describe/heat.ts';
import { nameOfLook } from '../../core/describe/within.ts';
import { describeTold } from '../../core/describe/told.ts';
import { escapeIcons } from '../../core/text/escape.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { hidesSink } from '../../core/state/viewState.ts';
import type { Explorer } from '../../session/explorer.ts';
import { canReadBySentence, readsBySentence } from '../../session/sentences.ts';

interface MenuItem extends vscode.QuickPickItem {
  readonly command?: keyof typeof COMMANDS;
}

const separator = (label: string): MenuItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** What can be done now, each beside how it stands; behind the status bar item. */
export async function showMenu(explorer: Explorer): Promise<void> {
  const chosen = await vscode.window.showQuickPick(menuItems(explorer), { title: 'Attention Lens', matchOnDescription: true });
  if (chosen?.command) await vscode.commands.executeCommand(COMMANDS[chosen.command]);
}

function menuItems({ exploration, state, phase }: Explorer): MenuItem[] {
  const item = (label: string, command: keyof typeof COMMANDS, description = ''): MenuItem => ({ label, description, command });
  const about = (name = '') => item('About This Model', 'aboutModel', escapeIcons(visibleText(name)));
  const always = [item('Show Panel', 'showPanel'), item('Open Sample\u2026', 'openSample'), item('Show Glossary', 'showGlossary')];
  const start = [
    item('Explore Selection', 'exploreSelection', 'or the paragraph at the cursor'),
    item('Explore Document', 'exploreDocument'),
    item('Tokens of Selection', 'tokensOfSelection', 'or of the paragraph, without running the model'),
  ];
  if (!exploration)
    return phase.kind === 'restored'
      ? [item('Explore Again', 'exploreAgain'), ...start, about(), ...always]
      : [...start, about(), ...always];
  const { lenses, attention, layers, variant, variants } = exploration.model;
  return [
    item('Choose Lens\u2026', 'chooseLens', escapeIcons(visibleText(nameOfView(state.view, lenses, attention.heads)))),
    item('Choose Head\u2026', 'chooseHead'),
    item('Look Through the Strongest Head', 'strongestHead'),
    item('Switch Direction', 'switchDirection', state.direction === 'to' ? 'attends to' : 'attended by'),
    item('Switch What the Colour Means', 'switchHeat', nameOfHeat(state.heat, state.hiddenState, layers)),
    item('Words or Sub-words', 'toggleSubWords', state.level === 'words' ? 'words' : 'sub-words'),
    ...(exploration.matrix.sinks.length === 0
      ? []
      : [item('Hide or Show Sinks', 'toggleSink', hidesSink(state, exploration.matrix) ? 'hidden' : 'shown')]),
    ...(exploration.target.second
      ? [item('Look Across or Within', 'lookWithin', nameOfLook(exploration.model.twoTexts, exploration.summary.within ?? null))]
      : []),
    ...(canReadBySentence(exploration)
      ? [item('Read by Sentence or by Word', 'readBySentence', readsBySentence(exploration, state) ? 'by sentence' : 'by word')]
      : []),
    item('Pin Word', 'pinWord', state.pinned === null ? '' : 'pinned'),
    item('Link To\u2026', 'linkTo', state.linked === null ? 'the heads that link two words' : 'linked'),
    item('Describe Attention at Cursor', 'describe'),
    separator('text'),
    item('Explore Again', 'exploreAgain'),
    ...start,
    item('Choose Model\u2026', 'chooseModel', escapeIcons(visibleText(nameOfModel(exploration.model)))),
    ...(variants.length > 1 ? [item('Choose Model Variant\u2026', 'chooseModelVariant', variant)] : []),
    ...(exploration.model.tells
      ? [item('Choose Task or Language\u2026', 'chooseTask', escapeIcons(describeTold(exploration.summary.told ?? {})))]
      : []),
    about(nameOfModel(exploration.model)),
    item('Clear', 'clear'),
    separator('more'),
    ...always,
  ];
}
