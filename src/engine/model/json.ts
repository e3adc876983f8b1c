import { isRecord } from '../../core/checks.ts';
import { readJson, SETTINGS_JSON } from '../../core/json.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return isRecord(value) && !Array.isArray(value);
}

/** A JSON text of a few settings as an object, or null when it is not one. */
export function parseObject(text: string): JsonObject | null {
  const read = readJson(text, SETTINGS_JSON);
  return 'value' in read && isObject(read.value) ? read.value : null;
}
