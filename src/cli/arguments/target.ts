import type { Told } from '../../core/model/told.ts';
import { usageError, type GivenTarget } from './command.ts';
import type { OptionName, OptionValues } from './options.ts';

/** Options that say what an encoder-decoder is told beside two texts. */
export const TOLD_OPTIONS = ['task', 'source-language', 'target-language'] as const satisfies readonly OptionName[];

export function toldOf({ task, 'source-language': source, 'target-language': target }: OptionValues): Told {
  return {
    ...(task !== undefined && { task }),
    ...(source !== undefined && { sourceLanguage: source }),
    ...(target !== undefined && { targetLanguage: target }),
  };
}

/** The second of two texts: itself, or `@` with the name of its file. @throws FaultError `usage` */
export function givenTarget(target: string): GivenTarget {
  if (!target.startsWith('@')) return { kind: 'text', text: target };
  if (target === '@') throw usageError('--target @ names no file', 'It takes the text itself, or @ with the name of a text file.');
  return { kind: 'file', file: target.slice(1) };
}
