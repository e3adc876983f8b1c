import { SCALE_UNITS, STRENGTHS } from '../core/scale.ts';
import { idOf } from './ids.ts';

/** What can be set, what it is when it is not, and its limits. A person's own values are read by `host/settings.ts`. */
export const SETTINGS = {
  /** Folder of the model; '' is the built-in one. */
  modelFolder: { id: idOf('modelFolder'), type: 'string', default: '' },
  /** Without a request, until the model process is stopped. */
  idleMinutes: { id: idOf('idleMinutes'), type: 'number', default: 10, minimum: 1, maximum: 1440 },
  /** File of word vectors, '' for none. */
  wordVectors: { id: idOf('wordVectors'), type: 'string', default: '' },
  /** What a text is looked through where nothing else was chosen: a lens, `L3 H1` or `L3`; '' is the model's own. */
  defaultHeads: { id: idOf('defaultHeads'), type: 'string', default: '' },
  /** What the steps of the colours count. */
  scale: { id: idOf('scale'), type: 'string', enum: SCALE_UNITS, default: 'auto' },
  /** How early the strong steps start. */
  strength: { id: idOf('strength'), type: 'string', enum: STRENGTHS, default: 'normal' },
  specialTokens: { id: idOf('specialTokens'), type: 'string', enum: ['shown', 'hidden'], default: 'shown' },
  /** Resting on a word shows a card beside it. */
  hoverCard: { id: idOf('hoverCard'), type: 'boolean', default: false },
  /** Tokens that a model writes at most where it writes the second of two texts. */
  writtenTokens: { id: idOf('writtenTokens'), type: 'number', default: 100, minimum: 1, maximum: 2000 },
} as const;

export type SettingName = keyof typeof SETTINGS;
type Types = { readonly number: number; readonly string: string; readonly boolean: boolean };
export type SettingValue<Name extends SettingName> = (typeof SETTINGS)[Name] extends { readonly enum: readonly (infer Value)[] }
  ? Value
  : Types[(typeof SETTINGS)[Name]['type']];

/** What a setting says as it was written, any JSON value: VS Code only warns of a wrong type or a number beyond its limits. */
export function settingValue<Name extends SettingName>(name: Name, written: unknown): SettingValue<Name> {
  const setting = SETTINGS[name];
  const allowed: readonly unknown[] | null = 'enum' in setting ? setting.enum : null;
  const isOfType = typeof written === setting.type && (allowed === null || allowed.includes(written));
  return (setting.type === 'number' ? within(setting, written) : isOfType ? written : setting.default) as SettingValue<Name>;
}

interface Limits {
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** What is no number is the default, what is beyond a limit is the limit. */
function within({ default: usual, minimum, maximum }: Limits, written: unknown): number {
  const isNumber = typeof written === 'number' || (typeof written === 'string' && written.trim() !== '');
  const given = isNumber ? Number(written) : NaN;
  return Number.isNaN(given) ? usual : Math.min(maximum, Math.max(minimum, given));
}
