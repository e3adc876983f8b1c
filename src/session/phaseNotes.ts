import type { Fault } from '../core/fault.ts';
import { fileNameOf } from '../core/text/fileName.ts';
import type { PersistedPanel, PersistedText, Phase, RestoredText } from '../protocol/panelApi.ts';
import type { Step } from '../protocol/rpc.ts';
import type { Exploration } from './exploration.ts';
import { actionsFor } from './faults.ts';
import { isLiveAnywhere } from './standing.ts';

/** What there is to say where no text is shown. The phase is derived from it, so that it can neither stay behind nor be forgotten. */
export class PhaseNotes {
  private failure: Extract<Phase, { kind: 'failed' }> | null = null;
  private kept: PersistedPanel | null = null;

  /** @param running the text that is being run: its words, and how far it is @param shown what is on screen */
  phase(running: { readonly words: number; readonly step: Step | null } | null, shown: Exploration | null): Phase {
    if (running) return { kind: 'loading', words: running.words, cold: shown === null, step: running.step };
    if (shown) return { kind: isLiveAnywhere(shown) ? 'ready' : 'stale' };
    return this.failure ?? (this.kept ? restoredPhase(this.kept) : { kind: 'empty' });
  }

  fail(fault: Fault, isBuiltIn: boolean): void {
    this.failure = { kind: 'failed', fault, actions: actionsFor(fault, isBuiltIn) };
  }

  /** Something is tried again. */
  forgetFailure(): void {
    this.failure = null;
  }

  /** What was explored before a window reload. */
  get restored(): PersistedPanel | null {
    return this.kept;
  }

  restore(kept: PersistedPanel): void {
    this.kept = kept;
  }

  /** A text is shown, or wiped away: where a person left off is history. */
  forget(): void {
    this.failure = null;
    this.kept = null;
  }
}

function restoredPhase(kept: PersistedPanel): Phase {
  return { kind: 'restored', texts: [kept, ...(kept.second ? [kept.second] : [])].map(restoredText), within: kept.within };
}

function restoredText({ uri, range }: PersistedText): RestoredText {
  const [first, , last] = range;
  return {
    label: decodeURIComponent(fileNameOf(uri)),
    lines: first === last ? `line ${first + 1}` : `lines ${first + 1} to ${last + 1}`,
  };
}
