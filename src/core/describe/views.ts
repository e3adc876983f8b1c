import type { HeadRef, Lens, View } from '../attention/lens.ts';
import { lensesOfHead } from '../attention/linking.ts';
import { headsIn } from '../model/stack.ts';
import { counted } from './counted.ts';

/** A head in the words of the interface, with the lens that it is known as: `Layer 3, head 1 (Reference)`. */
export function nameOfHead(head: HeadRef, lenses: readonly Lens[]): string {
  return `Layer ${head[0]}, head ${head[1]}${knownAs(head, lenses)}`;
}

/** ` (Reference)`, empty for a head that no lens looks through. */
export function knownAs(head: HeadRef, lenses: readonly Lens[]): string {
  return namesOfHead(lenses, head)
    .map(name => ` (${name})`)
    .join('');
}

/** Of the smallest lens that looks through it, where there is one. */
function namesOfHead(lenses: readonly Lens[], head: HeadRef): string[] {
  return lensesOfHead(lenses, head)
    .slice(0, 1)
    .map(({ name }) => name);
}

/** A view in the words of the interface: `Layer 3, head 1`, `Layer 5, mean of 12 heads`, the name of a lens. @param heads of each layer */
export function nameOfView(view: View, lenses: readonly Lens[], heads: readonly number[]): string {
  switch (view.kind) {
    case 'lens':
      return lenses.find(lens => lens.id === view.id)?.name ?? view.id;
    case 'head':
      return `Layer ${view.layer}, head ${view.head}`;
    case 'layer':
      return `Layer ${view.layer}, mean of ${counted(headsIn(heads, view.layer), 'head')}`;
    case 'rollout':
      return `Rollout up to layer ${view.layer}`;
  }
}

/** The same, as short as the status bar needs it: `L3 H1`, `L0 mean`, the name of a lens. @param head that the word has of its own */
export function shortNameOfView(view: View, lenses: readonly Lens[], head: HeadRef | null = null): string {
  if (head) return [`L${head[0]} H${head[1]}`, ...namesOfHead(lenses, head)].join(' ');
  switch (view.kind) {
    case 'lens':
      return lenses.find(lens => lens.id === view.id)?.name ?? view.id;
    case 'head':
      return `L${view.layer} H${view.head}`;
    case 'layer':
      return `L${view.layer} mean`;
    case 'rollout':
      return `Rollout to L${view.layer}`;
  }
}
