import { counted } from './counted.ts';
import { evenHeads } from '../model/stack.ts';

/** `12 heads`, `1 head`, or `2 to 4 heads` where layers differ. @param heads of each layer */
export function headsOfALayer(heads: readonly number[]): string {
  const even = evenHeads(heads);
  return even === null ? `${Math.min(...heads)} to ${Math.max(...heads)} heads` : counted(even, 'head');
}
