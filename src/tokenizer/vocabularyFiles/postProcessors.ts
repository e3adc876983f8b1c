import { corrupt } from '../file/faults.ts';
import { asId, type JsonObject } from '../file/schema.ts';
import type { SpecialText } from './settings.ts';

/** `[CLS] A [SEP]`, `[CLS] A [SEP] B [SEP]`, the second text in a segment of its own. */
export function bertTemplate(vocabulary: JsonObject, cls: SpecialText | null | undefined, sep: SpecialText | null | undefined): JsonObject {
  const [first, last] = [named(vocabulary, cls), named(vocabulary, sep)];
  const single = [special(first, 0), text('A', 0), special(last, 0)];
  return templateOf(single, [...single, text('B', 1), special(last, 1)], [first, last]);
}

/** A token before each text. */
export function beginningTemplate(vocabulary: JsonObject, bos: SpecialText | null | undefined): JsonObject {
  const first = named(vocabulary, bos);
  const single = [special(first, 0), text('A', 0)];
  return templateOf(single, [...single, special(first, 1), text('B', 1)], [first]);
}

export function robertaProcessing(
  vocabulary: JsonObject,
  cls: SpecialText | null | undefined,
  sep: SpecialText | null | undefined,
  options: { readonly trim_offsets: boolean; readonly add_prefix_space: boolean },
): JsonObject {
  const pair = (token: Named): [string, number] => [token.content, token.id];
  return { type: 'RobertaProcessing', cls: pair(named(vocabulary, cls)), sep: pair(named(vocabulary, sep)), ...options };
}

interface Named {
  readonly content: string;
  readonly id: number;
}

function named(vocabulary: JsonObject, token: SpecialText | null | undefined): Named {
  const content = token?.content;
  if (content === undefined || !Object.hasOwn(vocabulary, content))
    throw corrupt('Its vocabulary lacks a special token that goes around every text.');
  return { content, id: asId(vocabulary[content], 'vocabulary') };
}

function special({ content }: Named, type_id: number): JsonObject {
  return { SpecialToken: { id: content, type_id } };
}

function text(id: 'A' | 'B', type_id: number): JsonObject {
  return { Sequence: { id, type_id } };
}

function templateOf(single: JsonObject[], pair: JsonObject[], tokens: readonly Named[]): JsonObject {
  const special_tokens = Object.fromEntries(tokens.map(({ content, id }) => [content, { id: content, ids: [id], tokens: [content] }]));
  return { type: 'TemplateProcessing', single, pair, special_tokens };
}
