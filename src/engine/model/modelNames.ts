/**
 * The names that a model file may have, as Optimum, transformers.js and onnxruntime-genai give them: `<graph><form>.onnx` in `onnx/` or in the
 * folder itself. Only these, and the one that a settings file of the folder names, are ever looked for.
 */

/** What a file's name says of it. The graph inside counts; a name only orders the files of a folder. */
export interface ModelName {
  /** In the folder, with `/`. */
  readonly path: string;
  /** The file's name without `.onnx`: what a variant is called. */
  readonly stem: string;
  /** Whose part of the model it is. */
  readonly graph: string;
  /** '' for the file as it was exported, else `fp16`, `q4`, ... */
  readonly form: string;
}

/** In the order in which they are taken. Without a cache is simplest to run; a merged decoder has both ways inside. */
const GRAPHS = ['model', 'decoder_model', 'decoder_with_past_model', 'decoder_model_merged'] as const;
const ENCODER = 'encoder_model';
/** Most exact first: the float16 ones are computed in float32 here, of the 8-bit ones the dynamic come last. */
const FORMS = ['', 'fp16', 'int8', 'uint8', 'quantized', 'q4', 'bnb4', 'q4f16', 'q2', 'q2f16', 'q1', 'q1f16'] as const;
/** What transformers.js calls two of the forms. */
const ALIASES = new Map([
  ['fp32', ''],
  ['q8', 'quantized'],
]);
const FOLDERS = ['onnx/', ''] as const;

/** A file's name without any path in it. */
const PLAIN = /^[A-Za-z0-9_][\w.-]{0,120}$/;

/**
 * All of them, in the order in which they are looked for.
 * @param named file or graph names that settings of the folder give, with or without `.onnx`; what is no plain name is left out
 */
export function modelNames(named: readonly string[]): ModelName[] {
  const own = named.filter(name => PLAIN.test(name)).map(name => name.replace(/\.onnx$/i, ''));
  const graphs = [...new Set([...own, ...GRAPHS, ENCODER])];
  return graphs.flatMap(formsOf);
}

function formsOf<Graph extends string>(graph: Graph): (ModelName & { readonly graph: Graph })[] {
  return FORMS.flatMap(form => {
    const stem = form === '' ? graph : `${graph}_${form}`;
    return FOLDERS.map(folder => ({ path: `${folder}${stem}.onnx`, stem, graph, form }));
  });
}

/** Graphs that make what the model reads: of images, of sound, of the ids of words. */
const FEEDING = ['embed_tokens', 'vision_encoder', 'audio_encoder'] as const;
export type FeedingGraph = (typeof FEEDING)[number];

/** Where the graphs lie that feed a model of several graphs, each under its first name. */
export function feedingNames(): (ModelName & { readonly graph: FeedingGraph })[] {
  return FEEDING.flatMap(graph => formsOf(graph));
}

export function isEncoder({ graph }: Pick<ModelName, 'graph'>): boolean {
  return graph === ENCODER;
}

export function isDecoder({ graph }: Pick<ModelName, 'graph'>): boolean {
  return graph.startsWith('decoder');
}

/** The one that a person means: by its name (`model_q4`), its path, or, of the first graph, its form (`q4`, and `fp32` for the file as it was exported). */
export function namedVariant<T extends ModelName & { readonly name: string }>(variants: readonly T[], wanted: string): T | undefined {
  if (wanted === '') return undefined;
  const plain = wanted.replace(/\.onnx$/i, '');
  const form = ALIASES.get(wanted) ?? wanted;
  return (
    variants.find(({ name, path }) => name === plain || path === wanted || path === `${plain}.onnx`) ??
    variants.find(variant => variant.form === form && variant.graph === variants[0]!.graph)
  );
}
