import { OnnxFormatError } from './formatError.ts';
import { quoteName } from './names.ts';
import type { OnnxGraph, OnnxNode } from './types.ts';

/**
 * The nodes, each behind those that make its inputs. ONNX wants them listed so, but common converters append some at the end, and the runtime sorts them
 * itself. Every value has one maker. Whoever walks from a value to what it is made of comes to an end.
 * @param offsets of the nodes in the file
 * @throws OnnxFormatError `bad-order` for a value that is made twice, or of itself
 */
export function inOrder(graph: Omit<OnnxGraph, 'nodes'>, offsets: readonly number[]): readonly OnnxNode[] {
  const makers = makersOf(graph, offsets);
  const { listed } = graph;
  const isInOrder = listed.every((node, place) => node.inputs.every(name => (makers.get(name) ?? -1) < place));
  return isInOrder ? listed : sorted(graph, offsets, makers);
}

/** Place of the node that makes each value. */
function makersOf(
  { listed, inputs, initializers, sparseInitializers }: Omit<OnnxGraph, 'nodes'>,
  offsets: readonly number[],
): Map<string, number> {
  const makers = new Map<string, number>();
  const given = new Set(inputs.map(input => input.name));
  for (const [place, { outputs }] of listed.entries()) {
    for (const name of outputs) {
      if (name === '') continue;
      if (makers.has(name) || given.has(name) || initializers.has(name) || sparseInitializers.has(name))
        throw refusal(offsets[place]!, name, 'is made twice');
      makers.set(name, place);
    }
  }
  return makers;
}

/** In the order of the list as far as that can be: depth first, without recursion, since chains are as long as graphs. */
function sorted({ listed }: Pick<OnnxGraph, 'listed'>, offsets: readonly number[], makers: ReadonlyMap<string, number>): OnnxNode[] {
  const order: OnnxNode[] = [];
  const state = new Uint8Array(listed.length);
  const next = new Uint32Array(listed.length);
  const used = listed.map(namesUsed);
  for (const first of listed.keys()) {
    const path = state[first] === DONE ? [] : [first];
    while (path.length > 0) {
      const place = path.at(-1)!;
      const names = used[place]!;
      state[place] = ENTERED;
      const input = next[place]!++;
      if (input >= names.length) {
        state[place] = DONE;
        order.push(listed[place]!);
        path.pop();
        continue;
      }
      const maker = makers.get(names[input]!);
      if (maker === undefined || state[maker] === DONE) continue;
      if (state[maker] === ENTERED) throw refusal(offsets[place]!, names[input]!, 'is made of itself');
      path.push(maker);
    }
  }
  return order;
}

/** What a node reads, bodies inside it included. */
function namesUsed(node: OnnxNode): string[] {
  const names: string[] = [];
  const pending = [node];
  for (let inner = pending.pop(); inner; inner = pending.pop()) {
    for (const name of inner.inputs) names.push(name);
    for (const { graphs } of inner.attributes.values()) for (const { listed } of graphs) for (const each of listed) pending.push(each);
  }
  return names;
}

const [ENTERED, DONE] = [1, 2];

function refusal(offset: number, name: string, what: string): OnnxFormatError {
  return new OnnxFormatError('bad-order', offset, `${quoteName(name)} ${what}`);
}
