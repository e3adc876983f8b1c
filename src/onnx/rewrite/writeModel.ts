import { concatenate, lengthDelimited } from '../format/protobufWriter.ts';
import type { OnnxGraph, OnnxNode } from '../format/types.ts';
import { FileBytes, MessageReader } from '../format/wire.ts';
import type { GraphEdits, NodeEdit } from '../graph/edits.ts';
import { renamedOutputs } from '../graph/branches.ts';
import type { OnnxModel } from '../graph/graph.ts';
import { attributeFields, nodeProto, outputFields, valueInfo } from './nodeProto.ts';
import { isWorthReferring, placeTensor, type WeightPlaces } from './storedTensors.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Field numbers of onnx.proto. Notes for people are left out: torch.onnx writes stack traces there, often most of a graph's bytes. */
const MODEL = { docString: 6, graph: 7, metadata: 14, training: 20, functions: 25 } as const;
const GRAPH = { node: 1, initializer: 5, docString: 10, input: 11, output: 12, valueInfo: 13, sparse: 15, metadata: 16 } as const;
const NODE = { output: 2, attribute: 5, docString: 6, metadata: 9 } as const;
const ATTRIBUTE = { name: 1, tensor: 5, graph: 6, tensors: 10, graphs: 11, docString: 13, sparse: 22, sparses: 23 } as const;
const FUNCTION = { node: 7, docString: 8, metadata: 14 } as const;

/** Before this IR version an initializer must be listed among the inputs too. */
const FIRST_VERSION_WITH_CONSTANTS = 4;

/**
 * The bytes of the model for the runtime: its graph with `edits`, and tensors of it as further outputs. The weights stay where they are:
 * `places` says how the runtime finds them, and the bytes hold no more than the graph.
 *
 * @param outputs names of tensors; those that are outputs already, and repeated names, are skipped. Their types are inferred by the runtime.
 * @throws OnnxFormatError when the file is not what it was when it was read
 */
export function writeModel(model: OnnxModel, edits: GraphEdits, outputs: readonly string[], places: WeightPlaces): Bytes {
  const writer = new Writer(model, edits, places);
  const parts: Bytes[] = [];
  const message = new MessageReader(new FileBytes(model.source));
  while (message.next()) {
    if (message.field === MODEL.graph) parts.push(lengthDelimited(MODEL.graph, writer.mainGraph(message.message(), outputs)));
    else if (message.field === MODEL.functions) parts.push(lengthDelimited(MODEL.functions, writer.function(message.message())));
    else if (!isOneOf(message.field, MODEL.docString, MODEL.metadata, MODEL.training)) parts.push(message.whole());
  }
  return concatenate(parts);
}

class Writer {
  private readonly model: OnnxModel;
  private readonly edits: GraphEdits;
  private readonly places: WeightPlaces;
  private readonly outputs: ReadonlySet<string>;

  constructor(model: OnnxModel, edits: GraphEdits, places: WeightPlaces) {
    this.model = model;
    this.edits = edits;
    this.places = places;
    this.outputs = new Set(model.graph.outputs.map(({ name }) => name));
  }

  mainGraph(message: MessageReader, outputs: readonly string[]): Bytes {
    const { graph } = this.model;
    const typed = [...this.edits.types];
    return concatenate([
      this.graph(message, graph),
      ...[...this.edits.inputs].map(([name, { elementType, rank }]) =>
        lengthDelimited(GRAPH.input, valueInfo(name, elementType, Array<null>(rank).fill(null))),
      ),
      ...this.edits.added.map(node => lengthDelimited(GRAPH.node, nodeProto(node))),
      ...typed.map(([name, type]) => lengthDelimited(GRAPH.valueInfo, valueInfo(name, type))),
      ...[...new Set(outputs)].filter(name => !this.outputs.has(name)).map(name => lengthDelimited(GRAPH.output, valueInfo(name))),
    ]);
  }

  function(message: MessageReader): Bytes {
    const parts: Bytes[] = [];
    while (message.next()) {
      if (message.field === FUNCTION.node) parts.push(lengthDelimited(FUNCTION.node, this.node(message.message(), undefined)));
      else if (!isOneOf(message.field, FUNCTION.docString, FUNCTION.metadata)) parts.push(message.whole());
    }
    return concatenate(parts);
  }

  /** @param graph what was read of the same bytes: its nodes come in the same order. Undefined for a body inside a node. */
  private graph(message: MessageReader, graph: OnnxGraph | undefined): Bytes {
    const parts: Bytes[] = [];
    let count = 0;
    while (message.next()) {
      switch (message.field) {
        case GRAPH.node: {
          const node = graph?.listed[count++];
          if (node && this.isLeftOut(node)) break;
          const branch = node && this.edits.branches.get(node);
          if (node !== undefined && branch !== undefined) {
            parts.push(...this.branch(message.message(), node, branch));
            break;
          }
          const stored = node && this.asInitializer(message, node);
          parts.push(stored ?? lengthDelimited(GRAPH.node, this.node(message.message(), node && this.edits.nodes.get(node))));
          break;
        }
        case GRAPH.initializer:
          parts.push(lengthDelimited(GRAPH.initializer, this.tensor(message, true)));
          break;
        case GRAPH.sparse:
          parts.push(lengthDelimited(GRAPH.sparse, this.sparseTensor(message.message())));
          break;
        case GRAPH.input:
          if (!graph || !this.edits.notFed.has(nameOf(message.message()))) parts.push(message.whole());
          break;
        case GRAPH.output:
          if (!graph || !this.edits.notGiven.has(nameOf(message.message()))) parts.push(message.whole());
          break;
        case GRAPH.docString:
        case GRAPH.metadata:
          break;
        default:
          parts.push(message.whole());
      }
    }
    return concatenate(parts);
  }

  /** The body of one attribute, in the place of the node that holds it. */
  private branch(message: MessageReader, node: OnnxNode, name: string): Bytes[] {
    const body = node.attributes.get(name)!.graphs[0]!;
    const parts: Bytes[] = [];
    while (message.next()) {
      if (message.field !== NODE.attribute || nameOf(message.message()) !== name) continue;
      const attribute = message.message();
      while (attribute.next()) if (attribute.field === ATTRIBUTE.graph) parts.push(...this.body(attribute.message(), body));
    }
    const renamed = renamedOutputs(node, body).filter(renaming => !this.isLeftOut(renaming));
    return [...parts, ...renamed.map(renaming => lengthDelimited(GRAPH.node, nodeProto(renaming)))];
  }

  private isLeftOut({ outputs }: Pick<OnnxNode, 'outputs'>): boolean {
    const made = outputs.filter(name => name !== '');
    return made.length > 0 && made.every(name => this.edits.leftOut.has(name));
  }

  /** Nodes and stored values of a body, as fields of the graph around it. */
  private body(message: MessageReader, body: OnnxGraph): Bytes[] {
    const parts: Bytes[] = [];
    let count = 0;
    while (message.next()) {
      const { field } = message;
      if (field === GRAPH.node) {
        const inner = body.listed[count++]!;
        if (this.isLeftOut(inner)) continue;
        const edit = this.edits.nodes.get(inner);
        parts.push(lengthDelimited(field, this.node(message.message(), edit)));
      } else if (field === GRAPH.initializer) parts.push(lengthDelimited(field, this.tensor(message, true)));
      else if (field === GRAPH.sparse) parts.push(lengthDelimited(field, this.sparseTensor(message.message())));
    }
    return parts;
  }

  private node(message: MessageReader, edit: NodeEdit | undefined): Bytes {
    const parts: Bytes[] = [];
    while (message.next()) {
      if (message.field === NODE.attribute) {
        const attribute = this.attribute(message.message());
        if (edit?.attributes?.[attribute.name] === undefined) parts.push(lengthDelimited(NODE.attribute, attribute.bytes));
      } else if (isOneOf(message.field, NODE.docString, NODE.metadata)) continue;
      else if (message.field !== NODE.output || edit?.outputs === undefined) parts.push(message.whole());
    }
    return concatenate([...parts, ...outputFields(edit?.outputs ?? []), ...attributeFields(edit?.attributes ?? {})]);
  }

  private attribute(message: MessageReader): { readonly name: string; readonly bytes: Bytes } {
    const parts: Bytes[] = [];
    let name = '';
    while (message.next()) {
      const { field } = message;
      if (field === ATTRIBUTE.name) name = message.name();
      if (isOneOf(field, ATTRIBUTE.tensor, ATTRIBUTE.tensors)) parts.push(lengthDelimited(field, this.tensor(message, false)));
      else if (isOneOf(field, ATTRIBUTE.graph, ATTRIBUTE.graphs))
        parts.push(lengthDelimited(field, this.graph(message.message(), undefined)));
      else if (isOneOf(field, ATTRIBUTE.sparse, ATTRIBUTE.sparses))
        parts.push(lengthDelimited(field, this.sparseTensor(message.message())));
      else if (field !== ATTRIBUTE.docString) parts.push(message.whole());
    }
    return { name, bytes: concatenate(parts) };
  }

  /** A SparseTensorProto: values and indices, which may lie outside. */
  private sparseTensor(message: MessageReader): Bytes {
    const parts: Bytes[] = [];
    while (message.next()) {
      const isTensor = isOneOf(message.field, 1, 2);
      parts.push(isTensor ? lengthDelimited(message.field, this.tensor(message, false)) : message.whole());
    }
    return concatenate(parts);
  }

  private tensor({ file, valueStart, valueEnd }: MessageReader, mayRefer: boolean, name?: string): Bytes {
    return placeTensor({ file, start: valueStart, end: valueEnd }, this.places, mayRefer, name);
  }

  /** A large Constant of the main graph, which is an initializer written in another way: as one it can stay in the file. */
  private asInitializer(message: MessageReader, { operator, domain, attributes, outputs }: OnnxNode): Bytes | null {
    const tensor = attributes.get('value')?.tensor;
    const [name] = outputs;
    if (operator !== 'Constant' || domain !== '' || !tensor || !name || !isWorthReferring(tensor, this.places)) return null;
    if (this.outputs.has(name) || this.model.irVersion < FIRST_VERSION_WITH_CONSTANTS) return null;
    const node = message.message();
    while (node.next()) {
      if (node.field !== NODE.attribute) continue;
      const attribute = node.message();
      while (attribute.next()) {
        if (attribute.field !== ATTRIBUTE.tensor) continue;
        return lengthDelimited(GRAPH.initializer, this.tensor(attribute, true, name));
      }
    }
    return null;
  }
}

/** Of an attribute. */
/** Of an attribute, or of a value: both begin with it. */
function nameOf(attribute: MessageReader): string {
  while (attribute.next()) if (attribute.field === ATTRIBUTE.name) return attribute.name();
  return '';
}

function isOneOf(field: number, ...fields: readonly number[]): boolean {
  return fields.includes(field);
}
