import { idOf } from './ids.ts';

/** What can be set, what it is when it is not, and its limits. A person's own values are read by `host/settings.ts`. */
export const SETTINGS = {
  /** Folder of the model; '' is the built-in one. */
  modelFolder: { id: idOf('modelFolder'), type: 'string', default: '' },
  /** Without a request, until the model process is stopped. */
  idleMinutes: { id: idOf('idleMinutes'), type: 'number', default: 10, minimum: 1, maximum: 1440 },
  /** File of word vectors, '' for none. */
  wordVectors: { id: idOf('wordVectors'), type: 'string', default: '' },
} as const;

export type SettingName = keyof typeof SETTINGS;
export type SettingValue<Name extends SettingName> = (typeof SETTINGS)[Name]['type'] extends 'number' ? number : string;

/** What a setting says as it was written, any JSON value: VS Code only warns of a wrong type or a number beyond its limits. */
export function settingValue<Name extends SettingName>(name: Name, written: unknown): SettingValue<Name> {
  const setting = SETTINGS[name];
  return (
    setting.type === 'number' ? within(setting, written) : typeof written === 'string' ? written : setting.default
  ) as SettingValue<Name>;
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
