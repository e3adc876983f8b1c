import type { OnnxNode } from '../format/types.ts';

/**
 * What each operator that the finders know does to the values of its main input (input 0 unless said otherwise). Every operator stands here
 * once: what an exporter writes in another way is added in one place, and all finders see it.
 */
export const OPERATORS = {
  /** Another name: Dropout does nothing while a model only runs. */
  renames: ['Identity', 'Dropout'],
  /** Another type; the second input of CastLike only says which. */
  casts: ['Cast', 'CastLike'],
  /** Rounds to 8 bits. */
  quantises: ['QuantizeLinear'],
  /** The same by the range that the values have in this run. */
  quantisesByRange: ['DynamicQuantizeLinear'],
  /** Makes floats of 8 bits. */
  dequantises: ['DequantizeLinear'],
  /** Other axes, each value once. */
  relayouts: ['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Transpose'],
  /** The same values several times. */
  repeats: ['Expand', 'Tile'],
  /** A part of the values, in order. */
  slices: ['Slice'],
  /** Several parts, one output each. */
  splits: ['Split'],
  /** The values that indices name. */
  gathers: ['Gather', 'GatherElements', 'GatherND'],
  /** Rows of a table of few bits, as floats. */
  gathersPacked: ['GatherBlockQuantized'],
  /** More values around them. */
  pads: ['Pad'],
  /** Zeros on one side of the diagonal. */
  cutsTriangle: ['Trilu'],
  /** All inputs beside each other. */
  joins: ['Concat'],
  adds: ['Add'],
  /** Adds any number of inputs. */
  addsMany: ['Sum'],
  subtracts: ['Sub'],
  multiplies: ['Mul'],
  divides: ['Div'],
  /** Into a range that constants say. */
  clips: ['Clip'],
  /** The larger or smaller of two values, or a soft cap. */
  bounds: ['Max', 'Min', 'Tanh'],
  /** Input 1 or 2, as input 0 says. */
  selects: ['Where'],
  testsNaN: ['IsNaN'],
  compares: ['Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual'],
  /** The largest value along an axis. */
  takesLargest: ['ReduceMax'],
  averages: ['ReduceMean'],
  inverts: ['Reciprocal'],
  takesRoot: ['Sqrt'],
  takesSine: ['Sin', 'Cos'],
  /** Numbers that grow by a step from value to value. */
  counts: ['Range', 'CumSum'],
  /** The shape alone, nothing of the values. */
  readsShape: ['Shape', 'Size'],
  /** A product of two matrices. */
  multipliesMatrices: ['MatMul', 'Gemm', 'Einsum', 'FusedMatMul', 'TransposeMatMul'],
  /** The same in the integer forms that quantisation writes. */
  multipliesIntegerMatrices: ['MatMulInteger', 'MatMulIntegerToFloat', 'QLinearMatMul', 'QGemm'],
  /** Softmax, sum and product of whole numbers, as quantisation of operators one by one writes them. */
  computesInIntegers: ['QLinearSoftmax', 'QLinearAdd', 'QLinearMul'],
  /** And one that rounds its first operand itself, by its range. */
  roundsAndMultiplies: ['DynamicQuantizeMatMul'],
  /** A product with a weight of few bits. */
  projectsPacked: ['MatMulNBits', 'MatMulBnb4'],
  /** A product with a weight; with a kernel of 1, one for each token. */
  convolves: ['Conv'],
  /** A normalisation in one node. */
  normalises: ['LayerNormalization', 'SimplifiedLayerNormalization', 'RMSNormalization'],
  /** The sum of rows of word, position and segment tables, normalised. */
  embeds: ['EmbedLayerNormalization'],
  /** Adds inputs 0 and 1 and normalises the sum. */
  addsAndNormalises: ['SkipLayerNormalization', 'SkipSimplifiedLayerNormalization'],
} as const;

export type Effect = keyof typeof OPERATORS;

const KEEPS_VALUES = ['renames', 'casts', 'quantises', 'quantisesByRange', 'dequantises'] as const;
const KEEPS_BUT_LAYOUT = ['renames', 'casts', 'relayouts'] as const;

/** What a walk may pass, or what a finder looks for, by what operators do; why, a line each. */
export const TRAITS = {
  /** Values before and behind are equal, but for their type or a rounding to 8 bits. */
  keepsValues: KEEPS_VALUES,
  /** A stored table is used under another name, or in another type of float. */
  givesNameOrType: ['renames', 'casts'],
  /** The value stands for what was rounded. */
  quantisation: ['quantises', 'quantisesByRange', 'dequantises'],
  /** The same vectors, laid out for heads or back. */
  keepsAllButLayout: KEEPS_BUT_LAYOUT,
  /** Angles, sines and cosines are repeated for each half of a head and each head. */
  laysOutAngles: [...KEEPS_BUT_LAYOUT, 'repeats', 'joins'],
  /** 0, 1, 2, ... is still that when it begins elsewhere, is cut, or stands as a column. */
  keepsPositions: [...KEEPS_BUT_LAYOUT, 'repeats', 'slices', 'adds', 'subtracts'],
  /** Ids stay ids; Where wraps those below zero. */
  keepsIds: [...KEEPS_BUT_LAYOUT, 'repeats', 'slices', 'selects'],
  /** A mask over heads is fed as one number a head, and spread or cut to a layer's. */
  keepsHeadMask: [...KEEPS_BUT_LAYOUT, 'repeats', 'slices', 'gathers'],
  /** Types, layout, dropout, head masks, 8-bit copies, the cut of a sink, and the guard against rows of NaN (IsNaN, Where). */
  keepsProbabilities: [...KEEPS_VALUES, 'relayouts', 'repeats', 'slices', 'clips', 'multiplies', 'selects', 'testsNaN'],
  /** Behind it the axes or the stored values are no longer the Softmax's. */
  endsProbabilities: ['relayouts', 'quantises', 'quantisesByRange'],
  /** Still probabilities in the Softmax's layout, and more finished: behind the NaN guard or the cut of a sink. */
  finishesProbabilities: ['selects', 'slices'],
  /** Between the product of queries and keys and the Softmax: scale, mask, bias, soft cap, sink. */
  shapesScores: [
    ...KEEPS_VALUES,
    'relayouts',
    'repeats',
    'slices',
    'gathers',
    'joins',
    'adds',
    'subtracts',
    'multiplies',
    'divides',
    'clips',
    'bounds',
    'selects',
    'takesLargest',
  ],
  /** Between the product with the values and the sum with the residual stream: output projection, bias, layout, types. */
  carriesResult: [...KEEPS_VALUES, 'relayouts', 'adds', 'multiplies', 'projectsPacked', 'convolves', 'normalises'],
  /** One main input; the others only say how to shape or pick. */
  isSteered: [...KEEPS_BUT_LAYOUT, 'repeats', 'slices', 'splits', 'gathers', 'pads', 'cutsTriangle'],
  /** Rows of a table, by their numbers. */
  picksRows: ['gathers', 'gathersPacked'],
  /** Queries, keys and values of one product are parted. */
  parts: ['splits', 'slices', 'gathers'],
  /** Two operands that are matrices. */
  isMatrixProduct: ['multipliesMatrices', 'multipliesIntegerMatrices', 'roundsAndMultiplies'],
  /** A product with a weight of which only the node itself knows the layout. */
  projectsOpaquely: ['projectsPacked', 'convolves'],
  /** Position times frequency, by broadcasting or as an outer product. */
  makesAngles: ['multiplies', 'multipliesMatrices'],
  /** From a variance to a deviation, or one over it. */
  makesDeviation: ['takesRoot', 'inverts', 'divides', 'adds', 'casts'],
  /** The sum of a sub-layer and the residual stream. */
  addsResidual: ['adds', 'addsMany', 'addsAndNormalises'],
  /** Weights of a few bits, several in a byte, whose number the node says. */
  readsPacked: ['gathersPacked', 'projectsPacked'],
  /** What is no weight is rounded to whole numbers, or comes so. */
  roundsActivations: ['computesInIntegers', 'quantises', 'quantisesByRange', 'multipliesIntegerMatrices', 'roundsAndMultiplies'],
  /** Rounds by a range over all that is in one pass. */
  measuresRange: ['quantisesByRange', 'roundsAndMultiplies'],
} as const satisfies Readonly<Record<string, readonly Effect[]>>;

export type Trait = keyof typeof TRAITS;

const EFFECT_OF: ReadonlyMap<string, Effect> = new Map(
  (Object.keys(OPERATORS) as Effect[]).flatMap(effect => OPERATORS[effect].map(operator => [operator, effect] as const)),
);

const EFFECTS_OF = new Map<Trait, ReadonlySet<Effect>>(
  (Object.keys(TRAITS) as Trait[]).map(trait => [trait, new Set<Effect>(TRAITS[trait])]),
);

/** What an operator does; undefined for those that no finder knows. Of operators that share a name over domains, the same. */
export function effectOf(node: OnnxNode | undefined): Effect | undefined {
  return node === undefined ? undefined : EFFECT_OF.get(node.operator);
}

export function hasTrait(node: OnnxNode | undefined, trait: Trait): boolean {
  const effect = effectOf(node);
  return effect !== undefined && EFFECTS_OF.get(trait)!.has(effect);
}

/** The inputs of a node that its values come from: without shapes, axes, types and indices. */
export function valueInputs(node: OnnxNode): readonly string[] {
  return hasTrait(node, 'isSteered') ? node.inputs.slice(0, 1) : node.inputs;
}
