import { BOOL, FLOAT32, INT64, INT8 } from '../../../src/onnx/format/elementTypes.ts';
import { concatenate, lengthDelimited } from '../../../src/onnx/format/protobufWriter.ts';
import { externalStorage, integerField, message, type Bytes } from './protobufParts.ts';

type Attribute = number | string | readonly number[];

/** Writes small ONNX files node by node, for graphs that no exporter at hand writes. Weights are zeros: only structure matters. */
export class GraphBuilder {
  private readonly nodes: Bytes[] = [];
  private readonly initializers: Bytes[] = [];
  private readonly inputs: Bytes[] = [];
  private readonly outputs: Bytes[] = [];
  private readonly functions: Bytes[] = [];
  private count = 0;
  private readonly outside: string | null;
  private readonly stored: Uint8Array[] = [];
  private storedBytes = 0;

  /** @param outside a file beside the model that holds its weights; null: the model itself holds them */
  constructor(outside: string | null = null) {
    this.outside = outside;
  }

  /** The content of the file of weights. */
  weights(): Bytes {
    return concatenate(this.stored);
  }

  input(name: string, dims: readonly (number | string)[] = ['batch', 'tokens'], elementType: number = INT64): string {
    this.inputs.push(message(11, lengthDelimited(1, name), message(2, message(1, integerField(1, elementType), shapeField(dims)))));
    return name;
  }

  /** Makes a value an output of the graph, of a shape and a type that are inferred if none is given. */
  output(name: string, elementType?: number, dims?: readonly (number | string)[]): void {
    const shape = dims ? [shapeField(dims)] : [];
    const type = elementType === undefined ? [] : [message(2, message(1, integerField(1, elementType), ...shape))];
    this.outputs.push(message(12, lengthDelimited(1, name), ...type));
  }

  weight(...dims: readonly number[]): string {
    return this.initializer(FLOAT32, dims, new Uint8Array(4 * dims.reduce((product, dim) => product * dim, 1)));
  }

  /** A matrix of 8-bit numbers. */
  bytes(...dims: readonly number[]): string {
    return this.initializer(INT8, dims, new Uint8Array(dims.reduce((product, dim) => product * dim, 1)));
  }

  floats(dims: readonly number[], values: ArrayLike<number>): string {
    return this.initializer(FLOAT32, dims, new Uint8Array(Float32Array.from(values).buffer));
  }

  /** Always in the model itself, as exporters have it: shapes are needed before weights are. */
  integers(...values: readonly number[]): string {
    return this.initializer(INT64, [values.length], new Uint8Array(BigInt64Array.from(values, BigInt).buffer), null);
  }

  /** A square mask [1, 1, side, side] that is true where `allowed` says so. */
  squareMask(side: number, allowed: (row: number, column: number) => boolean): string {
    const values = Uint8Array.from({ length: side * side }, (_, i) => Number(allowed(Math.floor(i / side), i % side)));
    return this.initializer(BOOL, [1, 1, side, side], values);
  }

  /** Adds a node with the first and the fourth of its outputs, as those have that add and normalise: the result, and the sum. */
  skipNode(operator: string, inputs: readonly string[]): readonly [result: string, sum: string] {
    const [result, sum] = [this.name(), this.name()];
    const outputs = [result, '', '', sum].map(name => lengthDelimited(2, name));
    const named = [lengthDelimited(4, operator), lengthDelimited(7, 'com.microsoft')];
    this.nodes.push(message(1, ...inputs.map(input => lengthDelimited(1, input)), ...outputs, ...named));
    return [result, sum];
  }

  /** Adds a node and returns the name of its output. `operator` may carry a domain: `com.example:Magic`. @param bodies content of graphs */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    bodies: Readonly<Record<string, Bytes>> = {},
  ): string {
    return this.named(this.name(), operator, inputs, bodies, attributes);
  }

  /** The same with an output of a given name. */
  named(
    output: string,
    operator: string,
    inputs: readonly string[],
    bodies: Readonly<Record<string, Bytes>> = {},
    attributes: Readonly<Record<string, Attribute>> = {},
    nodeName = `node of ${output}`,
  ): string {
    const [domain, name] = operator.includes(':') ? (operator.split(':') as [string, string]) : ['', operator];
    this.nodes.push(
      message(
        1,
        ...inputs.map(input => lengthDelimited(1, input)),
        lengthDelimited(2, output),
        lengthDelimited(3, nodeName),
        lengthDelimited(4, name),
        lengthDelimited(7, domain),
        ...Object.entries(attributes).map(([key, value]) => message(5, lengthDelimited(1, key), attributeValue(value))),
        ...Object.entries(bodies).map(([key, body]) => message(5, lengthDelimited(1, key), lengthDelimited(6, body), integerField(20, 5))),
      ),
    );
    return output;
  }

  /** A model function whose body is one node of this operator. */
  functionOf(domain: string, name: string, operator: string): void {
    this.functions.push(message(25, lengthDelimited(1, name), message(7, lengthDelimited(4, operator)), lengthDelimited(10, domain)));
  }

  model(opset = 17): Bytes {
    const graph = message(7, ...this.nodes, ...this.initializers, ...this.inputs, ...this.outputs);
    return concatenate([integerField(1, 8), graph, message(8, integerField(2, opset)), ...this.functions]);
  }

  private initializer(elementType: number, dims: readonly number[], bytes: Uint8Array, outside = this.outside): string {
    const name = this.name();
    this.initializers.push(
      message(
        5,
        ...dims.map(dim => integerField(1, dim)),
        integerField(2, elementType),
        lengthDelimited(8, name),
        outside === null ? lengthDelimited(9, bytes) : this.storeOutside(outside, bytes),
      ),
    );
    return name;
  }

  private storeOutside(location: string, bytes: Uint8Array): Bytes {
    const offset = this.storedBytes;
    this.stored.push(bytes);
    this.storedBytes += bytes.length;
    return externalStorage({ location, offset: String(offset), length: String(bytes.length) });
  }

  private name(): string {
    return `t${this.count++}`;
  }
}

function shapeField(dims: readonly (number | string)[]): Bytes {
  return message(2, ...dims.map(dim => message(1, typeof dim === 'number' ? integerField(1, dim) : lengthDelimited(2, dim))));
}

/** The value and its AttributeProto.type, which ONNX Runtime asks for. */
function attributeValue(value: Attribute): Bytes {
  if (typeof value === 'number') return concatenate([integerField(3, value), integerField(20, 2)]);
  if (typeof value === 'string') return concatenate([lengthDelimited(4, value), integerField(20, 3)]);
  return concatenate([...value.map(entry => integerField(8, entry)), integerField(20, 7)]);
}
