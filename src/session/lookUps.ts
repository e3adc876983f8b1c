import type { Anchor, PlaceRange } from '../core/text/anchor.ts';
import type { TokenList } from '../core/text/tokenList.ts';
import { identityOf, type TokensRequest } from '../protocol/engineApi.ts';
import type { Documents, SessionDocument } from './documents.ts';
import type { TextRun } from './exploration.ts';
import type { ChosenModel } from './modelChoice.ts';
import { isOf, rangesIn, standingOf, type StandingText } from './standing.ts';
import type { Target } from './target.ts';

/** A text whose tokens are listed: all of it, however much of it a model reads. */
export interface ListedText extends StandingText {
  /** Another one for each text, and for each model that reads it. */
  readonly id: number;
  readonly request: TokensRequest;
}

/** What is looked up beside what is explored, and needs no run: the tokens of a text, what the chosen model is. Part of the explorer's state. */
export class LookUps {
  private readonly documents: Documents;
  private readonly changed: () => void;
  private own: ListedText | null = null;
  private explored: ListedText | null = null;
  private pointed: { readonly list: number; readonly token: number } | null = null;
  private askedModel: { readonly id: number; readonly chosen: ChosenModel } | null = null;
  private last = 0;

  constructor(documents: Documents, changed: () => void) {
    this.documents = documents;
    this.changed = changed;
  }

  /** The text that was asked about last: by itself, or by being explored. */
  get tokens(): ListedText | null {
    return this.own ?? this.explored;
  }
  /** It is the one that is explored. */
  get isExplored(): boolean {
    return this.own === null && this.explored !== null;
  }
  /** The model that was asked about while no text is explored; an explored one says what its model is. */
  get model(): { readonly id: number; readonly chosen: ChosenModel } | null {
    return this.explored ? null : this.askedModel;
  }

  /** Lists the tokens of a target by a model's tokenizer. */
  list(target: Target, chosen: ChosenModel): void {
    this.listBy({ target, ...standingOf(target, this.documents.open) }, chosen);
  }

  askAboutModel(chosen: ChosenModel): void {
    this.askedModel = { id: ++this.last, chosen };
    this.changed();
  }

  /** Another model is chosen: what was looked up by itself is looked up by that one. */
  readBy(chosen: ChosenModel): void {
    const { own, askedModel } = this;
    // It was followed since it was asked for: the same place of the document, and no copy of the text.
    if (own) this.listBy(own, chosen);
    if (askedModel) this.askAboutModel(chosen);
  }

  /** Back to the explored text, or to none. */
  close(): void {
    this.own = null;
    this.changed();
  }

  /** A text is explored. @param asked as a person asked for it; null when it was only run again. What follows is told by its owner. */
  takeOver(run: TextRun, asked: StandingText | null): void {
    const { target, model } = run;
    const { explored } = this;
    const known = [asked, explored].find(text => text?.target === target);
    const { anchor } = known ?? standingOf(target, this.documents.open);
    // Two texts have no list: it is of one.
    this.explored = target.second ? null : this.listed({ target, anchor }, identityOf(model));
    // Parts go with the run that they were shown beside: what was listed by itself is listed anew.
    this.own = asked || !this.own ? null : { ...this.own, id: ++this.last };
    this.askedModel = null;
  }

  /** Nothing is explored any more, or something that was asked for later failed. What follows is told by its owner. */
  forget(): void {
    [this.own, this.explored, this.askedModel] = [null, null, null];
  }

  /** A token of the list is pointed at, as long as nothing else is. @param list its id */
  point(list: number, token: number | null): void {
    const next = token === null ? null : { list, token };
    if (next?.list === this.pointed?.list && next?.token === this.pointed?.token) return;
    this.pointed = next;
    this.changed();
  }

  /** Something else is pointed at or chosen. @returns whether a token was */
  pointElsewhere(): boolean {
    const { pointed } = this;
    this.pointed = null;
    return pointed !== null;
  }

  /** Where the token that is pointed at stands; null when none is, or when its text was edited. */
  markIn({ id, anchor }: ListedText, { tokens }: TokenList): readonly PlaceRange[] | null {
    const token = this.pointed?.list === id ? tokens[this.pointed.token] : undefined;
    return token && anchor.live ? rangesIn(anchor, token) : null;
  }

  /** @returns whether a text of this document moved */
  follow(document: SessionDocument, move: (anchor: Anchor) => Anchor): boolean {
    const moved = (listed: ListedText | null): ListedText | null =>
      listed && isOf(listed, document) ? { ...listed, anchor: move(listed.anchor) } : listed;
    const [own, explored] = [moved(this.own), moved(this.explored)];
    const hasMoved = own !== this.own || explored !== this.explored;
    [this.own, this.explored] = [own, explored];
    return hasMoved;
  }

  private listBy({ target, anchor }: StandingText, { directory, variant }: ChosenModel): void {
    this.own = this.listed({ target, anchor }, { directory, ...(variant !== undefined && { variant }) });
    this.changed();
  }

  private listed(text: StandingText, model: Omit<TokensRequest, 'text'>): ListedText {
    const { text: written, fit, caret, chat } = text.target;
    const request = { ...model, text: written, reading: { fit, caret }, ...(chat && { chat }) };
    return { ...text, id: ++this.last, request };
  }
}
