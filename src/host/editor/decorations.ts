import * as vscode from 'vscode';
import { COLORS, HEAT_COLORS } from '../../contributions/ids.ts';
import { BUCKETS } from '../../core/scale.ts';
import type { Span } from '../../core/text/span.ts';
import { standsInText, type Unit } from '../../core/text/token.ts';
import type { Heat } from '../../core/state/viewState.ts';
import { strongestInText } from '../../core/state/viewModel.ts';
import type { Explorer } from '../../session/explorer.ts';
import { placesOf, placeWith, rangesOf, unitsOf } from '../../session/exploration.ts';
import { tokenMark } from '../../session/listedTokens.ts';
import { isOf, type StandingPlace } from '../../session/standing.ts';
import { toRange } from './ranges.ts';

/** Width of the line under a word per heat step, in pixels: the second channel beside the tint. That of the first two is dotted, so that a weak step is seen on a tint, too. */
const LINE_WIDTHS = [1, 1, 1, 1, 2, 2, 3, 3];
const DOTTED_STEPS = 2;
/** In high contrast there is no tint. All stand out from VS Code's line of 1 px round the current line. */
const HIGH_CONTRAST_LINE_WIDTHS = [2, 2, 2, 2, 3, 3, 5, 5];
/** From this step the text colour is ours, so that every syntax colour becomes readable. */
const FIRST_OWN_TEXT_STEP = 3;

interface Types {
  readonly heat: readonly vscode.TextEditorDecorationType[];
  readonly source: vscode.TextEditorDecorationType;
  readonly pinned: vscode.TextEditorDecorationType;
  /** What the word pointed at cannot see, or cannot be seen by. */
  readonly unseen: vscode.TextEditorDecorationType;
  readonly scope: vscode.TextEditorDecorationType;
  /** Instead of `scope` while a word is pointed at: weak steps would vanish in its tint. */
  readonly scopeEdge: vscode.TextEditorDecorationType;
  readonly ruler: vscode.TextEditorDecorationType;
  /** Sentences of the other one of two texts, by how much of its attention they get: where no word is coloured, so that a colour says one number. */
  readonly sentence: readonly vscode.TextEditorDecorationType[];
  /** The sentence that is looked from, and what is pointed at in a list. */
  readonly marked: vscode.TextEditorDecorationType;
}

/** Paints the editor: eighteen decoration types, made once per kind of theme and meaning of the colour, ranges only, every type set on every update. */
export class Decorations implements vscode.Disposable {
  private readonly explorer: Explorer;
  private readonly subscriptions: vscode.Disposable[];
  private types: Types | null = null;
  /** What the colours of `types` mean. */
  private heat: Heat = 'attention';
  private highContrast = isHighContrast(vscode.window.activeColorTheme);
  /** Editors that carry marks, so that they can be wiped when the exploration moves to another document. */
  private readonly painted = new Set<vscode.TextEditor>();

  constructor(explorer: Explorer) {
    this.explorer = explorer;
    this.subscriptions = [
      explorer.onDidChange(() => this.paint()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.paint()),
      vscode.window.onDidChangeActiveColorTheme(theme => this.onTheme(theme)),
    ];
  }

  paint(): void {
    const { exploration, isLive } = this.explorer;
    const editors = exploration && isLive ? vscode.window.visibleTextEditors.filter(editor => isOf(exploration, editor.document)) : [];
    for (const editor of this.painted) if (!editors.includes(editor)) this.wipe(editor);
    this.painted.clear();
    if (!exploration || editors.length === 0) return;
    this.useHeat(this.explorer.state.heat);
    const types = (this.types ??= createTypes(this.highContrast, this.heat));
    // Two texts of one document have one set of marks.
    const marksIn = new Map<string, ReturnType<Decorations['marks']>>();
    for (const editor of editors) {
      const uri = editor.document.uri.toString();
      const places = placesOf(exploration).filter(place => place.uri === uri && place.anchor.live);
      const marks = marksIn.get(uri) ?? this.marks(places);
      marksIn.set(uri, marks);
      const explored = places.map(({ anchor }) => toRange(anchor.range));
      editor.setDecorations(types.scope, marks.isPointed ? [] : explored);
      editor.setDecorations(types.scopeEdge, marks.isPointed ? explored : []);
      types.heat.forEach((type, step) => editor.setDecorations(type, marks.heat[step]!));
      editor.setDecorations(types.ruler, marks.ruler);
      editor.setDecorations(types.source, marks.source);
      editor.setDecorations(types.pinned, marks.pinned);
      editor.setDecorations(types.unseen, marks.unseen);
      types.sentence.forEach((type, level) => editor.setDecorations(type, marks.sentence[level]!));
      editor.setDecorations(types.marked, marks.marked);
      this.painted.add(editor);
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.disposeTypes();
  }

  /** @param places the texts of the document that stand unedited */
  private marks(places: readonly StandingPlace[]) {
    const heat: vscode.Range[][] = Array.from({ length: BUCKETS }, () => []);
    const none = (): vscode.Range[] => [];
    const sentence: vscode.Range[][] = SENTENCE_STEPS.map(() => []);
    const marks = { heat, sentence, marked: none(), ruler: none(), source: none(), pinned: none(), unseen: none(), isPointed: false };
    const { exploration, heatView: view, sentenceView, shown: state } = this.explorer;
    const isTokenMarked = tokenMark(this.explorer) !== null;
    marks.isPointed = isTokenMarked;
    const anchored = new Set(places.map(({ anchor }) => anchor));
    const rangesHere = (span: Span) =>
      exploration && anchored.has(placeWith(exploration, span.start).anchor) ? rangesOf(exploration, span).map(toRange) : [];
    if (state.marked) marks.marked.push(...rangesHere(state.marked));
    // A token that is pointed at is marked alone.
    if (!exploration || !view || view.source === null || isTokenMarked) return marks;
    marks.isPointed = true;
    const units = unitsOf(exploration, state.level);
    const rangesOfUnit = (unit: number) => (standsInText(units[unit]!) ? rangesHere(units[unit]!) : []);
    view.buckets.forEach((bucket, unit) => {
      if (bucket > 0) heat[bucket - 1]!.push(...rangesOfUnit(unit));
    });
    const placesOfUnits = (members: Iterable<number>) => spansOfUnits(units, members).flatMap(rangesHere);
    marks.unseen.push(...placesOfUnits(view.unseen));
    (view.pinned ? marks.pinned : marks.source).push(...placesOfUnits(view.together ?? [view.source]));
    if (!sentenceView) marks.ruler.push(...strongestInText(units, view).flatMap(rangesOfUnit));
    else {
      marks.marked.push(...rangesHere(sentenceView.own));
      const coloured = units.filter((unit, index) => view.buckets[index]! > 0 && standsInText(unit));
      for (const seen of sentenceView.seen) {
        const level = levelOfSentence(seen.step);
        if (level >= 0) sentence[level]!.push(...without(seen, coloured).flatMap(rangesHere));
      }
      const [strongest] = sentenceView.seen;
      if (strongest && strongest.step > 0) marks.ruler.push(...rangesHere(strongest));
    }
    // Filled is the word that is looked from, outlined the one that it is linked with.
    const linked = state.linked?.map(({ unit }) => unit) ?? [];
    marks.source.push(...placesOfUnits(linked));
    return marks;
  }

  private wipe(editor: vscode.TextEditor): void {
    if (!this.types) return;
    for (const type of Object.values(this.types).flat()) editor.setDecorations(type, []);
  }

  /** Another meaning has another hue: new types, which wipes the old marks. */
  private useHeat(heat: Heat): void {
    if (heat === this.heat) return;
    this.heat = heat;
    this.disposeTypes();
  }

  private onTheme(theme: vscode.ColorTheme): void {
    const highContrast = isHighContrast(theme);
    if (highContrast === this.highContrast) return;
    this.highContrast = highContrast;
    this.disposeTypes();
    this.paint();
  }

  private disposeTypes(): void {
    if (!this.types) return;
    for (const type of Object.values(this.types).flat()) type.dispose();
    this.types = null;
  }
}

/** One span for units that follow each other: all that comes later than a word is dimmed, in a long text thousands of words. */
function spansOfUnits(units: readonly Unit[], members: Iterable<number>): Span[] {
  const spans: { start: number; end: number }[] = [];
  let last = -2;
  for (const member of members) {
    const { start, end } = units[member]!;
    if (!standsInText(units[member]!)) continue;
    if (member === last + 1) spans.at(-1)!.end = end;
    else spans.push({ start, end });
    last = member;
  }
  return spans;
}

/** The first step of each tint of a sentence: fewer than of words, as it lies under whole lines. */
const SENTENCE_STEPS = [1, 3, 5];

/** In high contrast a frame: a line above one sentence would be taken for one under the words before it. */
const SENTENCE_OUTLINES = ['1px dotted', '1px solid', '2px solid'];

function levelOfSentence(step: number): number {
  return SENTENCE_STEPS.findLastIndex(first => step >= first);
}

/** What of a span no other one covers. @param others in the order of the text */
function without({ start, end }: Span, others: readonly Span[]): Span[] {
  const left: Span[] = [];
  let from = start;
  for (const other of others) {
    if (other.end <= from || other.start >= end) continue;
    if (other.start > from) left.push({ start: from, end: other.start });
    from = other.end;
  }
  return from < end ? [...left, { start: from, end }] : left;
}

function isHighContrast(theme: vscode.ColorTheme): boolean {
  return theme.kind === vscode.ColorThemeKind.HighContrast || theme.kind === vscode.ColorThemeKind.HighContrastLight;
}

function createTypes(highContrast: boolean, meaning: Heat): Types {
  const colors = HEAT_COLORS[meaning];
  const color = (id: string) => new vscode.ThemeColor(id);
  const create = (options: vscode.DecorationRenderOptions) =>
    vscode.window.createTextEditorDecorationType({ rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed, ...options });
  const widths = highContrast ? HIGH_CONTRAST_LINE_WIDTHS : LINE_WIDTHS;
  // On the left only: one below the text would run into the lines under the words.
  const edge = { borderWidth: '0 0 0 2px', borderStyle: 'solid', borderColor: color(COLORS.scopeBorder) };
  return {
    heat: colors.steps.map((id, index) =>
      create({
        backgroundColor: color(id),
        borderRadius: '2px',
        borderWidth: `0 0 ${widths[index]!}px 0`,
        borderStyle: index < DOTTED_STEPS ? 'dotted' : 'solid',
        borderColor: color(colors.border),
        ...(index + 1 >= FIRST_OWN_TEXT_STEP ? { color: color(COLORS.heatForeground) } : {}),
      }),
    ),
    source: create({ outline: '1px solid', outlineColor: color(COLORS.source), borderRadius: '2px' }),
    pinned: create({
      backgroundColor: color(COLORS.pinnedBackground),
      color: color(COLORS.pinnedForeground),
      outline: '1px solid',
      outlineColor: color(COLORS.source),
      borderRadius: '2px',
    }),
    // Full contrast stays where it was asked for.
    unseen: create(highContrast ? { fontStyle: 'italic' } : { opacity: '0.55' }),
    scope: highContrast ? create(edge) : create({ backgroundColor: color(COLORS.scopeBackground) }),
    scopeEdge: create(edge),
    sentence: SENTENCE_STEPS.map((_, level) =>
      highContrast
        ? create({ outline: SENTENCE_OUTLINES[level]!, outlineColor: color(colors.border) })
        : create({ backgroundColor: color(colors.steps[level]!), ...(level === 2 && { color: color(COLORS.heatForeground) }) }),
    ),
    marked: create({ outline: '1px dotted', outlineColor: color(COLORS.source) }),
    ruler: create({ overviewRulerColor: color(colors.border), overviewRulerLane: vscode.OverviewRulerLane.Center }),
  };
}
