import type { Tab } from './pages.ts';

interface SectionPlace {
  readonly page: Tab;
  /** Until a person folds or unfolds it. */
  readonly isOpen: boolean;
}

/** What can be folded of the pages of the panel, in the order in which it stands there. What only a folded section shows is not asked for. */
export const SECTIONS = {
  /** Where no editor shows it, it is open at first. */
  text: { page: 'attention', isOpen: false },
  ground: { page: 'attention', isOpen: true },
  links: { page: 'attention', isOpen: true },
  linkPlaces: { page: 'attention', isOpen: true },
  strongest: { page: 'attention', isOpen: true },
  heads: { page: 'attention', isOpen: true },
  roles: { page: 'attention', isOpen: true },
  matrix: { page: 'attention', isOpen: true },
  layers: { page: 'attention', isOpen: true },
  distances: { page: 'attention', isOpen: false },
  input: { page: 'vectors', isOpen: false },
  strips: { page: 'vectors', isOpen: true },
  order: { page: 'vectors', isOpen: true },
  path: { page: 'vectors', isOpen: true },
  neighbours: { page: 'vectors', isOpen: false },
  map: { page: 'vectors', isOpen: false },
  occurrences: { page: 'compare', isOpen: true },
  whatIf: { page: 'compare', isOpen: true },
  influence: { page: 'effects', isOpen: true },
  ranked: { page: 'effects', isOpen: true },
} satisfies Readonly<Record<string, SectionPlace>>;

export type SectionId = keyof typeof SECTIONS;

/** What a person folded and unfolded. */
export type Folding = { readonly [id in SectionId]?: boolean };

/** @param atFirst where more than the section itself decides that */
export function isSectionOpen(folding: Folding, id: SectionId, atFirst: boolean = SECTIONS[id].isOpen): boolean {
  return folding[id] ?? atFirst;
}

/** What can be asked for by name: a section, or something in one. */
export const PLACES = { ...sectionsAsPlaces(), tokens: 'input', about: 'input' } as const satisfies Readonly<Record<string, SectionId>>;

export type Place = keyof typeof PLACES;

function sectionsAsPlaces(): { readonly [id in SectionId]: id } {
  return Object.fromEntries(Object.keys(SECTIONS).map(id => [id, id])) as { readonly [id in SectionId]: id };
}
