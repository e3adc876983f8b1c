import { nameOfModel } from '../../core/describe/model.ts';
import { lensesOfHead, type LinkingHead, type LinkWay, type LinkWays } from '../../core/attention/linking.ts';
import { multipleOf, NEXT_TO } from '../../core/describe/links.ts';
import { formatCount, formatWeight } from '../../core/describe/numbers.ts';
import { drawTable } from '../../core/describe/table.ts';
import type { Unit } from '../../core/text/token.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import { exactNumber, toJson } from '../../core/export/json.ts';

/** What was measured of two words. */
export interface LinkResult {
  readonly model: ModelSummary;
  readonly from: Unit;
  readonly to: Unit;
  /** They stand next to each other. */
  readonly isNext: boolean;
  readonly ways: LinkWays;
  /** The larger of both ways first. */
  readonly heads: readonly LinkingHead[];
}

/** The strongest heads in a table, and what the numbers are. */
export function headsReport({ model, from, to, isNext, ways, heads }: LinkResult, top: number): string {
  const [a, b] = [visibleText(from.label), visibleText(to.label)];
  const rows = heads.slice(0, top).map(head => [nameOf(model, head), ...cells(head.there, ways.there), ...cells(head.back, ways.back)]);
  const blind = [
    ...(ways.there.seen ? [] : [`"${a}" cannot see "${b}": this model reads from left to right.`]),
    ...(ways.back.seen ? [] : [`"${b}" cannot see "${a}": this model reads from left to right.`]),
  ];
  const even = [ways.there, ways.back].filter(({ seen }) => seen).map(way => formatWeight(way.even));
  const lines = [
    `${visibleText(nameOfModel(model))}, how much each head links "${a}" and "${b}", the strongest first`,
    '',
    ...drawTable(['', `${a} → ${b}`, '', `${b} → ${a}`, ''], rows),
    '',
    `${formatCount(Math.min(top, heads.length))} of ${formatCount(heads.length)} heads (all with --format json). ×: times an even share, which is ${[...new Set(even)].join(' and ')}.`,
    ...blind,
    ...(isNext ? [NEXT_TO] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Layer, head, and the smallest lens that looks through it. */
function nameOf({ lenses, attention }: ModelSummary, { layer, head }: LinkingHead): string {
  const [lens] = lensesOfHead(lenses, [layer, head]);
  const width = String(Math.max(...attention.heads) - 1).length;
  const name = `L${String(layer).padEnd(String(attention.heads.length - 1).length)} H${String(head).padEnd(width)}`;
  return lens ? `${name}  ${visibleText(lens.name)}` : name.trimEnd();
}

/** A weight, and how many even shares it is from one on. */
function cells(weight: number, way: LinkWay): string[] {
  return way.seen ? [formatWeight(weight), multipleOf(weight, way)] : ['-', ''];
}

/** All heads as data: docs/heads-schema.json says what each field is. */
export function headsJson({ model, from, to, ways, heads }: LinkResult): Uint8Array[] {
  const end = ({ label, start, end: stop }: Unit) => ({ word: label, start, end: stop });
  const number = (value: number, { seen }: LinkWay) => (seen ? exactNumber(value) : null);
  return toJson({
    from: end(from),
    to: end(to),
    even: { there: ways.there.seen ? ways.there.even : null, back: ways.back.seen ? ways.back.even : null },
    heads: heads.map(head => ({
      layer: head.layer,
      head: head.head,
      there: number(head.there, ways.there),
      back: number(head.back, ways.back),
      lenses: lensesOfHead(model.lenses, [head.layer, head.head]).map(lens => lens.id),
    })),
  });
}
