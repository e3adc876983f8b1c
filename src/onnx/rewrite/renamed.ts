import { concatenate, lengthDelimited } from '../format/protobufWriter.ts';
import type { OnnxGraph } from '../format/types.ts';
import type { MessageReader } from '../format/wire.ts';
import { namesInBodies } from '../graph/bodies.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Field numbers of onnx.proto. */
const NODE = { input: 1, output: 2, name: 3, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, graph: 6, graphs: 11, reference: 21 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13, annotation: 14, sparse: 15 } as const;
const TENSOR_NAME = 8;
const VALUE_NAME = 1;
const SPARSE_VALUES = 1;

/** What becomes of the names in nodes that move into another graph. */
export interface Renames {
  /** What names of nodes begin with there: the runtime takes no two of one name. */
  readonly prefix: string;
  /** The name of a value there. Bodies inside nodes see the values around them, so all of theirs are renamed the same way. */
  readonly value: (name: string) => string;
  /** In a model function: the fields of an attribute that the function's caller gives, without its name; null: it gives none. */
  readonly given?: (name: string) => Bytes | null;
}

/** The fields of a NodeProto under other names. */
export function renamedNode(node: MessageReader, renames: Renames): Bytes {
  const parts: Bytes[] = [];
  while (node.next()) {
    const { field } = node;
    if (field === NODE.input || field === NODE.output) parts.push(lengthDelimited(field, valueName(node, renames)));
    else if (field === NODE.name) parts.push(lengthDelimited(field, renames.prefix + node.name()));
    else if (field === NODE.attribute) {
      const attribute = renamedAttribute(node.message(), renames);
      if (attribute !== null) parts.push(lengthDelimited(field, attribute));
    } else parts.push(node.whole());
  }
  return concatenate(parts);
}

/** '' is a value that is left out. */
function valueName(message: MessageReader, { value }: Renames): string {
  const name = message.name();
  return name === '' ? '' : value(name);
}

/** @returns null for one whose value the caller does not give */
function renamedAttribute(attribute: MessageReader, renames: Renames): Bytes | null {
  const parts: Bytes[] = [];
  let name: Bytes = new Uint8Array(0);
  let reference = '';
  while (attribute.next()) {
    const { field } = attribute;
    if (field === ATTRIBUTE.name) name = attribute.whole();
    else if (field === ATTRIBUTE.reference) reference = attribute.name();
    else if (field === ATTRIBUTE.graph || field === ATTRIBUTE.graphs)
      parts.push(lengthDelimited(field, renamedGraph(attribute.message(), renames)));
    else parts.push(attribute.whole());
  }
  if (reference === '' || !renames.given) return concatenate([name, ...parts]);
  const given = renames.given(reference);
  return given && concatenate([name, given]);
}

/** The fields of a GraphProto, all values of it under other names. */
function renamedGraph(graph: MessageReader, renames: Renames): Bytes {
  const parts: Bytes[] = [];
  while (graph.next()) {
    const { field } = graph;
    if (field === GRAPH.node) parts.push(lengthDelimited(field, renamedNode(graph.message(), renames)));
    else if (field !== GRAPH.annotation) parts.push(renamedPart(graph, renames) ?? graph.whole());
  }
  return concatenate(parts);
}

/** A field of a GraphProto that holds a stored value, or declares one, under another name; null for one that does neither. */
export function renamedPart(graph: MessageReader, renames: Renames): Bytes | null {
  const { field } = graph;
  switch (field) {
    case GRAPH.initializer:
      return lengthDelimited(field, withName(graph.message(), TENSOR_NAME, renames));
    case GRAPH.input:
    case GRAPH.output:
    case GRAPH.valueInfo:
      return lengthDelimited(field, withName(graph.message(), VALUE_NAME, renames));
    case GRAPH.sparse: {
      const parts: Bytes[] = [];
      const sparse = graph.message();
      while (sparse.next())
        parts.push(
          sparse.field === SPARSE_VALUES
            ? lengthDelimited(SPARSE_VALUES, withName(sparse.message(), TENSOR_NAME, renames))
            : sparse.whole(),
        );
      return lengthDelimited(field, concatenate(parts));
    }
    default:
      return null;
  }
}

function withName(message: MessageReader, nameField: number, renames: Renames): Bytes {
  const parts: Bytes[] = [];
  while (message.next())
    parts.push(message.field === nameField ? lengthDelimited(nameField, valueName(message, renames)) : message.whole());
  return concatenate(parts);
}

/** All names of a graph's values and nodes. */
export function* namesIn(graph: OnnxGraph): Generator<string, void, undefined> {
  for (const { name } of graph.inputs) yield name;
  yield* graph.initializers.keys();
  yield* graph.sparseInitializers;
  for (const { name, outputs } of graph.nodes) {
    yield name;
    yield* outputs;
  }
  yield* namesInBodies(graph.nodes);
}

/** The beginning of names that nothing is called by. @param names all that there are */
export function freshPrefix(wanted: string, names: Iterable<string>): string {
  let prefix = wanted;
  for (const name of names) while (name.startsWith(prefix)) prefix += '_';
  return prefix;
}
