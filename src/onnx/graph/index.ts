import { OnnxFormatError } from '../format/formatError.ts';
import { LIMITS } from '../format/limits.ts';
import type { OnnxTensor } from '../format/tensor.ts';
import type { OnnxGraph, OnnxNode } from '../format/types.ts';
import { namesInBodies } from './bodies.ts';

/**
 * What a value depends on when the model runs.
 * - `constant`: nothing, it is the same in every run.
 * - `shape`: only the shapes of the graph's inputs (number of tokens), e.g. position ids made by Range, or positions that are fed.
 * - `data`: the contents of a graph input.
 */
export type Dependence = 'constant' | 'shape' | 'data';

const STRENGTH: Readonly<Record<Dependence, number>> = { constant: 0, shape: 1, data: 2 };

/** One use of a value: the node and which of its inputs. */
export interface Use {
  readonly node: OnnxNode;
  readonly input: number;
}

interface Uses {
  readonly list: Use[];
  /** Nodes and inputs that are looked at when all of the list is. */
  size: number;
}

const NO_USES: Uses = { list: [], size: 0 };

/**
 * Who makes and who uses each value of one graph, and what each value depends on. Built in one pass over the nodes, which are in order (see
 * `format/order`). Every walk through the graph asks here for each next node, so here is counted how much all walks together look at: no graph,
 * however it is made, costs more than {@link LIMITS.looksPerPart} times its size.
 */
export class GraphIndex {
  readonly graph: OnnxGraph;
  /** Nodes, inputs and outputs. */
  readonly size: number;
  /** Nodes and inputs of nodes that were looked at so far. */
  looks = 0;
  /** Graph inputs that have to be fed: without those that are initializers. */
  readonly fedInputs: ReadonlySet<string>;
  /** Graph inputs that hold positions: they say no more than the number of tokens does. */
  readonly positionInputs: ReadonlySet<string>;
  /** What bodies of nodes use, values of this graph perhaps: uses that {@link usesOf} does not know. */
  readonly usedInBodies: ReadonlySet<string>;
  private readonly producers = new Map<string, OnnxNode>();
  private readonly uses = new Map<string, Uses>();
  /** Of an Identity's output: the value that it only gives another name. */
  private readonly origins = new Map<string, string>();
  private readonly dependences = new Map<string, Dependence>();
  private readonly order = new Map<OnnxNode, number>();

  constructor(graph: OnnxGraph, positionInputs: ReadonlySet<string> = new Set()) {
    this.graph = graph;
    this.positionInputs = positionInputs;
    this.fedInputs = new Set(graph.inputs.map(input => input.name).filter(name => !this.isInitializer(name)));
    this.usedInBodies = namesInBodies(graph.nodes);
    let size = 0;
    for (const node of graph.nodes) {
      const nodeSize = 1 + node.inputs.length;
      size += nodeSize + node.outputs.length;
      this.order.set(node, this.order.size);
      for (const [input, name] of node.inputs.entries()) {
        if (name === '') continue;
        const uses = this.uses.get(name);
        if (uses === undefined) this.uses.set(name, { list: [{ node, input }], size: nodeSize });
        else {
          uses.list.push({ node, input });
          uses.size += nodeSize;
        }
      }
      const [renamed] = node.inputs;
      if (node.operator === 'Identity' && renamed !== undefined && node.outputs[0])
        this.origins.set(node.outputs[0], this.throughIdentity(renamed));
      const dependence = this.dependenceOfOutputs(node);
      for (const output of node.outputs) {
        if (output === '') continue;
        this.producers.set(output, node);
        this.dependences.set(output, dependence);
      }
    }
    this.size = size;
  }

  /** @throws OnnxFormatError `limit` when walks have looked at too much */
  producer(name: string): OnnxNode | undefined {
    const node = this.producers.get(name);
    this.look(1 + (node?.inputs.length ?? 0));
    return node;
  }

  /** @throws OnnxFormatError `limit` when walks have looked at too much */
  usesOf(name: string): readonly Use[] {
    const uses = this.uses.get(name) ?? NO_USES;
    this.look(1 + uses.size);
    return uses.list;
  }

  /** Position of a node in an order of execution. */
  orderOf(node: OnnxNode): number {
    return this.order.get(node) ?? -1;
  }

  dependence(name: string): Dependence {
    if (name === '' || this.isInitializer(name)) return 'constant';
    if (this.fedInputs.has(name)) return this.positionInputs.has(name) ? 'shape' : 'data';
    // Nodes are in order, so a value without a producer so far is made nowhere, or in an enclosing graph.
    return this.dependences.get(name) ?? 'data';
  }

  isConstant(name: string): boolean {
    return this.dependence(name) === 'constant';
  }

  isData(name: string): boolean {
    return this.dependence(name) === 'data';
  }

  /** The initializer behind a name, through Identity (exporters share equal weights that way); undefined when it is none. */
  initializer(name: string): OnnxTensor | undefined {
    return this.graph.initializers.get(this.throughIdentity(name)) ?? this.constantTensor(name);
  }

  /** The value that a chain of Identity nodes only gives other names. */
  throughIdentity(name: string): string {
    return this.origins.get(name) ?? name;
  }

  /** A name that no value of this graph, or of a body in it, has. */
  freshName(wanted: string): string {
    let name = wanted;
    while (this.producers.has(name) || this.fedInputs.has(name) || this.isInitializer(name) || this.usedInBodies.has(name)) name += '_';
    return name;
  }

  private look(count: number): void {
    this.looks += count;
    if (this.looks > LIMITS.looks + LIMITS.looksPerPart * this.size)
      throw new OnnxFormatError('limit', 0, 'its nodes lead to each other in more ways than can be followed');
  }

  private constantTensor(name: string): OnnxTensor | undefined {
    const node = this.producers.get(this.throughIdentity(name));
    return node?.operator === 'Constant' ? (node.attributes.get('value')?.tensor ?? undefined) : undefined;
  }

  private isInitializer(name: string): boolean {
    return this.graph.initializers.has(name) || this.graph.sparseInitializers.has(name);
  }

  private dependenceOfOutputs(node: OnnxNode): Dependence {
    if (holdsGraph(node)) return 'data';
    let strongest: Dependence = 'constant';
    for (const name of node.inputs) {
      const dependence = this.dependence(name);
      if (STRENGTH[dependence] > STRENGTH[strongest]) strongest = dependence;
    }
    if (strongest === 'data' && (node.operator === 'Shape' || node.operator === 'Size')) return 'shape';
    return strongest;
  }
}

/** A node with a body (If, Loop, Scan): its outputs may depend on anything. */
export function holdsGraph(node: OnnxNode): boolean {
  for (const attribute of node.attributes.values()) if (attribute.graphs.length > 0) return true;
  return false;
}
