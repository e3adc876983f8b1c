import { specialEncoding, withTypeId, type Encoding, type SpecialToken } from '../encoding.ts';
import { corrupt, unsupported } from '../file/faults.ts';
import { asId, asRecord, asString, type JsonObject } from '../file/schema.ts';
import type { PostProcessor } from './postProcessor.ts';
import { checked, type SpecialIds } from './special.ts';

/** The place of a text (0 for `$A`, 1 for `$B`), or special tokens, and the segment they are of. */
type TemplateEntry = { readonly typeId: number } & ({ readonly sequence: 0 | 1 } | { readonly special: readonly SpecialToken[] });

export function readTemplateProcessing(options: JsonObject, _: unknown, ids: SpecialIds): PostProcessor {
  const special = new Map(Object.entries(asRecord(options['special_tokens'] ?? {}, 'post-processor')));
  if (!Array.isArray(options['single'])) throw corrupt('Its post-processor has no template for one text.');
  const single = readTemplate(options['single'], special, ids);
  const pair = Array.isArray(options['pair']) ? readTemplate(options['pair'], special, ids) : [];
  if (!placesEachOnce(single, [0])) throw corrupt('Its post-processor does not place the text exactly once.');
  return new TemplateProcessing(single, placesEachOnce(pair, [0, 1]) ? pair : null);
}

class TemplateProcessing implements PostProcessor {
  readonly specialIds: readonly number[];
  readonly #single: readonly TemplateEntry[];
  /** Null: has no place for two texts. Nothing in the file says that it must. */
  readonly #pair: readonly TemplateEntry[] | null;

  constructor(single: readonly TemplateEntry[], pair: readonly TemplateEntry[] | null) {
    this.#single = single;
    this.#pair = pair;
    this.specialIds = [...single, ...(pair ?? [])].flatMap(entry => ('special' in entry ? entry.special.map(({ id }) => id) : []));
  }

  process(encodings: readonly Encoding[]): readonly Encoding[] {
    const template = encodings.length === 1 ? this.#single : this.#pair;
    if (!template) throw unsupported('Its post-processor has no template that places each of two texts once.');
    return template.map(entry =>
      'special' in entry ? specialEncoding(entry.special, entry.typeId) : withTypeId(encodings[entry.sequence]!, entry.typeId),
    );
  }
}

function placesEachOnce(template: readonly TemplateEntry[], sequences: readonly number[]): boolean {
  const placed = template.flatMap(entry => ('sequence' in entry ? [entry.sequence] : []));
  return placed.length === sequences.length && sequences.every(sequence => placed.includes(sequence as 0 | 1));
}

function readTemplate(entries: readonly unknown[], special: ReadonlyMap<string, unknown>, ids: SpecialIds): TemplateEntry[] {
  return entries.map((value): TemplateEntry => {
    const entry = asRecord(value, 'post-processor');
    if (entry['Sequence'] !== undefined) {
      const { id, type_id } = asRecord(entry['Sequence'], 'post-processor');
      return { sequence: id === 'B' ? 1 : 0, typeId: asId(type_id ?? 0, 'post-processor') };
    }
    const { id, type_id } = asRecord(entry['SpecialToken'], 'post-processor');
    const tokens = readSpecialToken(special.get(asString(id, 'post-processor')));
    return { special: tokens.map(token => checked(token, ids)), typeId: asId(type_id ?? 0, 'post-processor') };
  });
}

/** One name of a template may stand for several tokens. */
function readSpecialToken(value: unknown): SpecialToken[] {
  const { ids, tokens } = asRecord(value, 'post-processor');
  if (!Array.isArray(ids) || !Array.isArray(tokens) || ids.length !== tokens.length)
    throw corrupt('Its post-processor names a special token without an id.');
  return ids.map((id, index) => ({ id: asId(id, 'post-processor'), text: asString(tokens[index], 'post-processor') }));
}
