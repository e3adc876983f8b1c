import type { OnnxTensor } from './tensor.ts';

export interface OnnxGraph {
  /** Each behind those that make its inputs. */
  readonly nodes: readonly OnnxNode[];
  /** The same nodes as the file lists them. */
  readonly listed: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  /** Names of sparse initializers, whose values are constants too. */
  readonly sparseInitializers: ReadonlySet<string>;
  /** As listed in the file: before IR version 4 initializers are listed here too. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly name: string;
  readonly operator: string;
  /** '' for the standard domain (also when the file says `ai.onnx`). */
  readonly domain: string;
  /** Which of a model's functions of that name is called; '' where there is one, and for operators. */
  readonly overload: string;
  /** '' stands for an input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

/** One attribute; the members that its type does not use are null or empty. */
export interface OnnxAttribute {
  readonly integer: number | null;
  readonly float: number | null;
  readonly text: string | null;
  readonly integers: readonly number[];
  readonly tensor: OnnxTensor | null;
  readonly graphs: readonly OnnxGraph[];
}

/** A graph input or output. */
export interface OnnxValue {
  readonly name: string;
  /** TensorProto.DataType, 0 when the file does not say. */
  readonly elementType: number;
  /** A number, a symbol's name, or null per dimension; null when the rank is unknown. */
  readonly dims: readonly (number | string | null)[] | null;
}
