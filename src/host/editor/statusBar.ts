import * as vscode from 'vscode';
import { COMMANDS } from '../../contributions/ids.ts';
import { linkOf } from '../../core/describe/attention.ts';
import { shortNameOfView } from '../../core/describe/views.ts';
import { formatCount, formatWeight, percent } from '../../core/describe/numbers.ts';
import { nameOfHeat } from '../../core/describe/heat.ts';
import { escapeIcons } from '../../core/text/escape.ts';
import { sentenceLookedAt } from '../../core/state/sentenceView.ts';
import { isDark } from '../../core/state/viewModel.ts';
import type { Explorer } from '../../session/explorer.ts';
import { cutOf, unitsOf } from '../../session/exploration.ts';
import { shortFault } from '../../session/faults.ts';

/** As package.json binds it. */
const STRONGEST_HEAD_KEY = process.platform === 'darwin' ? 'Cmd+K Alt+M' : 'Ctrl+K Alt+M';

/** First on the right side, so that its changing width moves nothing else. */
const PRIORITY = 10_000;

export class StatusBar implements vscode.Disposable {
  private readonly explorer: Explorer;
  private readonly item = vscode.window.createStatusBarItem('attentionLens', vscode.StatusBarAlignment.Right, PRIORITY);
  private readonly subscription: vscode.Disposable;

  constructor(explorer: Explorer) {
    this.explorer = explorer;
    this.item.name = 'Attention Lens';
    this.item.command = COMMANDS.showMenu;
    this.item.tooltip = 'Attention Lens: what can be done';
    this.subscription = explorer.onDidChange(() => this.paint());
  }

  paint(): void {
    const [icon, text] = this.content();
    this.item.text = `$(${icon}) ${escapeIcons(text)}`;
    this.item.accessibilityInformation = { label: `Attention Lens: ${text}`, role: 'button' };
    this.item.show();
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  private content(): [icon: string, text: string] {
    const { phase } = this.explorer;
    switch (phase.kind) {
      case 'empty':
        return ['eye', 'Attention Lens'];
      case 'restored':
        return ['history', 'Attention Lens'];
      case 'loading':
        return [
          'loading~spin',
          phase.step ? `Reading ${percent(phase.step.done / phase.step.total)}` : phase.cold ? 'Starting model' : 'Reading',
        ];
      case 'failed':
        return [
          phase.fault.code === 'engine-stopped' || phase.fault.code === 'out-of-memory' ? 'warning' : 'error',
          shortFault(phase.fault),
        ];
      case 'stale':
        return ['history', 'Text edited'];
      case 'ready':
        return ['eye', this.reading()];
    }
  }

  private reading(): string {
    const { exploration, heatView, sentenceView, shown: state } = this.explorer;
    if (!exploration || !heatView) return 'Attention Lens';
    const { lenses, layers } = exploration.model;
    const isAttention = state.heat === 'attention';
    const linked = state.linked?.length === 1 ? state.linked[0]!.unit : null;
    const link = linkOf(unitsOf(exploration, state.level), heatView, isAttention ? state.direction : 'like', linked);
    const isNothingLit = isAttention && isDark(unitsOf(exploration, state.level), heatView);
    // A word that is seen through a head of its own is so through the strongest one.
    const dark = isNothingLit ? `nothing lit${heatView.head ? '' : `, ${STRONGEST_HEAD_KEY}: strongest head`}` : '';
    const name = isAttention ? shortNameOfView(state.view, lenses, heatView.head) : nameOfHeat(state.heat, state.hiddenState, layers);
    const focus = heatView.focus === null ? null : unitsOf(exploration, state.level)[heatView.focus]!;
    const sentence = sentenceView && sentenceLookedAt(sentenceView, focus);
    const bySentence = sentence ? `sentence ${formatWeight(sentence.weight)}` : '';
    const cut = cutOf(exploration);
    const part = cut === null ? '' : `${cut.fit === 'start' ? 'first ' : ''}${formatCount(cut.shownTokens)} tokens`;
    const chat = exploration.summary.chat ? 'chat message' : '';
    return [name, link, bySentence, dark, part, chat].filter(text => text !== '').join('  ');
  }
}
