import { OnnxFormatError } from './formatError.ts';
import type { OnnxGraph } from './types.ts';
import { quoteName } from './names.ts';

/**
 * ONNX lists a node behind those that make its inputs, and every value has one maker. Where that holds there is no circle, and whoever walks
 * from a value to what it is made of comes to an end.
 * @param offsets of the nodes in the file
 * @throws OnnxFormatError `bad-order`
 */
export function assertOrdered({ nodes, inputs, initializers, sparseInitializers }: OnnxGraph, offsets: readonly number[]): void {
  const made = new Set<string>();
  const awaited = new Set<string>();
  const given = new Set(inputs.map(input => input.name));
  const isGiven = (name: string): boolean => given.has(name) || initializers.has(name) || sparseInitializers.has(name);
  for (const [place, { inputs: used, outputs }] of nodes.entries()) {
    for (const name of used) if (name !== '' && !made.has(name) && !isGiven(name)) awaited.add(name);
    for (const name of outputs) {
      if (name === '') continue;
      if (made.has(name) || isGiven(name)) throw refusal(offsets[place]!, name, 'is made twice');
      if (awaited.has(name)) throw refusal(offsets[place]!, name, 'is used before it is made');
      made.add(name);
    }
  }
}

function refusal(offset: number, name: string, what: string): OnnxFormatError {
  return new OnnxFormatError('bad-order', offset, `${quoteName(name)} ${what}`);
}
