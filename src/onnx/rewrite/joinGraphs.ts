import { FLOAT16, FLOAT32 } from '../format/elementTypes.ts';
import { opsetField } from '../format/opsets.ts';
import { concatenate, lengthDelimited, unsignedField } from '../format/protobufWriter.ts';
import { bytesSource } from '../format/byteSource.ts';
import { quoteName } from '../format/names.ts';
import type { OnnxGraph, OnnxValue } from '../format/types.ts';
import { messageOf, type MessageReader } from '../format/wire.ts';
import type { NewNode } from '../graph/edits.ts';
import { indexModel, type OnnxModel } from '../graph/graph.ts';
import { readFunctions } from './functionBodies.ts';
import { nodeProto, valueInfo } from './nodeProto.ts';
import { freshPrefix, namesIn, renamedNode, renamedPart, type Renames } from './renamed.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Field numbers of onnx.proto. */
const MODEL = { version: 1, producer: 2, producerVersion: 3, graph: 7, opset: 8, functions: 25 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, sparse: 15 } as const;

/** Operators of a graph that makes vectors of ids which mean the same in every version of the operator set from 13 on. */
const SAME_SINCE_13: ReadonlySet<string> = new Set(
  'Gather Cast Mul Add Sub Div Sqrt Reshape Transpose Identity Constant DequantizeLinear Shape Unsqueeze Squeeze Concat Slice MatMul Where Equal Expand'.split(
    ' ',
  ),
);
const FIRST_OF_THOSE = 13;

/** The names of the values that one graph gives and the other has to be fed: they are all that two files say of each other. */
export function sharedValues(words: OnnxModel, model: OnnxModel): string[] {
  const given = new Set(words.graph.outputs.map(({ name }) => name));
  return fedNames(model.graph).filter(name => given.has(name));
}

/**
 * One graph of two, the first of which makes inputs of the second: vectors of the ids of words, say.
 * @param words bytes of the first, without large weights, as those of the second
 * @returns why not, as the end of a sentence
 */
export function joinGraphs(words: Bytes, decoder: Bytes): Bytes | { readonly obstacle: string } {
  const [first, second] = [words, decoder].map(bytes => indexModel(bytesSource(bytes))) as [OnnxModel, OnnxModel];
  const functions = functionsOf(words, decoder);
  const obstacle = obstacleBetween(first, second) ?? functions.obstacle;
  if (obstacle !== null) return { obstacle };
  const values = sharedValues(first, second);
  const shared = new Set(values);
  const casts = castsBetween(first.graph, second.graph, values);
  const renames = renamesFor(first.graph, second.graph, new Set(values.filter(name => !casts.has(name))));
  const opsets = new Map([...first.opsets, ...second.opsets]);
  const graph = [
    ...wordParts(graphOf(words), renames),
    ...inputsOf(first.graph, second.graph, dimensionsOf(first.graph, second.graph, values, renames), renames),
    ...[...casts].map(([name, to]) => castOf(name, to, renames)),
    ...keptParts(graphOf(decoder), shared),
  ];
  return concatenate([
    unsignedField(MODEL.version, Math.max(first.irVersion, second.irVersion)),
    lengthDelimited(MODEL.producer, second.producer),
    lengthDelimited(MODEL.producerVersion, second.producerVersion),
    ...[...opsets].map(([domain, version]) => opsetField(MODEL.opset, domain, version)),
    ...functions.bodies.map(body => lengthDelimited(MODEL.functions, body)),
    lengthDelimited(MODEL.graph, concatenate(graph)),
  ]);
}

function obstacleBetween(first: OnnxModel, second: OnnxModel): string | null {
  for (const [domain, version] of first.opsets) {
    const other = second.opsets.get(domain) ?? version;
    const isSame = domain === '' && Math.min(version, other) >= FIRST_OF_THOSE && first.graph.nodes.every(isStable);
    if (version !== other && !isSame) return `they are written in versions ${version} and ${other} of the operator set`;
  }
  const made = new Set(first.graph.nodes.flatMap(node => node.outputs));
  return sharedValues(first, second).every(name => made.has(name)) ? null : 'one gives on what it is given';
}

const isStable = ({ domain, operator }: { domain: string; operator: string }): boolean => domain !== '' || SAME_SINCE_13.has(operator);

/** The model functions of both, each once. */
function functionsOf(words: Bytes, decoder: Bytes): { readonly bodies: readonly Bytes[]; readonly obstacle: string | null } {
  const [first, second] = [words, decoder].map(bytes => readFunctions(messageOf(bytes))) as [Functions, Functions];
  const differing = [...first].find(([key, { bytes }]) => {
    const other = second.get(key)?.bytes;
    return other !== undefined && (other.length !== bytes.length || other.some((byte, at) => byte !== bytes[at]));
  });
  return {
    bodies: [...new Map([...first, ...second]).values()].map(({ bytes }) => bytes),
    obstacle: differing ? `each has a model function \u201c${quoteName(differing[1].name)}\u201d of its own` : null,
  };
}

type Functions = ReturnType<typeof readFunctions>;

/**
 * Values of the first graph: what is shared has the name that the second knows it by, and so has an input that both are fed.
 * @param given shared values that are given as they are asked for
 */
function renamesFor(first: OnnxGraph, second: OnnxGraph, given: ReadonlySet<string>): Renames {
  const taken = new Set(namesIn(second));
  const fed = new Set(fedNames(second));
  const kept = new Set([...fedNames(first).filter(name => fed.has(name) || !taken.has(name)), ...given]);
  const prefix = freshPrefix('words.', [...taken, ...kept]);
  return { prefix, value: name => (kept.has(name) ? name : prefix + name) };
}

/** The element types that shared values are asked for in, where they are given in another. */
function castsBetween(first: OnnxGraph, second: OnnxGraph, shared: readonly string[]): ReadonlyMap<string, number> {
  const [given, wanted] = [byName(first.outputs), byName(second.inputs)];
  const casts = new Map<string, number>();
  for (const name of shared) {
    const [from, to] = [given.get(name)!.elementType, wanted.get(name)!.elementType];
    if (from !== to && [from, to].every(type => type === FLOAT16 || type === FLOAT32)) casts.set(name, to);
  }
  return casts;
}

function castOf(name: string, to: number, { value, prefix }: Renames): Bytes {
  const cast: NewNode = { operator: 'Cast', domain: '', inputs: [value(name)], outputs: [name], attributes: { to: { integer: to } } };
  return lengthDelimited(GRAPH.node, nodeProto(cast, `${prefix}cast of ${name}`));
}

/** Nodes and stored values of the first graph. */
function wordParts(graph: MessageReader, renames: Renames): Bytes[] {
  const parts: Bytes[] = [];
  while (graph.next()) {
    const { field } = graph;
    if (field === GRAPH.node) parts.push(lengthDelimited(field, renamedNode(graph.message(), renames)));
    else if (field === GRAPH.initializer || field === GRAPH.sparse) parts.push(renamedPart(graph, renames)!);
  }
  return parts;
}

type Dimension = number | string | null;

/** Inputs of the first graph that the second is not fed as well. */
function inputsOf(first: OnnxGraph, second: OnnxGraph, dimensionOf: (dim: Dimension) => Dimension, { value }: Renames): Bytes[] {
  const fed = new Set(fedNames(second));
  return first.inputs
    .filter(({ name }) => !first.initializers.has(name) && !fed.has(name))
    .map(({ name, elementType, dims }) =>
      lengthDelimited(GRAPH.input, valueInfo(value(name), elementType, dims === null ? null : dims.map(dimensionOf))),
    );
}

/**
 * What a dimension of the first graph is in the second, where a shared value says so, else a name of its own: the runtime takes what has dimensions of one
 * name to be of one size.
 */
function dimensionsOf(first: OnnxGraph, second: OnnxGraph, shared: readonly string[], { prefix }: Renames): (dim: Dimension) => Dimension {
  const [given, wanted] = [byName(first.outputs), byName(second.inputs)];
  const known = new Map<string, Dimension>();
  for (const name of shared) {
    const [from, to] = [given.get(name)!.dims, wanted.get(name)!.dims];
    if (from?.length !== to?.length) continue;
    from?.forEach((dim, axis) => {
      const other = to![axis]!;
      if (typeof dim === 'string' && !known.has(dim) && (typeof other === 'string' || other > 0)) known.set(dim, other);
    });
  }
  return dim => (typeof dim === 'string' ? (known.get(dim) ?? prefix + dim) : dim);
}

function byName(values: readonly OnnxValue[]): Map<string, OnnxValue> {
  return new Map(values.map(value => [value.name, value]));
}

/** The second graph without the inputs that the first gives. */
function keptParts(graph: MessageReader, shared: ReadonlySet<string>): Bytes[] {
  const parts: Bytes[] = [];
  while (graph.next()) if (graph.field !== GRAPH.input || !shared.has(nameOf(graph))) parts.push(graph.whole());
  return parts;
}

function fedNames({ inputs, initializers }: OnnxGraph): string[] {
  return inputs.map(({ name }) => name).filter(name => !initializers.has(name));
}

/** Of a ValueInfoProto, which begins with it. */
function nameOf(graph: MessageReader): string {
  const value = graph.message();
  while (value.next()) if (value.field === 1) return value.name();
  return '';
}

function graphOf(bytes: Bytes): MessageReader {
  const model = messageOf(bytes);
  while (model.next()) if (model.field === MODEL.graph) return model.message();
  throw new Error('a model without a graph was read before');
}
