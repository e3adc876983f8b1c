import type { Anchor } from '../core/text/anchor.ts';
import type { Asked } from './asked.ts';
import type { DocumentEdit, Documents, SessionDocument } from './documents.ts';
import type { Disposable } from './emitter.ts';
import type { Experiments } from './experiments.ts';
import type { LookUps } from './lookUps.ts';
import type { Screen } from './screen.ts';
import { findAgain, followEdit, isOf, moved } from './standing.ts';

/** Everything that stands in a document, and moves with it: what is asked for, explored, listed and compared. */
interface Standing {
  readonly asked: Asked;
  readonly screen: Screen;
  readonly lookUps: LookUps;
  readonly experiments: Experiments;
}

/** Follows texts through edits of their documents, and finds them again when those are opened. */
export class Following implements Disposable {
  private readonly standing: Standing;
  private readonly changed: () => void;
  private readonly subscriptions: readonly Disposable[];

  constructor(documents: Documents, standing: Standing, changed: () => void) {
    this.standing = standing;
    this.changed = changed;
    this.subscriptions = [documents.onEdit(edit => this.onEdit(edit)), documents.onOpen(document => this.onOpen(document))];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private onEdit(edit: DocumentEdit): void {
    if (edit.changes.length === 0) return;
    this.follow(edit.document, this.standing.experiments.follow(edit), anchor => followEdit(anchor, edit));
  }

  private onOpen(document: SessionDocument): void {
    this.follow(document, this.standing.experiments.reattach(document), anchor => findAgain(anchor, document));
  }

  private follow(document: SessionDocument, othersMoved: boolean, move: (anchor: Anchor) => Anchor): void {
    const { asked, screen, lookUps } = this.standing;
    const { exploration } = screen;
    asked.follow(document, move);
    const isExplored = exploration !== null && isOf(exploration, document);
    if (isExplored) screen.stand(moved(exploration, document, move));
    const isListed = lookUps.follow(document, move);
    if (isExplored || isListed || othersMoved) this.changed();
  }
}
