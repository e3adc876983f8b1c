import { FaultError } from '../../core/faults.ts';
import { findFile } from '../model/folderFiles.ts';
import type { Task } from '../../core/model/told.ts';
import { readJsonText } from '../model/folder.ts';
import { isObject, parseObject, type JsonObject } from '../model/json.ts';

/** What the files of a model say of what is written, token by token. */
export interface WrittenEnds {
  /** Tokens that end a text. */
  readonly endIds: readonly number[];
  /** Tokens that are never written (`suppress_tokens`, `bad_words_ids`). */
  readonly neverIds: readonly number[];
}

/** What the files of an encoder-decoder say of how a text is begun, written and ended. */
export interface WritingSettings extends WrittenEnds {
  /** The token that every target begins with (`decoder_start_token_id`). */
  readonly startId: number;
  /** The one behind it, where the model wants one (`forced_bos_token_id`). */
  readonly secondId: number | null;
  readonly tasks: readonly Task[];
}

/**
 * Of generation_config.json, else of config.json.
 * @throws FaultError `unsupported-model` when neither says how a text begins
 */
export function readWriting(directory: string): WritingSettings {
  const [generation, config] = settingsIn(directory);
  const given = (key: string): unknown => generation[key] ?? config[key];
  const startId = idOf(given('decoder_start_token_id')) ?? idOf(given('bos_token_id'));
  if (startId === null) throw noStart();
  return {
    startId,
    secondId: idOf(given('forced_bos_token_id')),
    ...endsOf(given),
    tasks: tasksOf(config['task_specific_params']),
  };
}

/** The same of a decoder: of generation_config.json, else of config.json, else of genai_config.json. */
export function readEnds(directory: string): WrittenEnds {
  const [generation, config, genai] = settingsIn(directory);
  const { model } = genai;
  return endsOf(key => generation[key] ?? config[key] ?? (isObject(model) ? model[key] : undefined));
}

function settingsIn(directory: string): [generation: JsonObject, config: JsonObject, genai: JsonObject] {
  return ['generation_config.json', 'config.json', 'genai_config.json'].map(name => {
    const file = findFile(directory, name);
    return (file && parseObject(readJsonText(file))) ?? {};
  }) as [JsonObject, JsonObject, JsonObject];
}

function endsOf(given: (key: string) => unknown): WrittenEnds {
  return {
    endIds: idsOf(given('eos_token_id')),
    neverIds: [...idsOf(given('suppress_tokens')), ...badWords(given('bad_words_ids'))],
  };
}

function idOf(value: unknown): number | null {
  const [first] = idsOf(value);
  return first ?? null;
}

function idsOf(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).filter((id): id is number => Number.isSafeInteger(id) && Number(id) >= 0);
}

/** Those of one token: longer ones depend on what was written before. */
function badWords(value: unknown): number[] {
  return Array.isArray(value) ? value.flatMap(word => (Array.isArray(word) && word.length === 1 ? idsOf(word) : [])) : [];
}

const MOST_TASKS = 100;
const LONGEST_PREFIX = 400;

function tasksOf(value: unknown): Task[] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .slice(0, MOST_TASKS)
    .flatMap(([name, task]) => {
      const prefix = isObject(task) ? task['prefix'] : null;
      return typeof prefix === 'string' && prefix !== '' && prefix.length <= LONGEST_PREFIX ? [{ name, prefix }] : [];
    });
}

function noStart(): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'How this model begins a text is not known',
    cause: 'Neither generation_config.json nor config.json gives the token that a target begins with (decoder_start_token_id).',
    nextStep: 'Put config.json of the same model beside its files.',
  });
}
