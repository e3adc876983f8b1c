import type { PanelButton } from '../protocol/panelActions.ts';
import type { Fault } from '../core/fault.ts';
import { lackInShort } from '../core/model/capability.ts';

export type FaultAction = Extract<
  PanelButton,
  'exploreAgain' | 'exploreSelection' | 'chooseModelVariant' | 'useBuiltInModel' | 'openSample' | 'showLog'
>;

/** What a person can do about a fault, most useful first; the same in the panel and in the notification. */
export function actionsFor(fault: Fault, builtIn: boolean): FaultAction[] {
  switch (fault.code) {
    case 'cancelled':
      return [];
    case 'empty-text':
    case 'binary-text':
      return ['openSample'];
    case 'usage':
    case 'untrusted':
      return ['showLog'];
    case 'no-such-variant':
      return ['chooseModelVariant', 'exploreAgain', 'showLog'];
    case 'out-of-memory':
      return builtIn ? ['exploreAgain', 'showLog'] : ['chooseModelVariant', 'exploreAgain', 'showLog'];
    case 'model-missing':
    case 'tokenizer-missing':
    case 'file-unreadable':
    case 'file-empty':
    case 'file-truncated':
    case 'file-html':
    case 'file-lfs':
    case 'file-corrupt':
    case 'unsupported-model':
    case 'no-attention':
    case 'unsupported-tokenizer':
    case 'tokenizer-slow':
    case 'vocabulary-mismatch':
    case 'invalid-values':
      return builtIn ? ['exploreAgain', 'showLog'] : ['useBuiltInModel', 'exploreAgain', 'showLog'];
    case 'unavailable':
      // No other model would help: the built-in one has no template either.
      if (fault.title === lackInShort('chat-template')) return ['exploreSelection', 'showLog'];
      return builtIn ? ['exploreAgain', 'showLog'] : ['useBuiltInModel', 'exploreAgain', 'showLog'];
    case 'engine-stopped':
    case 'stale-run':
    case 'runtime':
      return ['exploreAgain', 'showLog'];
  }
}

/** The status bar's two words for it. */
export function shortFault(fault: Fault): string {
  switch (fault.code) {
    case 'model-missing':
    case 'no-such-variant':
    case 'tokenizer-missing':
      return 'Model not found';
    case 'file-empty':
    case 'file-truncated':
      return 'Model incomplete';
    case 'file-unreadable':
    case 'file-html':
    case 'file-lfs':
    case 'file-corrupt':
      return 'Model unreadable';
    case 'unsupported-model':
    case 'no-attention':
    case 'unavailable':
    case 'unsupported-tokenizer':
    case 'vocabulary-mismatch':
      return 'Model not supported';
    case 'engine-stopped':
    case 'out-of-memory':
      return 'Model stopped';
    case 'usage':
    case 'empty-text':
    case 'binary-text':
    case 'tokenizer-slow':
    case 'invalid-values':
    case 'untrusted':
    case 'stale-run':
    case 'cancelled':
    case 'runtime':
      return fault.title;
  }
}

/** How often what was asked of a run is asked again by itself when the engine lost the run. */
export const RERUNS = 1;

/** Whether the engine lost the run (idle stop, crash, store full), so that the same text run again may help. */
export function isLostRun({ code }: Fault): boolean {
  return code === 'stale-run' || code === 'engine-stopped';
}

/** Where faults are written down. */
export interface FaultLog {
  fault(fault: Fault): void;
}
