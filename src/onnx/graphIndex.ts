import type { OnnxGraph, OnnxNode } from './graphReader.ts';
import type { OnnxTensor } from './tensor.ts';

/**
 * What a value depends on when the model runs.
 * - `constant`: nothing, it is the same in every run.
 * - `shape`: only the shapes of the graph's inputs (number of tokens), e.g. position ids made by Range.
 * - `data`: the contents of a graph input.
 */
export type Dependence = 'constant' | 'shape' | 'data';

const STRENGTH: Readonly<Record<Dependence, number>> = { constant: 0, shape: 1, data: 2 };

/** One use of a value: the node and which of its inputs. */
export interface Use {
  readonly node: OnnxNode;
  readonly input: number;
}

/** Who makes and who uses each value of one graph, and what each value depends on. Built in one pass over the nodes. */
export class GraphIndex {
  readonly graph: OnnxGraph;
  /** Graph inputs that have to be fed: without those that are initializers. */
  readonly fedInputs: ReadonlySet<string>;
  private readonly producers = new Map<string, OnnxNode>();
  private readonly uses = new Map<string, Use[]>();
  private readonly dependences = new Map<string, Dependence>();
  private readonly order = new Map<OnnxNode, number>();

  constructor(graph: OnnxGraph) {
    this.graph = graph;
    this.fedInputs = new Set(graph.inputs.map(input => input.name).filter(name => !this.isInitializer(name)));
    for (const node of graph.nodes) {
      this.order.set(node, this.order.size);
      for (const [input, name] of node.inputs.entries()) {
        if (name === '') continue;
        const uses = this.uses.get(name);
        if (uses === undefined) this.uses.set(name, [{ node, input }]);
        else uses.push({ node, input });
      }
      const dependence = this.dependenceOfOutputs(node);
      for (const output of node.outputs) {
        if (output === '') continue;
        this.producers.set(output, node);
        this.dependences.set(output, dependence);
      }
    }
  }

  producer(name: string): OnnxNode | undefined {
    return this.producers.get(name);
  }

  usesOf(name: string): readonly Use[] {
    return this.uses.get(name) ?? [];
  }

  /** Position of a node in the file, which is an order of execution. */
  orderOf(node: OnnxNode): number {
    return this.order.get(node) ?? -1;
  }

  dependence(name: string): Dependence {
    if (name === '' || this.isInitializer(name)) return 'constant';
    if (this.fedInputs.has(name)) return 'data';
    // ONNX orders nodes, so a value without a producer so far comes from an enclosing graph or out of order.
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

  /** The value that Identity nodes only give another name. */
  throughIdentity(name: string): string {
    let current = name;
    // A cycle of Identity nodes is no valid graph, but must end here too.
    for (let steps = 0; steps < this.order.size + 1; steps++) {
      const node = this.producers.get(current);
      if (node?.operator !== 'Identity' || node.inputs[0] === undefined) break;
      current = node.inputs[0];
    }
    return current;
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
