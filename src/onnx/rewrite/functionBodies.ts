import { concatenate } from '../format/protobufWriter.ts';
import { OnnxFormatError } from '../format/formatError.ts';
import { readOpset } from '../format/opsets.ts';
import { readNode } from '../format/reader.ts';
import type { OnnxNode } from '../format/types.ts';
import { messageOf, type MessageReader } from '../format/wire.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Field numbers of onnx.proto. */
const MODEL_FUNCTIONS = 25;
const FUNCTION = { name: 1, input: 4, output: 5, node: 7, opset: 9, domain: 10, defaults: 11, overload: 13 } as const;
const ATTRIBUTE_NAME = 1;

/** A function that a model defines (FunctionProto). */
export interface FunctionBody {
  readonly name: string;
  /** '' for the standard domain, as of nodes. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The fields of each NodeProto. */
  readonly nodes: readonly Bytes[];
  /** Attributes that its caller may leave out: the fields of each, without its name. */
  readonly defaults: ReadonlyMap<string, Bytes>;
  /** Version of each operator set that it is written in, by domain. */
  readonly opsets: ReadonlyMap<string, number>;
  /** The fields of the FunctionProto. */
  readonly bytes: Bytes;
}

/** The functions of a ModelProto by {@link keyOf} their calls. */
export function readFunctions(model: MessageReader): Map<string, FunctionBody> {
  const functions = new Map<string, FunctionBody>();
  while (model.next()) {
    if (model.field !== MODEL_FUNCTIONS) continue;
    const [key, body] = readFunction(model.message());
    functions.set(key, body);
  }
  return functions;
}

function readFunction(message: MessageReader): readonly [key: string, body: FunctionBody] {
  const [inputs, outputs, nodes]: [string[], string[], Bytes[]] = [[], [], []];
  const defaults = new Map<string, Bytes>();
  const opsets = new Map<string, number>();
  const fields: Bytes[] = [];
  let [name, domain, overload] = ['', '', ''];
  while (message.next()) {
    fields.push(message.whole());
    if (message.field === FUNCTION.name) name = message.name();
    else if (message.field === FUNCTION.domain) domain = message.name();
    else if (message.field === FUNCTION.overload) overload = message.name();
    else if (message.field === FUNCTION.input) inputs.push(message.name());
    else if (message.field === FUNCTION.output) outputs.push(message.name());
    else if (message.field === FUNCTION.node) nodes.push(message.content());
    else if (message.field === FUNCTION.defaults) defaults.set(...readDefault(message.message()));
    else if (message.field === FUNCTION.opset) opsets.set(...readOpset(message.message()));
  }
  const called = { domain: domain === 'ai.onnx' ? '' : domain, operator: name, overload };
  return [keyOf(called), { name, domain: called.domain, inputs, outputs, nodes, defaults, opsets, bytes: concatenate(fields) }];
}

/** What a node calls, in a form in which no two functions are alike. */
export function keyOf({ domain, operator, overload }: Pick<OnnxNode, 'domain' | 'operator' | 'overload'>): string {
  return JSON.stringify([domain, operator, overload]);
}

function readDefault(attribute: MessageReader): [name: string, fields: Bytes] {
  const fields: Bytes[] = [];
  let name = '';
  while (attribute.next()) {
    if (attribute.field === ATTRIBUTE_NAME) name = attribute.name();
    else fields.push(attribute.whole());
  }
  return [name, concatenate(fields)];
}

/** Some functions and all that they call, bodies inside nodes included. */
export function calledFunctions(functions: ReadonlyMap<string, FunctionBody>, callers: readonly string[]): Set<string> {
  const found = new Set(callers);
  // What is added while it runs is gone through as well.
  for (const key of found)
    for (const called of callsOf(functions.get(key)!.nodes.map(readBytes))) if (functions.has(called)) found.add(called);
  return found;
}

/** Functions inside functions inside functions; real exports stay below 5. */
const DEEPEST = 32;

/**
 * How many nodes a graph has when every call in it is the nodes of its function.
 * @throws OnnxFormatError `malformed` for a function that calls itself, `limit` for calls inside calls without end
 */
export function nodesWithin(functions: ReadonlyMap<string, FunctionBody>, nodes: readonly OnnxNode[]): number {
  const known = new Map<string, number>();
  const open: string[] = [];
  const countOf = (inner: readonly OnnxNode[]): number => callsOf(inner).reduce((sum, key) => sum + sizeOf(key), 0);
  const sizeOf = (key: string): number => {
    const before = known.get(key);
    const called = functions.get(key);
    if (before !== undefined || !called) return before ?? 1;
    if (open.includes(key)) throw new OnnxFormatError('malformed', 0, 'a model function that calls itself');
    if (open.length >= DEEPEST) throw new OnnxFormatError('limit', 0, `model functions inside each other deeper than ${DEEPEST}`);
    open.push(key);
    const size = countOf(called.nodes.map(readBytes));
    open.pop();
    known.set(key, size);
    return size;
  };
  return countOf(nodes);
}

function readBytes(node: Bytes): OnnxNode {
  return readNode(messageOf(node), { depth: 0, externalData: [] });
}

/** {@link keyOf} nodes and those in bodies inside them. */
function callsOf(nodes: readonly OnnxNode[]): string[] {
  const keys: string[] = [];
  const pending = [...nodes];
  for (let node = pending.pop(); node; node = pending.pop()) {
    keys.push(keyOf(node));
    for (const { graphs } of node.attributes.values()) for (const { listed } of graphs) for (const inner of listed) pending.push(inner);
  }
  return keys;
}
