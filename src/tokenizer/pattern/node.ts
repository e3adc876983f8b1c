import type { IsMember } from './codePointSet.ts';

/** Where a text is, beside what stands there. */
export type Place = 'line start' | 'line end' | 'text start' | 'text end' | 'last line end' | 'word edge' | 'no word edge';

/** A regular expression, read. No part of it depends on what another has matched: there are neither captures nor back references. */
export type Node =
  /** One code point of a set. @property folds its case is ignored */
  | { readonly type: 'one'; readonly isMember: IsMember; readonly folds: boolean }
  | { readonly type: 'literal'; readonly codePoint: number }
  | { readonly type: 'sequence'; readonly items: readonly Node[] }
  | { readonly type: 'choice'; readonly options: readonly Node[] }
  /** @property most `Infinity` for no bound */
  | { readonly type: 'repeat'; readonly item: Node; readonly least: number; readonly most: number; readonly mode: RepeatMode }
  /** What it has matched is not given back. */
  | { readonly type: 'atomic'; readonly item: Node }
  | { readonly type: 'look'; readonly item: Node; readonly behind: boolean; readonly negative: boolean }
  | { readonly type: 'place'; readonly place: Place };

export type RepeatMode = 'greedy' | 'lazy' | 'possessive';

/** Code points that a node matches; `most` is `Infinity` where there is no bound. */
export interface Width {
  readonly least: number;
  readonly most: number;
}

const NO_WIDTH: Width = { least: 0, most: 0 };

export function widthOf(node: Node): Width {
  switch (node.type) {
    case 'one':
    case 'literal':
      return { least: 1, most: 1 };
    case 'sequence':
      return node.items.map(widthOf).reduce((sum, { least, most }) => ({ least: sum.least + least, most: sum.most + most }), NO_WIDTH);
    case 'choice': {
      const widths = node.options.map(widthOf);
      return { least: Math.min(...widths.map(({ least }) => least)), most: Math.max(...widths.map(({ most }) => most)) };
    }
    case 'repeat': {
      const { least, most } = widthOf(node.item);
      return { least: least * node.least, most: most === 0 ? 0 : most * node.most };
    }
    case 'atomic':
      return widthOf(node.item);
    case 'look':
    case 'place':
      return NO_WIDTH;
  }
}

export function branchesOf(node: Node): readonly Node[] {
  return node.type === 'choice' ? node.options : [node];
}
