import { concatenate, float32Field, lengthDelimited, signedField, unsignedField } from '../format/protobufWriter.ts';
import type { AttributeValue, NewNode } from '../graph/edits.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Field numbers of onnx.proto: NodeProto, and its operator's name and domain. */
const NODE = { input: 1, output: 2, name: 3, operator: 4, attribute: 5, domain: 7 } as const;

/** AttributeProto.AttributeType of what we write. */
const FLOAT = 1;
const INTEGER = 2;
const TEXT = 3;
const INTEGERS = 7;

/** The fields of a NodeProto. @param name of the node itself: the runtime takes no two of one name */
export function nodeProto(node: NewNode, name = node.outputs[0]): Bytes {
  return concatenate([
    ...node.inputs.map(name => lengthDelimited(NODE.input, name)),
    ...outputFields(node.outputs),
    ...(name === undefined ? [] : [lengthDelimited(NODE.name, name)]),
    lengthDelimited(NODE.operator, node.operator),
    ...attributeFields(node.attributes),
    ...(node.domain === '' ? [] : [lengthDelimited(NODE.domain, node.domain)]),
  ]);
}

export function outputFields(names: readonly string[]): Bytes[] {
  return names.map(name => lengthDelimited(NODE.output, name));
}

export function attributeFields(attributes: Readonly<Record<string, AttributeValue | null>>): Bytes[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    value === null ? [] : [lengthDelimited(NODE.attribute, concatenate([lengthDelimited(1, name), ...valueFields(value)]))],
  );
}

function valueFields(value: AttributeValue): Bytes[] {
  if ('integer' in value) return [signedField(3, value.integer), unsignedField(20, INTEGER)];
  if ('float' in value) return [float32Field(2, value.float), unsignedField(20, FLOAT)];
  if ('text' in value) return [lengthDelimited(4, value.text), unsignedField(20, TEXT)];
  return [...value.integers.map(integer => signedField(8, integer)), unsignedField(20, INTEGERS)];
}

/** The fields of a ValueInfoProto: a tensor of one element type and shape; without a type a name alone, without a shape of any. */
export function valueInfo(name: string, elementType?: number, dims: readonly (number | string | null)[] | null = null): Bytes {
  const named = lengthDelimited(1, name);
  if (elementType === undefined) return named;
  const shape = dims === null ? [] : [lengthDelimited(2, concatenate(dims.map(dim => lengthDelimited(1, dimension(dim)))))];
  return concatenate([named, lengthDelimited(2, lengthDelimited(1, concatenate([unsignedField(1, elementType), ...shape])))]);
}

function dimension(dim: number | string | null): Bytes {
  if (dim === null) return new Uint8Array(0);
  return typeof dim === 'number' ? signedField(1, dim) : lengthDelimited(2, dim);
}
