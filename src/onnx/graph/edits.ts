import type { OnnxNode } from '../format/types.ts';

/** What an attribute of a node that we write may hold: an integer, a float, a text, or a list of integers (a tensor of int64 in `value`). */
export type AttributeValue =
  { readonly integer: number } | { readonly float: number } | { readonly text: string } | { readonly integers: readonly number[] };

/** A node that is not in the file. */
export interface NewNode {
  readonly operator: string;
  /** '' for the standard domain. */
  readonly domain: string;
  /** '' stands for one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** What becomes of a node of the main graph; what is not said stays as it is in the file. */
export interface NodeEdit {
  /** All its outputs. */
  readonly outputs?: readonly string[];
  /** In place of those of the same name; null: without it. */
  readonly attributes?: Readonly<Record<string, AttributeValue | null>>;
}

/** What is changed in a graph when it is handed to the runtime; the file stays as it is. */
export interface GraphEdits {
  readonly nodes: ReadonlyMap<OnnxNode, NodeEdit>;
  /** Behind all others: nothing in the file reads them. */
  readonly added: readonly NewNode[];
  /** If nodes that are written as the body of one of their attributes. */
  readonly branches: ReadonlyMap<OnnxNode, string>;
  /** Element types (TensorProto.DataType) of values whose type the runtime does not infer. */
  readonly types: ReadonlyMap<string, number>;
  /** Outputs of the graph that are none of what the runtime is given. */
  readonly notGiven: ReadonlySet<string>;
  /** Values of the main graph, or of the branches that stand in it, whose nodes are not written. */
  readonly leftOut: ReadonlySet<string>;
  /** Inputs that the file does not have. */
  readonly inputs: ReadonlyMap<string, NewInput>;
  /** Inputs of the file that nothing is made of any more. */
  readonly notFed: ReadonlySet<string>;
}

/** An input of any lengths. */
export interface NewInput {
  /** TensorProto.DataType */
  readonly elementType: number;
  readonly rank: number;
}

export const NO_EDITS: GraphEdits = {
  nodes: new Map(),
  added: [],
  branches: new Map(),
  types: new Map(),
  notGiven: new Set(),
  leftOut: new Set(),
  inputs: new Map(),
  notFed: new Set(),
};

/** All of several edits, of which no two change the same node. */
export function joinEdits(all: readonly GraphEdits[]): GraphEdits {
  return {
    nodes: new Map(all.flatMap(({ nodes }) => [...nodes])),
    added: all.flatMap(({ added }) => added),
    branches: new Map(all.flatMap(({ branches }) => [...branches])),
    types: new Map(all.flatMap(({ types }) => [...types])),
    notGiven: new Set(all.flatMap(({ notGiven }) => [...notGiven])),
    leftOut: new Set(all.flatMap(({ leftOut }) => [...leftOut])),
    inputs: new Map(all.flatMap(({ inputs }) => [...inputs])),
    notFed: new Set(all.flatMap(({ notFed }) => [...notFed])),
  };
}
