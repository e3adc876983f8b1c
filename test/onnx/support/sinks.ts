import type { Changes } from './oneLayer.ts';

/** One more score for each row, of a key that is no token, as GPT-OSS has it; its share is cut off behind the Softmax. */
export const SINK: Changes = {
  scores: (builder, scores) => {
    const sink = builder.node('Mul', [builder.node('ReduceMax', [scores], { axes: [-1] }), builder.weight(1, 4, 1, 1)]);
    return builder.node('Concat', [scores, sink], { axis: -1 });
  },
  probabilities: (builder, shares) => builder.node('Slice', [shares, builder.integers(0), builder.integers(-1), builder.integers(3)]),
};

/** exp(x) / (1 + sum(exp(x))): a sink of score 0 without a column. */
export const SOFTMAX_ONE: Changes = {
  softmax: (builder, scores) => {
    const exponentials = builder.node('Exp', [scores]);
    const sum = builder.node('ReduceSum', [exponentials, builder.integers(-1)]);
    return builder.node('Div', [exponentials, builder.node('Add', [sum, builder.floats([1], [1])])]);
  },
};
