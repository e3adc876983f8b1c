import type { HeadRanking, LayerSlice } from '../../src/protocol/headsApi.ts';
import type { PanelParts } from '../../src/protocol/panelParts.ts';
import { indexIn, isSameUnit } from '../../src/core/text/unitRef.ts';
import { partOf, type Scene } from '../scene.ts';

/** Parts that say what run and level they were made for. */
export interface RunParts extends Pick<
  PanelParts,
  'likeness' | 'path' | 'neighbours' | 'map' | 'thumbnails' | 'ranking' | 'link' | 'layers'
> {}

/**
 * The part; while a newer one is computed, or none is asked for, the one before it of the same run and level, so that nothing flickers. What it
 * was made for (word, hidden state) it says itself, and the page shows it under that name. Null when there is none, and when it failed.
 */
export function keptPart<N extends keyof RunParts>(scene: Scene, name: N): RunParts[N] | null {
  if (scene.snapshot.parts[name]?.kind === 'failed') return null;
  const last = (partOf(scene, name) ?? scene.parts[name]?.value ?? null) as RunParts[N] | null;
  return last?.runId === scene.matrix.runId && last.level === scene.matrix.level ? last : null;
}

/** The heads of the word, or, while those are computed, of the word before it; never of another direction. Null without a word. */
export function rankingOf(scene: Scene): HeadRanking | null {
  const ranking = keptPart(scene, 'ranking');
  return scene.word.source !== null && ranking?.direction === scene.state.direction ? ranking : null;
}

/** The heads of the word that is pointed at, of no other. */
export function ownRankingOf(scene: Scene): HeadRanking | null {
  const ranking = rankingOf(scene);
  return ranking && indexIn(scene.stream, ranking) === scene.word.source ? ranking : null;
}

/** The layers of the pinned word, of no other. */
export function layersOf(scene: Scene): LayerSlice | null {
  const layers = keptPart(scene, 'layers');
  return layers && isSameUnit(layers, scene.state.pinned) && layers.direction === scene.state.direction ? layers : null;
}
