import type { ArchitectureKind, Cell } from './folder.ts';
import type { PairCell } from './pairs.ts';

/** One architecture in one form. */
export interface Entry {
  readonly kind: ArchitectureKind;
  /** Its weights were trained; then `architecture` is a model's name. */
  readonly real: boolean;
  readonly architecture: string;
  readonly form: string;
  /** `not made` where the exporter itself refuses. */
  readonly cell: Cell | PairCell | { readonly kind: 'not made'; readonly cause: string };
}

/** Reasons, numbered in the order in which they are first given. */
class Footnotes {
  readonly #numbers = new Map<string, number>();

  mark(reason: string): string {
    const number = this.#numbers.get(reason) ?? this.#numbers.size + 1;
    this.#numbers.set(reason, number);
    return `[${number}]`;
  }

  get lines(): readonly string[] {
    return [...this.#numbers].map(([reason, number]) => `${number}. ${escape(reason)}`);
  }
}

/**
 * Markdown: a table for decoders and one for encoders, rows the forms, columns the architectures, and a list of what has real weights, with the reasons of
 * what is missing beneath them.
 */
export function renderMatrix(entries: readonly Entry[]): string {
  const footnotes = new Footnotes();
  const parts = [
    ['Decoders', entries.filter(({ kind, real }) => !real && kind === 'decoder'), tableOf],
    ['Encoders', entries.filter(({ kind, real }) => !real && kind === 'encoder'), tableOf],
    ['Real weights', entries.filter(({ real }) => real), listOf],
  ] as const;
  const tables = parts
    .filter(([, part]) => part.length > 0)
    .map(([title, part, render]) => [`## ${title}`, '', ...render(part, footnotes)]);
  return [...tables.map(lines => lines.join('\n')), ...(footnotes.lines.length > 0 ? [footnotes.lines.join('\n')] : [])].join('\n\n');
}

/** The same for encoder-decoders, with reasons of their own beneath. */
export function renderPairs(entries: readonly Entry[]): string {
  const footnotes = new Footnotes();
  const table = tableOf(
    entries.filter(({ kind }) => kind === 'encoder-decoder'),
    footnotes,
  ).join('\n');
  return [table, ...(footnotes.lines.length > 0 ? [footnotes.lines.join('\n')] : [])].join('\n\n');
}

function tableOf(entries: readonly Entry[], footnotes: Footnotes): readonly string[] {
  const architectures = [...new Set(entries.map(entry => entry.architecture))];
  const forms = [...new Set(entries.map(entry => entry.form))].sort();
  const rows = forms.map(form => [
    `\`${form}\``,
    ...architectures.map(architecture => {
      const entry = entries.find(candidate => candidate.architecture === architecture && candidate.form === form);
      return entry === undefined ? 'not tried' : describe(entry.cell, footnotes);
    }),
  ]);
  return [['form', ...architectures], ['---', ...architectures.map(() => '---')], ...rows].map(row => `| ${row.join(' | ')} |`);
}

function listOf(entries: readonly Entry[], footnotes: Footnotes): readonly string[] {
  const rows = entries.map(({ architecture, form, cell }) => `| ${architecture} | \`${form}\` | ${describe(cell, footnotes)} |`);
  return ['| model | form | difference |', '| --- | --- | --- |', ...rows];
}

const NO_STATES = 'Shown without hidden states: the residual stream of this graph was not found.';
const OTHER_IDS = 'The ids are not those of the official tokenizer.';
const OTHER_MODEL =
  'What the exporter wrote computes something else than the eager attention of PyTorch, so this is the difference to the attention weights of the file itself.';
const OTHER_SPANS = 'The spans are not those of the official tokenizer.';

function describe(cell: Entry['cell'], footnotes: Footnotes): string {
  if (cell.kind === 'not made') return `not made ${footnotes.mark(`The exporter says: ${withoutPlaces(cell.cause)}`)}`;
  if (cell.kind === 'refused') return `refused ${footnotes.mark(`${cell.title}. ${cell.cause}`)}`;
  if (cell.kind === 'pair') return describePairs(cell, footnotes);
  const { maps, file, hidden, idsEqual, spansEqual, note } = cell;
  const vectors = hidden === null ? [] : [hidden === 'none' ? footnotes.mark(NO_STATES) : figure(hidden)];
  const notes = [
    [!idsEqual, OTHER_IDS],
    [!spansEqual, OTHER_SPANS],
    [note.includes('not PyTorch'), OTHER_MODEL],
    [file !== null, file === null ? '' : ofFile(file)],
  ] as const;
  const marks = notes.filter(([isSo]) => isSo).map(([, note]) => footnotes.mark(note));
  return [[figure(maps), ...vectors].join(' / '), ...marks].join(' ');
}

const OTHER_TOKENS = 'Greedy search writes other tokens.';
const SEES_AHEAD =
  'The optimizer has lost the mask of the decoder, so each word of the target sees those behind it: the file computes something else than PyTorch. What is shown is what the file computes, with a warning.';

function describePairs(cell: PairCell & { readonly kind: 'pair' }, footnotes: Footnotes): string {
  const { encoder, decoder, cross } = cell.maps;
  const notes = [
    [!cell.idsEqual, OTHER_IDS],
    [cell.writesEqual === false && !cell.seesAhead, OTHER_TOKENS],
    [cell.seesAhead, SEES_AHEAD],
  ] as const;
  const marks = notes.filter(([isSo]) => isSo).map(([, note]) => footnotes.mark(note));
  return [[encoder, decoder, cross].map(figure).join(' / '), ...marks].join(' ');
}

function ofFile({ fromShown, fromReference }: NonNullable<Extract<Cell, { kind: 'shown' }>['file']>): string {
  const where = 'where values are rounded to 16 bits depends on which of them are outputs';
  return `Run by itself in Python the file is ${figure(fromReference)} from PyTorch, and ${figure(fromShown)} from what is shown: ${where}.`;
}

/** With one digit. */
export function figure(difference: number): string {
  return Number.isFinite(difference) && difference > 0 ? difference.toExponential(0) : String(difference);
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

/** Names of temporary folders say nothing, and would be another note each. */
function withoutPlaces(cause: string): string {
  return cause.replaceAll(/\/(?:[\w.-]+\/)*tmp[\w.-]*\w/g, '(folder)');
}
