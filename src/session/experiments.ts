import type { Checked } from '../core/grounding/measure.ts';
import { followComparison, nameGroup, reattachComparison, type Comparison } from './comparison.ts';
import type { DocumentEdit, SessionDocument } from './documents.ts';
import type { PartStore } from './parts/store.ts';
import type { Variant } from './whatIf.ts';

/** Counterfactuals beside the explored text: a comparison of occurrences, a variant with a word replaced or masked, an answer without parts of its source. Part of the explorer's state. */
export class Experiments {
  private readonly parts: PartStore;
  private readonly changed: () => void;
  private currentComparison: Comparison | null = null;
  /** Comparisons so far: each has its number. */
  private compared = 0;
  private currentVariant: Variant | null = null;
  private currentChecked: Checked | null = null;

  constructor(parts: PartStore, changed: () => void) {
    this.parts = parts;
    this.changed = changed;
  }

  /** Occurrences of a word; they may stand in other documents, and stay when another text is explored. */
  get comparison(): Comparison | null {
    return this.currentComparison;
  }
  /** The replacement that is thought through; it belongs to one run. */
  get variant(): Variant | null {
    return this.currentVariant;
  }

  /** What of an answer is checked by removal; it belongs to one text. */
  get checked(): Checked | null {
    return this.currentChecked;
  }

  compare(comparison: Comparison): void {
    this.currentComparison = { ...comparison, id: ++this.compared };
    this.changed();
  }

  nameGroup(index: number, name: string): void {
    if (!this.currentComparison || index >= this.currentComparison.groups.length) return;
    this.currentComparison = nameGroup(this.currentComparison, index, name);
    this.changed();
  }

  /** Shows the explored text with a word replaced beside it; null: the text alone. */
  showVariant(variant: Variant | null): void {
    this.currentVariant = variant;
    if (!variant) this.parts.drop('whatIf');
    this.changed();
  }

  /** Leaves sentences out of the source of an answer, one at a time. */
  check(checked: Checked): void {
    this.currentChecked = checked;
    this.changed();
  }

  /** Another run: its variant starts anew. @param model of the run, see {@link PartStore.startRun} */
  startRun(model: string | null): void {
    this.currentVariant = null;
    this.currentChecked = null;
    this.parts.startRun(model);
  }

  /** True when an occurrence stands in the edited document. */
  follow(event: DocumentEdit): boolean {
    return this.moveTo(this.currentComparison && followComparison(this.currentComparison, event));
  }

  reattach(document: SessionDocument): boolean {
    return this.moveTo(this.currentComparison && reattachComparison(this.currentComparison, document));
  }

  private moveTo(comparison: Comparison | null): boolean {
    const moved = comparison !== this.currentComparison;
    this.currentComparison = comparison;
    return moved;
  }
}
