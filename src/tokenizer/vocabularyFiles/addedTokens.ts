import { asId, asRecord, type JsonObject } from '../file/schema.ts';
import { readText, ROLES, type Settings, type SpecialText, type SpecialTexts } from './settings.ts';

/**
 * The `added_tokens` of a tokenizer.json: special tokens that the vocabulary has, and those that settings give an id of their own.
 */
export function addedTokensOf(texts: SpecialTexts, settings: Settings, vocabulary: JsonObject): JsonObject[] {
  const tokens = new Map<string, JsonObject>();
  const add = (text: SpecialText, id: unknown, special: boolean, normalized: boolean): void => {
    tokens.set(text.content, {
      lstrip: false,
      rstrip: false,
      single_word: false,
      ...text,
      id: asId(id, 'added token'),
      special,
      normalized,
    });
  };
  const roles = ROLES.flatMap(role => texts[role] ?? []);
  const others = [settings.special, settings.tokenizer].map(from => from['additional_special_tokens']).find(Array.isArray) ?? [];
  const special = [...roles, ...others.map(readText)];
  for (const text of special) if (Object.hasOwn(vocabulary, text.content)) add(text, vocabulary[text.content], true, false);
  for (const [content, id] of Object.entries(settings.added)) {
    const named = special.find(text => text.content === content);
    add(named ?? { content }, id, named !== undefined, named === undefined);
  }
  for (const [id, value] of Object.entries(asRecord(settings.tokenizer['added_tokens_decoder'] ?? {}, 'list of added tokens'))) {
    const { special, normalized } = asRecord(value, 'added token');
    add(readText(value), Number(id), special === true, normalized === true);
  }
  return [...tokens.values()];
}
