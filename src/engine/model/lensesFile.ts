import { isIndex } from '../../core/checks.ts';
import type { Combine, Evidence, HeadRef, HeadSelection, Lens } from '../../core/attention/lens.ts';
import { allHeads, headsIn } from '../../core/model/stack.ts';
import type { Lenses } from './defaultLenses.ts';
import { isObject, parseObject } from './json.ts';

/**
 * lenses.json, checked against the model's heads of each layer: what does not fit is left out and named in `warnings`.
 * @returns null when nothing of it can be used
 */
export function readLenses(text: string, heads: readonly number[], warnings: string[]): Lenses | null {
  const root = parseObject(text);
  const entries = root?.['lenses'];
  if (!root || !Array.isArray(entries)) {
    warnings.push('lenses.json is damaged and was not used.');
    return null;
  }
  const lenses: Lens[] = [];
  for (const [index, entry] of entries.slice(0, MOST_LENSES).entries()) {
    const lens = readLens(entry, heads);
    if (typeof lens === 'string') warnings.push(`Lens ${index + 1} of lenses.json was left out: ${lens}.`);
    else if (lenses.some(other => other.id === lens.id)) warnings.push(`Lens ${index + 1} of lenses.json was left out: its id is taken.`);
    else lenses.push(lens);
  }
  const [first] = lenses;
  if (!first) return null;
  const wanted = lenses.find(lens => lens.id === root['default']);
  const languages = readLanguages(root['languages'], warnings);
  return {
    lenses,
    defaultLens: (wanted ?? first).id,
    about: readText(root['about'], LONGEST_SENTENCE) ?? '',
    ...(languages && { languages }),
    roles: [],
  };
}

const MOST_LENSES = 100;
const LONGEST_NAME = 60;
const LONGEST_SENTENCE = 500;
const MOST_LANGUAGES = 300;
const LANGUAGE = /^[a-z]{2}$/;
const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** A lens made of nothing but the fields known here, or why there is none. */
function readLens(entry: unknown, heads: readonly number[]): Lens | string {
  if (!isObject(entry)) return 'it is not an object';
  const { id } = entry;
  const name = readText(entry['name'], LONGEST_NAME);
  const description = readText(entry['description'], LONGEST_SENTENCE);
  if (typeof id !== 'string' || !ID.test(id)) return 'its id is not made of small letters, digits and hyphens';
  if (!name || description === null) return 'its name or description is missing or too long';
  const selection = readSelection(entry['selection'], heads);
  if (!selection) return 'it names heads that this model does not have';
  const combine = readCombine(entry['combine']);
  if (!combine) return 'it combines heads neither by mean nor by max, nor takes the strongest for each word';
  const evidence = Array.isArray(entry['evidence']) ? entry['evidence'].map(readEvidence) : [null];
  // A name must not outlive the evidence for it.
  if (!evidence.every(item => item !== null)) return 'its evidence is damaged';
  return { id, name, description, selection, combine, evidence };
}

/** Null: it names none. */
function readLanguages(value: unknown, warnings: string[]): string[] | null {
  if (value === undefined) return null;
  const isCode = (code: unknown): code is string => typeof code === 'string' && LANGUAGE.test(code);
  if (Array.isArray(value) && value.length > 0 && value.length <= MOST_LANGUAGES && value.every(isCode)) return value;
  warnings.push('The languages of lenses.json were left out: they are not codes of two letters.');
  return null;
}

function readSelection(value: unknown, heads: readonly number[]): HeadSelection | null {
  if (!isObject(value)) return null;
  const { kind, layer, heads: list } = value;
  if (kind === 'all') return { kind };
  if (kind === 'layer') return isIndex(layer, heads.length) ? { kind, layer } : null;
  if (kind !== 'heads' || !Array.isArray(list) || list.length === 0 || list.length > allHeads(heads).length) return null;
  const refs = list.map((ref: unknown): HeadRef | null => {
    const [layer, head] = Array.isArray(ref) && ref.length === 2 ? (ref as unknown[]) : [];
    return isIndex(layer, heads.length) && isIndex(head, headsIn(heads, layer)) ? [layer, head] : null;
  });
  return refs.every(ref => ref !== null) ? { kind, heads: refs } : null;
}

function readCombine(value: unknown): Combine | null {
  return value === 'mean' || value === 'max' || value === 'strongest' ? value : null;
}

function readEvidence(value: unknown): Evidence | null {
  if (!isObject(value)) return null;
  const [measure, baselineName, data] = ['measure', 'baselineName', 'data'].map(key => readText(value[key], LONGEST_SENTENCE));
  const { value: share, baseline, cases } = value;
  if (!measure || !baselineName || !data || !isShare(share) || !isShare(baseline) || !isIndex(cases, Infinity)) return null;
  return { measure, value: share, baseline, baselineName, data, cases };
}

function readText(value: unknown, longest: number): string | null {
  return typeof value === 'string' && value.length <= longest ? value : null;
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
