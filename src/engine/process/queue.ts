import { engineMethod, type EngineMethod } from '../../protocol/engineMethods.ts';

/** What is on screen first: then the model, then the text that is asked for, then what a page adds to it, then what takes long. */
const ORDER: readonly EngineMethod['cost'][] = ['slice', 'open', 'run', 'pass', 'passes', 'disk'];

/**
 * Which of the waiting calls (oldest first) goes next: the cheapest kind, in order; but of runs the newest, since each replaces the one before.
 * A name that is no method is answered at once.
 */
export function pickNext(methods: readonly string[]): number {
  const ranks = methods.map(method => ORDER.indexOf(engineMethod(method)?.cost ?? 'slice'));
  const first = Math.min(...ranks);
  return ORDER[first] === 'run' ? ranks.lastIndexOf(first) : ranks.indexOf(first);
}

/** What mostly waits for the disk, or uses no model: it holds up nothing else and waits for nothing else. */
export function isBeside(method: string, parameters: unknown): boolean {
  const declared = engineMethod(method);
  return declared?.cost === 'disk' || declared?.usesNoModel?.(parameters as never) === true;
}
