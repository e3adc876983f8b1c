import type { AttentionLayer } from '../find/attentionSite.ts';
import type { CacheInput } from '../find/cacheInputs.ts';
import type { InputRoles } from '../find/inputRoles.ts';
import { FLOAT32, INT64 } from '../format/elementTypes.ts';
import { NO_EDITS, type GraphEdits, type NewNode } from '../graph/edits.ts';
import type { GraphIndex } from '../graph/index.ts';

/** What a graph gives of the maps of its layers, so that nobody has to take all of a long text's. */
export interface ChosenRows {
  /** A graph input: places, among the tokens that are fed, of the queries whose rows are given. */
  readonly input: string;
  readonly layers: readonly LayerRows[];
}

/** Names of outputs; all but the first are float32, [heads, queries] of all queries that are fed, behind an axis for the texts or with it in one. */
export interface LayerRows {
  /** The rows that are asked for, the map's other axes as they are. */
  readonly rows: string;
  /** What each row sums to. */
  readonly sums: string;
  /** The least weight of each row. */
  readonly least: string;
  /** What each row gives to later tokens that are fed with it. */
  readonly ahead: string;
}

/** What makes a graph one that reads a text in pieces, over a cache. */
export interface InPieces {
  /** The cache inputs with the outputs that hold what a pass adds to each. */
  readonly cache: readonly CacheInput[];
  /** Null for a graph that gives whole maps. */
  readonly rows: ChosenRows | null;
  readonly edits: GraphEdits;
}

/** Slice has its bounds as inputs since version 10, Range is there and axes may count from the end since 11. */
const FIRST_OPSET = 11;
/** The axes to reduce over are inputs since then. */
const AXES_AS_INPUT = { ReduceSum: 13, ReduceMin: 18 } as const;
/** Behind the last token of any text. */
const END = 2 ** 31 - 1;
const PREFIX = 'attention-lens/';

/**
 * Gives out of each cache the keys or values of the tokens that are fed, and no longer those of all before them as well; and of each map the rows that are
 * asked for, with what all rows come to. What is given out is in memory for all layers together, and copied. The cache keeps its names within the
 * graph: com.microsoft:GroupQueryAttention without a name for it is faster and wrong (ONNX Runtime 1.30).
 */
export function readInPieces(
  { ids, mask, cache }: InputRoles,
  layers: readonly AttentionLayer[],
  index: GraphIndex,
  opset: number,
): InPieces {
  const presents = cache.flatMap(({ present }) => (present ? [present.name] : []));
  if (cache.length === 0 || presents.length < cache.length || opset < FIRST_OPSET) return { cache, rows: null, edits: NO_EDITS };
  const shared = new Nodes();
  const [first, second] = [shared.constant('0', 0), shared.constant('1', 1)];
  const [last, toEnd] = [shared.constant('-1', -1), shared.constant('end', END)];
  const lengthOf = (input: string, name: string) => shared.add('Gather', [shared.add('Shape', [input], `${name} shape`), second], name);
  const queries = lengthOf(ids, 'queries');
  const backwards = shared.add('Neg', [queries], 'backwards');
  // A cache may have room for more tokens than the mask says are in it.
  const end = mask === null ? toEnd : lengthOf(mask, 'keys');
  const start = mask === null ? backwards : shared.add('Sub', [end, queries], 'start');
  const later = laterTokens(shared, queries, first, second, last);
  const input = index.freshName(`${PREFIX}rows`);

  // ONNX Runtime computes from the last output back, so what is listed last comes first: the lowest layers there, or all maps were in memory together.
  const groups: { readonly place: number; readonly nodes: Nodes }[] = [];
  const groupAt = (place: number): Nodes => {
    const nodes = new Nodes();
    groups.push({ place, nodes });
    return nodes;
  };
  const axes = new Map<number, string>();
  const axisOf = (axis: number): string => {
    const name = axes.get(axis) ?? shared.constant(`axis ${axis}`, axis);
    axes.set(axis, name);
    return name;
  };
  const given = cache.map((one, number): CacheInput => {
    const present = one.present!.name;
    const axis = axisOf(one.shape.indexOf('past'));
    return { ...one, added: groupAt(index.orderOf(index.producer(present)!)).add('Slice', [present, start, end, axis], `cache ${number}`) };
  });
  const rows = layers.map(({ site, result }, number): LayerRows => {
    const nodes = groupAt(index.orderOf(result));
    const named = (what: string) => `${what} ${number}`;
    const floats = nodes.add('Cast', [site.probabilities], named('floats'), { to: { integer: FLOAT32 } });
    const reduced = (operator: keyof typeof AXES_AS_INPUT, of: string, what: string) => {
      const isInput = opset >= AXES_AS_INPUT[operator];
      const attributes = { keepdims: { integer: 0 }, ...(isInput ? {} : { axes: { integers: [-1] } }) };
      return nodes.add(operator, isInput ? [of, last] : [of], named(what), attributes);
    };
    const corner = nodes.add('Slice', [floats, backwards, toEnd, last], named('corner'));
    return {
      rows: nodes.add('Gather', [site.probabilities, input], named('rows'), { axis: { integer: -2 } }),
      sums: reduced('ReduceSum', floats, 'sums'),
      least: reduced('ReduceMin', floats, 'least'),
      ahead: reduced('ReduceSum', nodes.add('Mul', [corner, later], named('later')), 'ahead'),
    };
  });
  const added = [shared, ...groups.toSorted((a, b) => b.place - a.place).map(({ nodes }) => nodes)].flatMap(({ list }) => list);
  const edits = { ...NO_EDITS, added, notGiven: new Set(presents), inputs: new Map([[input, { elementType: INT64, rank: 1 }]]) };
  return { cache: given, rows: { input, layers: rows }, edits };
}

/** [queries, queries]: 1 where the column is a later token than the row, else 0. */
function laterTokens(nodes: Nodes, queries: string, first: string, second: string, last: string): string {
  const scalar = (value: string, name: string) => nodes.add('Squeeze', [value], name);
  const places = nodes.add('Range', [scalar(first, 'from'), scalar(queries, 'to'), scalar(second, 'by')], 'places');
  const column = nodes.add('Concat', [last, second], 'column', { axis: { integer: 0 } });
  const isLater = nodes.add('Less', [nodes.add('Reshape', [places, column], 'rows of places'), places], 'is later');
  return nodes.add('Cast', [isLater], 'later', { to: { integer: FLOAT32 } });
}

/** Nodes to be added, by the names of what they make. */
class Nodes {
  readonly list: NewNode[] = [];

  add(operator: string, inputs: readonly string[], output: string, attributes: NewNode['attributes'] = {}): string {
    this.list.push({ operator, domain: '', inputs, outputs: [PREFIX + output], attributes });
    return PREFIX + output;
  }

  constant(name: string, value: number): string {
    return this.add('Constant', [], name, { value: { integers: [value] } });
  }
}
