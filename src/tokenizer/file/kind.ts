/** The `type` of a part of tokenizer.json, fit to stand in a sentence: the file is not trusted, so anything but a plain name is not repeated. */
export function typeName(part: unknown): string {
  if (part === undefined || part === null) return 'missing';
  const type = typeof part === 'object' ? (part as Record<string, unknown>)['type'] : undefined;
  return typeof type === 'string' && /^[A-Za-z]{1,40}$/.test(type) ? type : 'of an unknown kind';
}

/** The kind of a tokenizer in the field's words. */
export function nameModelKind(model: Record<string, unknown>, root: Record<string, unknown>): string {
  const type = modelType(model);
  if (type === 'BPE') return isByteLevel(root) ? 'byte-level BPE' : 'BPE';
  return type;
}

/** The `type` of a model, by its fields where old files leave it out. */
export function modelType(model: Record<string, unknown>): string {
  return model['type'] === undefined ? kindFromFields(model) : typeName(model);
}

function kindFromFields(model: Record<string, unknown>): string {
  if ('merges' in model) return 'BPE';
  if ('continuing_subword_prefix' in model) return 'WordPiece';
  return Array.isArray(model['vocab']) ? 'Unigram' : 'WordLevel';
}

/** ByteLevel may stand alone or as the last step of a sequence, so it is looked for in both places it must appear. */
function isByteLevel(root: Record<string, unknown>): boolean {
  return [root['decoder'], root['pre_tokenizer']].some(part => stepTypes(part).includes('ByteLevel'));
}

function stepTypes(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const steps = (part as Record<string, unknown>)['pretokenizers'] ?? (part as Record<string, unknown>)['decoders'];
  return [typeName(part), ...(Array.isArray(steps) ? steps.map(typeName) : [])];
}
