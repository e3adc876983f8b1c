import type { Fault } from '../core/fault.ts';
import type { Phase } from '../protocol/panelApi.ts';
import type { Exploration } from './exploration.ts';
import { actionsFor } from './faults.ts';

/** What there is to say where no text is shown, or while the next one is run. The phase is derived from it, so that it can neither stay behind nor be forgotten. */
export class PhaseNotes {
  /** The text that is being run. */
  private loading = { words: 0, cold: true };
  private failure: Extract<Phase, { kind: 'failed' }> | null = null;
  private restored: Extract<Phase, { kind: 'restored' }> | null = null;

  /** @param isRunning a text is being run @param shown what is on screen */
  phase(isRunning: boolean, shown: Exploration | null): Phase {
    if (isRunning) return { kind: 'loading', ...this.loading };
    if (shown) return { kind: shown.anchor.live ? 'ready' : 'stale' };
    return this.failure ?? this.restored ?? { kind: 'empty' };
  }

  start(words: number, cold: boolean): void {
    this.failure = null;
    this.loading = { words, cold };
  }

  fail(fault: Fault, isBuiltIn: boolean): void {
    this.failure = { kind: 'failed', fault, actions: actionsFor(fault, isBuiltIn) };
  }

  /** A panel came back after a window reload. */
  restore(label: string, lines: string): void {
    this.restored = { kind: 'restored', label, lines };
  }

  /** A text is shown: where a person left off is history. */
  forgetRestored(): void {
    this.restored = null;
  }

  clear(): void {
    this.failure = null;
    this.restored = null;
  }
}
