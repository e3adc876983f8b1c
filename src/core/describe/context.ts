import { formatCount } from './numbers.ts';
import type { ContextSizes } from '../model/contextSizes.ts';

/** Behind a number of tokens that is not the model's own, whose it is: ` (as memory allows; its own context is 8,192)`; else ''. */
export function contextNote({ contextLength, ownContext }: ContextSizes): string {
  if (contextLength === ownContext) return '';
  return ` (as memory allows; its own context is ${ownContext === null ? 'not known' : formatCount(ownContext)})`;
}
