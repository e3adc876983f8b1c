import { listed } from './counted.ts';
import { standsInText, type Unit } from '../text/token.ts';

/** The part of a word's weights that goes to the special tokens around the text. */
export function specialShare(units: readonly Unit[], weights: Float32Array): number {
  return units.reduce((sum, unit, index) => sum + (standsInText(unit) ? 0 : weights[index]!), 0);
}

/** Names of the special tokens outside the text that are given any weight: of a causal model's, none that comes later. */
export function specialsGiven(units: readonly Unit[], weights: Float32Array): readonly string[] {
  return [...new Set(units.filter((unit, index) => !standsInText(unit) && weights[index] !== 0).map(unit => unit.label))];
}

export function namesOf(specials: readonly string[]): string {
  return listed(specials, 'and') || 'special tokens';
}
