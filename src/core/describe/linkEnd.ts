import type { Unit } from '../text/token.ts';

/** What the words of one end are called together, as they stand in the text; between words that do not follow each other, an ellipsis. */
export function nameOfEnd(units: readonly Unit[], members: readonly number[]): string {
  return members
    .map((member, index) => {
      const { label, start } = units[member]!;
      const before = members[index - 1];
      if (before === undefined) return label;
      if (before !== member - 1) return ` \u2026 ${label}`;
      return units[before]!.end === start ? label : ` ${label}`;
    })
    .join('');
}

/** Words as they stand in the text, the first of many. */
export function nameOfWords(units: readonly Unit[], members: readonly number[], most: number): string {
  return `${nameOfEnd(units, members.slice(0, most))}${members.length > most ? ' \u2026' : ''}`;
}
