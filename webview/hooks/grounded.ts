import { costsMost } from '../../src/core/describe/ground.ts';
import { readsAnAnswer } from '../../src/core/grounding/layout.ts';
import type { Span } from '../../src/core/text/span.ts';
import type { GroundPart, RemovalPart } from '../../src/protocol/panelParts.ts';
import { partOf, type Scene } from '../scene.ts';

/** Two texts that are an answer on its source. */
export function isAnswer({ model, data }: Scene): boolean {
  return readsAnAnswer(model.attention, data.summary);
}

/** What the answer looks at; null while that is not here. */
export function groundOf(scene: Scene): GroundPart | null {
  const part = partOf(scene, 'ground');
  return part?.runId === scene.matrix.runId ? part : null;
}

/** What it loses without parts of its source, as far as that was measured; null before. While more is asked for, what is here stays. */
export function removalsOf(scene: Scene): RemovalPart | null {
  const last = (partOf(scene, 'removals') ?? scene.parts.removals?.value ?? null) as RemovalPart | null;
  return last?.runId === scene.matrix.runId ? last : null;
}

/** The sentence that a unit stands in; -1: in none. */
export function sentenceOf({ units }: Scene, sentences: readonly Span[], unit: number | null | undefined): number {
  const span = unit === null || unit === undefined ? undefined : units[unit];
  return span ? sentences.findIndex(({ start, end }) => span.start < end && span.end > start) : -1;
}

/** What the word that is looked from costs most, as its sentence was checked by removal; '' of no word of a checked sentence. */
export function costOf(scene: Scene): string {
  const [ground, removals] = [groundOf(scene), removalsOf(scene)];
  if (!ground || !removals) return '';
  const sentence = sentenceOf(scene, ground.answer, scene.word.source);
  const effects = removals.effects[sentence];
  const lineOf = (place: number) => scene.snapshot.pair!.first.line + ground.written.source[place]!.line;
  return effects ? costsMost(ground.reached[sentence]!, effects, lineOf) : '';
}
