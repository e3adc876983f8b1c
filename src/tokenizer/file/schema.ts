import { readJson, type JsonLimits } from '../../core/json.ts';
import { corrupt } from './faults.ts';

export type JsonObject = Record<string, unknown>;

/** Ids are 32-bit in every runtime and file format. */
const LARGEST_ID = 2 ** 31 - 1;

/** The largest real ones have a vocabulary of 260,000 and 510,000 merges, each a list of two. */
const TOKENIZER_JSON: JsonLimits = { depth: 64, parts: 4_000_000, names: 1_000_000 };

/** @param name of the file, for the error */
export function parseObject(text: string, name: string): JsonObject {
  const read = readJson(text, TOKENIZER_JSON);
  if ('refused' in read) throw corrupt(`${name} cannot be used: ${read.refused}.`);
  return asRecord(read.value, 'top level');
}

export function asRecord(value: unknown, where: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw corrupt(`Its ${where} is not an object.`);
  return value as JsonObject;
}

export function asString(value: unknown, where: string): string {
  if (typeof value !== 'string') throw corrupt(`Its ${where} is not a text.`);
  return value;
}

export function asId(value: unknown, where: string): number {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > LARGEST_ID)
    throw corrupt(`Its ${where} has an id that is not a whole number from 0 to 2^31 - 1.`);
  return value as number;
}

/** A missing switch has the value `otherwise`, as in the Rust library. */
export function asSwitch(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

export function readVocabulary(value: unknown): Map<string, number> {
  const vocabulary = new Map<string, number>();
  const seen = new Set<number>();
  for (const [entry, id] of Object.entries(asRecord(value, 'vocabulary'))) {
    vocabulary.set(entry, asId(id, 'vocabulary'));
    seen.add(id as number);
  }
  if (vocabulary.size === 0) throw corrupt('Its vocabulary is empty.');
  if (seen.size < vocabulary.size) throw corrupt('Its vocabulary gives one id to two entries.');
  return vocabulary;
}
