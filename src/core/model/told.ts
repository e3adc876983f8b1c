/** What a model of two texts is told beside them, by the names that its own files have. */
export interface Told {
  /** One of its tasks, each of which puts a text before the source. */
  readonly task?: string;
  /** Codes of the languages of both texts, where it tells them apart. */
  readonly sourceLanguage?: string;
  readonly targetLanguage?: string;
}

/** A text that goes before the source to say what is wanted of the model. */
export interface Task {
  readonly name: string;
  readonly prefix: string;
}

/** What it can be told. */
export interface Tellable {
  readonly tasks: readonly Task[];
  /** Codes of languages that a target can be in. */
  readonly languages: readonly string[];
  /** Its tokenizer has a place for the language of the source, too. */
  readonly tellsSource: boolean;
}

export function canBeTold({ tasks, languages }: Tellable): boolean {
  return tasks.length > 0 || languages.length > 0;
}

/** Of something that was remembered, which may be of any shape. */
export function toldIn(remembered: unknown): Told {
  if (typeof remembered !== 'object' || remembered === null) return {};
  const entries = Object.entries(remembered).filter(([key, value]) => KEYS.includes(key) && typeof value === 'string' && value !== '');
  return Object.fromEntries(entries) as Told;
}

const KEYS: readonly string[] = ['task', 'sourceLanguage', 'targetLanguage'] satisfies (keyof Told)[];

export function isToldNothing({ task, sourceLanguage, targetLanguage }: Told): boolean {
  return task === undefined && sourceLanguage === undefined && targetLanguage === undefined;
}

/** For texts that were swapped: what was the source is the target. @param tellsSource there is a place for the language of the source */
export function swapped({ sourceLanguage, targetLanguage, ...told }: Told, tellsSource: boolean): Told {
  return {
    ...told,
    ...(tellsSource && targetLanguage !== undefined && { sourceLanguage: targetLanguage }),
    ...(sourceLanguage !== undefined && { targetLanguage: sourceLanguage }),
  };
}

export function isSameTold(a: Told, b: Told): boolean {
  return a.task === b.task && a.sourceLanguage === b.sourceLanguage && a.targetLanguage === b.targetLanguage;
}
