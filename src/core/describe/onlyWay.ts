import type { AttentionStack } from '../model/stack.ts';

/** Why of two texts only the second can look at the first. */
export function onlyWay(kind: AttentionStack['kind']): string {
  return kind === 'cross'
    ? 'This model reads the first before it writes the second.'
    : 'This model reads from left to right: a word sees those before it.';
}
