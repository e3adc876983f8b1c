import { renderMatrix, type Entry } from './table.ts';

/** `docs/models.md`. */
export function renderDocument(entries: readonly Entry[]): string {
  const shown = entries.filter(({ cell }) => cell.kind === 'shown').length;
  const made = entries.filter(({ cell }) => cell.kind !== 'not made').length;
  return `${HEAD}
${shown} of ${made} files are shown.

${renderMatrix(entries)}
`;
}

const HEAD = `# Which models, in which form

Written by \`npm run models -- --write docs/models.md FOLDER\`; nothing here is written by hand. The folder comes from
\`python training/make_model_folders.py FOLDER\`: small models with random weights of every architecture, exported with the tools that
people use, laid out as on the Hub.

A cell has the largest difference of all attention weights, then that of all hidden states, over all layers and two texts. It is the
difference to PyTorch's eager attention in float32; for \`genai-int4\`, \`int8\`, \`uint8\`, \`qdq\`, \`q4\`, \`q4-tables\`, \`q8\` and \`bnb4\` to the attention weights of the same
file, made outputs and run by ONNX Runtime in Python, which says nothing of hidden states. Ids and spans of all tokens are those of the official
tokenizer, unless a note says otherwise.

| form | made by |
| --- | --- |
| \`torchscript-N\` | \`torch.onnx.export(dynamo=False)\`, opset N, eager attention unless it says \`sdpa\` |
| \`dynamo-N\` | \`torch.onnx.export(dynamo=True)\`, opset N; from 23 on with the operator Attention |
| \`...-past\` | the same with inputs for a cache |
| \`optimum...\` | Optimum's \`main_export\`: \`text-generation\`, with \`-with-past\`; \`feature-extraction\` for encoders |
| \`genai-...\` | \`python -m onnxruntime_genai.models.builder\`, for the CPU; \`fp16\` for WebGPU, since it makes no other |
| \`ort-fused\`, \`ort-fused-mha\` | \`onnxruntime.transformers.optimizer\` over \`torchscript-17\`, with Attention or MultiHeadAttention |
| \`fp16\` | \`torchscript-17\` in 16 bits |
| \`int8\`, \`uint8\` | \`torchscript-17\` quantised dynamically, signed by channels, or unsigned |
| \`qdq\` | \`torchscript-17\` quantised statically: QuantizeLinear and DequantizeLinear round about every product |
| \`q4\`, \`q8\`, \`bnb4\` | the weights of \`torchscript-17\` in blocks of 4 or 8 bits (MatMulNBits), or of 4-bit floats (MatMulBnb4) |
| \`q4-tables\` | \`dynamo-18-eager\` with the tables in blocks of 4 bits as well (GatherBlockQuantized) |
`;
