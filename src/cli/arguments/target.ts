import { usageError, type GivenTarget } from './command.ts';

/** The second of two texts: itself, or `@` with the name of its file. @throws FaultError `usage` */
export function givenTarget(target: string): GivenTarget {
  if (!target.startsWith('@')) return { kind: 'text', text: target };
  if (target === '@') throw usageError('--target @ names no file', 'It takes the text itself, or @ with the name of a text file.');
  return { kind: 'file', file: target.slice(1) };
}
