import type { RoledHead } from '../attention/headRoles.ts';
import type { Direction, HeadRef, Lens } from '../attention/lens.ts';
import { sortLinks, type LinkingHead, type LinkWay } from '../attention/linking.ts';
import type { HeadDistances } from '../attention/distance.ts';
import { formatTokens } from '../describe/distance.ts';
import { knownAs, nameOfWay, WAYS, type Link } from '../describe/links.ts';
import { verbOf } from '../describe/attention.ts';
import { visibleText } from '../text/visibleText.ts';
import { answerLine, type AnswerSource } from './provenance.ts';
import { numbers, words, type Cell, type ExportTable } from './tables.ts';

const nameOfHead = ([layer, head]: HeadRef) => `L${layer} H${head}`;
/** Below an even share it is none, as on the screen. */
const times = (multiple: number) => (multiple < 1 ? '' : multiple.toFixed(1));

/** All heads that link two words: what each gives either way, how many even shares that is, and what it is known as. The larger of both ways first. */
export function linkTable(
  link: Link,
  { lenses, roles }: { readonly lenses: readonly Lens[]; readonly roles: readonly RoledHead[] },
  source: AnswerSource,
): ExportTable {
  const cells = (weight: number, { seen, even }: LinkWay): Cell[] =>
    seen && Number.isFinite(weight) ? [weight, weight / even] : [null, null];
  const [there, back] = WAYS.map(way => nameOfWay(link, way)) as [string, string];
  return {
    caption: `Heads that link two words: ${there} and ${back}`,
    columns: [
      words('Head'),
      numbers(there),
      numbers('× even share', times),
      numbers(back),
      numbers('× even share, back', times),
      words('Known as'),
    ],
    rows: sortLinks(link.heads, 'larger').map((head: LinkingHead): Cell[] => [
      nameOfHead([head.layer, head.head]),
      ...WAYS.flatMap(way => cells(head[way], link.ways[way])),
      visibleText(knownAs([head.layer, head.head], lenses, roles)),
    ]),
    source: answerLine(source, [
      ['heads', 'all'],
      ['words', there],
    ]),
  };
}

/** One word through the layers. */
export interface LayersOfWord {
  readonly unit: number;
  readonly direction: Direction;
  readonly layers: number;
  readonly size: number;
  readonly mean: Float32Array;
}

/** Rows are words, columns layers: the mean of each layer's heads. @param sees whether the word has a link with another */
export function layersTable(
  { unit, direction, layers, size, mean }: LayersOfWord,
  {
    labels,
    shown,
    sees,
  }: { readonly labels: readonly string[]; readonly shown: readonly number[]; readonly sees: (far: number) => boolean },
  source: AnswerSource,
): ExportTable {
  const places = Array.from({ length: layers }, (_, layer) => layer);
  return {
    caption: `“${labels[unit]!}” layer by layer: what it ${verbOf('layer', direction)}, mean of the heads`,
    columns: [words('Word'), ...places.map(layer => numbers(`L${layer}`))],
    rows: shown.map((far): Cell[] => [labels[far]!, ...places.map(layer => (sees(far) ? mean[layer * size + far]! : null))]),
    source: answerLine(source, [
      ['heads', 'mean of each layer'],
      ['direction', verbOf('layer', direction)],
    ]),
  };
}

export function distancesTable(
  { distances, offsets, leftOut }: HeadDistances,
  heads: readonly HeadRef[],
  source: AnswerSource,
): ExportTable {
  return {
    caption: 'How far each head looks, in tokens; below 0 is back, above 0 ahead',
    columns: [words('Head'), numbers('Distance', formatTokens), numbers('On balance', formatTokens), numbers('Share left out')],
    rows: heads.map((head, index): Cell[] => [nameOfHead(head), ...[distances, offsets, leftOut].map(values => orNull(values[index]!))]),
    source: answerLine(source, [['heads', 'all']]),
  };
}

const orNull = (value: number): Cell => (Number.isFinite(value) ? value : null);
