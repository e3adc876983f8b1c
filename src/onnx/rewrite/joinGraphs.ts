import { FLOAT16, FLOAT32 } from '../format/elementTypes.ts';
import { opsetField } from '../format/opsets.ts';
import { concatenate, lengthDelimited, unsignedField } from '../format/protobufWriter.ts';
import { bytesSource } from '../format/byteSource.ts';
import type { OnnxGraph } from '../format/types.ts';
import { messageOf, type MessageReader } from '../format/wire.ts';
import type { NewNode } from '../graph/edits.ts';
import { namesInBodies } from '../graph/bodies.ts';
import { indexModel, type OnnxModel } from '../graph/graph.ts';
import { nodeProto } from './nodeProto.ts';
import { freshPrefix, renamedNode, renamedPart, type Renames } from './renamed.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Field numbers of onnx.proto. */
const MODEL = { version: 1, graph: 7, opset: 8, functions: 25 } as const;
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
  const obstacle = obstacleBetween(first, second);
  if (obstacle !== null) return { obstacle };
  const shared = new Set(sharedValues(first, second));
  const renames = renamesFor(first.graph, second.graph, shared);
  const opsets = new Map([...first.opsets, ...second.opsets]);
  const parts: Bytes[] = [unsignedField(MODEL.version, Math.max(first.irVersion, second.irVersion))];
  for (const [domain, version] of opsets) parts.push(opsetField(MODEL.opset, domain, version));
  for (const bytes of [words, decoder])
    for (const model = messageOf(bytes); model.next();) if (model.field === MODEL.functions) parts.push(model.whole());
  const graph = [
    ...wordParts(graphOf(words), first.graph, second.graph, renames),
    ...castsOf(first.graph, second.graph, shared, renames),
    ...keptParts(graphOf(decoder), shared),
  ];
  return concatenate([...parts, lengthDelimited(MODEL.graph, concatenate(graph))]);
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

/** Values of the first graph: what is shared has the name that the second knows it by, and so has an input that both are fed. */
function renamesFor(first: OnnxGraph, second: OnnxGraph, shared: ReadonlySet<string>): Renames {
  const taken = new Set(namesIn(second));
  const prefix = freshPrefix('words.', taken);
  const fed = new Set(fedNames(second));
  const inputs = fedNames(first).filter(name => fed.has(name) || !taken.has(name));
  const kept = new Set([...inputs, ...[...shared].filter(name => castTo(first, second, name) === null)]);
  return { prefix, value: name => (kept.has(name) ? name : prefix + name) };
}

/** The element type that a shared value is asked for in, where it is given in another. */
function castTo(first: OnnxGraph, second: OnnxGraph, name: string): number | null {
  const [given, wanted] = [first.outputs, second.inputs].map(values => values.find(value => value.name === name)?.elementType ?? 0);
  return given !== wanted && [given, wanted].every(type => type === FLOAT16 || type === FLOAT32) ? wanted! : null;
}

function castsOf(first: OnnxGraph, second: OnnxGraph, shared: ReadonlySet<string>, { value }: Renames): Bytes[] {
  return [...shared].flatMap(name => {
    const to = castTo(first, second, name);
    if (to === null) return [];
    const cast: NewNode = { operator: 'Cast', domain: '', inputs: [value(name)], outputs: [name], attributes: { to: { integer: to } } };
    return [lengthDelimited(GRAPH.node, nodeProto(cast))];
  });
}

/** Nodes, stored values and inputs of the first graph. */
function wordParts(graph: MessageReader, first: OnnxGraph, second: OnnxGraph, renames: Renames): Bytes[] {
  const fed = new Set(fedNames(second));
  const parts: Bytes[] = [];
  while (graph.next()) {
    const { field } = graph;
    if (field === GRAPH.node) parts.push(lengthDelimited(field, renamedNode(graph.message(), renames)));
    else if (field === GRAPH.initializer || field === GRAPH.sparse) parts.push(renamedPart(graph, renames)!);
    else if (field === GRAPH.input) {
      const name = nameOf(graph);
      if (!first.initializers.has(name) && !fed.has(name)) parts.push(renamedPart(graph, renames)!);
    }
  }
  return parts;
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

function* namesIn(graph: OnnxGraph): Generator<string, void, undefined> {
  for (const { name } of graph.inputs) yield name;
  yield* graph.initializers.keys();
  yield* graph.sparseInitializers;
  for (const node of graph.nodes) yield* node.outputs;
  yield* namesInBodies(graph.nodes);
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
