import { bytesSource } from '../format/byteSource.ts';
import { OnnxFormatError } from '../format/formatError.ts';
import { LIMITS } from '../format/limits.ts';
import { opsetField } from '../format/opsets.ts';
import { concatenate, lengthDelimited } from '../format/protobufWriter.ts';
import { messageOf, type MessageReader } from '../format/wire.ts';
import { indexModel } from '../graph/graph.ts';
import { hasKnownDomain } from '../graph/operators.ts';
import { nodeProto } from './nodeProto.ts';
import { calledFunctions, keyOf, nodesWithin, readFunctions, type FunctionBody } from './functionBodies.ts';
import { freshPrefix, namesIn, renamedNode, type Renames } from './renamed.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Field numbers of onnx.proto. */
const MODEL = { graph: 7, opset: 8, functions: 25 } as const;
const GRAPH_NODE = 1;
const NODE = { input: 1, output: 2, operator: 4, attribute: 5, domain: 7, overload: 8 } as const;
const ATTRIBUTE = { name: 1, graph: 6, graphs: 11 } as const;

/** A longer node holds numbers, not only names. */
const LONGEST_PLAIN_NODE = 4096;

/**
 * A model with the nodes of its functions in the place of their calls. A function that is written in another version of an operator set than the
 * model, and what it calls, stays a function; so does one in a domain of the runtime, which computes an operator of its own where it has one of that name.
 * @param model its bytes, without large weights
 * @throws OnnxFormatError `limit` where the calls have more nodes than a graph may have, `function-weights` where these hold too many numbers, `malformed` for a function that calls itself
 */
export function inlineFunctions(model: Bytes): Bytes {
  const { graph, opsets } = indexModel(bytesSource(model));
  const functions = readFunctions(messageOf(model));
  const imported = new Map(opsets);
  const inlined = new Map([...functions].filter(([, body]) => !hasKnownDomain(body) && importAll(imported, body.opsets)));
  if (nodesWithin(inlined, graph.nodes) > LIMITS.nodes) throw tooMuch();
  const kept = calledFunctions(
    functions,
    [...functions.keys()].filter(key => !inlined.has(key)),
  );
  const inliner = new Inliner(inlined, freshPrefix('inlined.', namesIn(graph)));
  const parts: Bytes[] = [];
  for (const message = messageOf(model); message.next();) {
    if (message.field === MODEL.graph) parts.push(lengthDelimited(MODEL.graph, inliner.graph(message.message())));
    else if (message.field !== MODEL.functions) parts.push(message.whole());
  }
  for (const [domain, version] of [...imported].filter(([domain]) => !opsets.has(domain)))
    parts.push(opsetField(MODEL.opset, domain, version));
  for (const key of kept) parts.push(lengthDelimited(MODEL.functions, functions.get(key)!.bytes));
  return concatenate(parts);
}

/** Takes operator sets in, unless one of them is there in another version. @returns whether it did */
function importAll(imported: Map<string, number>, opsets: ReadonlyMap<string, number>): boolean {
  if ([...opsets].some(([domain, version]) => (imported.get(domain) ?? version) !== version)) return false;
  for (const [domain, version] of opsets) imported.set(domain, version);
  return true;
}

/** A node as far as a call is told by it. */
interface Call {
  readonly key: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Fields of each attribute without its name. */
  readonly attributes: ReadonlyMap<string, Bytes>;
  readonly hasBodies: boolean;
}

class Inliner {
  private readonly functions: ReadonlyMap<string, FunctionBody>;
  private readonly prefix: string;
  private calls = 0;
  private bytes = 0;
  /** Of them, in nodes that hold numbers. */
  private numberBytes = 0;

  constructor(functions: ReadonlyMap<string, FunctionBody>, prefix: string) {
    this.functions = functions;
    this.prefix = prefix;
  }

  /** The fields of a GraphProto. */
  graph(graph: MessageReader): Bytes {
    const parts: Bytes[] = [];
    while (graph.next()) {
      if (graph.field !== GRAPH_NODE) parts.push(graph.whole());
      else for (const node of this.node(graph.content())) parts.push(lengthDelimited(GRAPH_NODE, node));
    }
    return concatenate(parts);
  }

  /** The nodes that stand for one, each the fields of a NodeProto. */
  private node(node: Bytes): Bytes[] {
    const call = readCall(messageOf(node));
    const body = this.functions.get(call.key);
    if (body) return this.body(call, body);
    this.bytes += node.length;
    if (node.length > LONGEST_PLAIN_NODE) this.numberBytes += node.length;
    if (this.bytes > LIMITS.inlinedBytes) throw 2 * this.numberBytes > LIMITS.inlinedBytes ? tooHeavy() : tooMuch();
    return [call.hasBodies ? this.withBodies(messageOf(node)) : node];
  }

  private body(call: Call, body: FunctionBody): Bytes[] {
    const renames = this.renamesOf(call, body);
    // Nodes of a function may have one name in common, those of a graph may not.
    const nodes = body.nodes.flatMap((inner, place) =>
      this.node(renamedNode(messageOf(inner), { ...renames, prefix: `${renames.prefix}${place}.` })),
    );
    // A result that is one of what it was given has the name of that.
    const passed = body.outputs.flatMap((output, place) => {
      const [source, target] = [body.inputs.indexOf(output), call.outputs[place]];
      return source >= 0 && target ? [[call.inputs[source] ?? '', target] as const] : [];
    });
    return [
      ...nodes,
      ...passed.map(([from, to]) =>
        nodeProto({ operator: 'Identity', domain: '', inputs: [from], outputs: [to], attributes: {} }, `${renames.prefix}given.${to}`),
      ),
    ];
  }

  private renamesOf(call: Call, body: FunctionBody): Renames {
    const prefix = `${this.prefix}${this.calls++}.`;
    const names = new Map<string, string>();
    for (const [place, name] of body.outputs.entries()) if (call.outputs[place]) names.set(name, call.outputs[place]);
    for (const [place, name] of body.inputs.entries()) names.set(name, call.inputs[place] ?? '');
    return {
      prefix,
      value: name => names.get(name) ?? prefix + name,
      given: name => call.attributes.get(name) ?? body.defaults.get(name) ?? null,
    };
  }

  private withBodies(node: MessageReader): Bytes {
    const parts: Bytes[] = [];
    while (node.next()) {
      if (node.field !== NODE.attribute) {
        parts.push(node.whole());
        continue;
      }
      const fields: Bytes[] = [];
      for (const attribute = node.message(); attribute.next();) {
        const { field } = attribute;
        const isGraph = field === ATTRIBUTE.graph || field === ATTRIBUTE.graphs;
        fields.push(isGraph ? lengthDelimited(field, this.graph(attribute.message())) : attribute.whole());
      }
      parts.push(lengthDelimited(NODE.attribute, concatenate(fields)));
    }
    return concatenate(parts);
  }
}

function tooHeavy(): OnnxFormatError {
  return new OnnxFormatError('function-weights', 0, 'the constants of its functions are too large to be written out');
}

function tooMuch(): OnnxFormatError {
  return new OnnxFormatError('limit', 0, 'its functions call each other too often to be written out');
}

function readCall(node: MessageReader): Call {
  const [inputs, outputs]: [string[], string[]] = [[], []];
  const attributes = new Map<string, Bytes>();
  let [operator, domain, overload, hasBodies] = ['', '', '', false];
  while (node.next()) {
    if (node.field === NODE.input) inputs.push(node.name());
    else if (node.field === NODE.output) outputs.push(node.name());
    else if (node.field === NODE.operator) operator = node.name();
    else if (node.field === NODE.domain) domain = node.name();
    else if (node.field === NODE.overload) overload = node.name();
    else if (node.field === NODE.attribute) {
      const fields: Bytes[] = [];
      let name = '';
      for (const attribute = node.message(); attribute.next();) {
        hasBodies ||= attribute.field === ATTRIBUTE.graph || attribute.field === ATTRIBUTE.graphs;
        if (attribute.field === ATTRIBUTE.name) name = attribute.name();
        else fields.push(attribute.whole());
      }
      attributes.set(name, concatenate(fields));
    }
  }
  return { key: keyOf({ domain, operator, overload }), inputs, outputs, attributes, hasBodies };
}
