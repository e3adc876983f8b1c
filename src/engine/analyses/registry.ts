import type { AnalysisApi } from '../../protocol/engineMethods.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { listVariants } from '../model/listVariants.ts';
import { wordVectors } from '../wordVectors/wordVectors.ts';
import { distances, entropy, layers, matrix, rankHeads, thumbnails } from './attention.ts';
import { row, sampledRows } from './rows.ts';
import { shifts } from './influence.ts';
import { ground, groundPair } from '../grounding/ground.ts';
import { groundRemovals } from '../grounding/removals.ts';
import { inputs } from './inputParts.ts';
import { linkHeads } from './linking.ts';
import { neighbours } from './neighbours.ts';
import { compare } from './occurrences.ts';
import { positions } from './positions.ts';
import { variantDifference } from './variantDifference.ts';
import type { RunMaker } from './runMaker.ts';
import { variant } from './variant.ts';
import { writeTensors } from './tensorFile.ts';
import { tokens } from './tokens.ts';
import { writingOffer } from '../twoTexts/offer.ts';
import { write } from '../twoTexts/written.ts';
import { drift, likeness, path } from './wordAnalyses.ts';
import { map } from './wordMap.ts';

/** What makes each declared analysis from the runs and models, and from what makes more runs. */
export type Makers = { readonly [A in keyof AnalysisApi]: (access: RunAccess, runs: RunMaker) => Handlers<AnalysisApi>[A] };

/** The function of every analysis that `protocol/engineMethods.ts` declares: one that is missing, or declared nowhere, does not compile. */
const MAKERS = {
  matrix,
  row,
  sampledRows,
  thumbnails,
  rankHeads,
  linkHeads,
  writeTensors,
  entropy,
  distances,
  layers,
  likeness,
  path,
  drift,
  inputs,
  neighbours,
  map,
  modelVariants:
    () =>
    async ({ directory }) =>
      listVariants(directory),
  variantDifference,
  tokens,
  positions,
  shifts,
  compare,
  variant,
  wordVectors: access => wordVectors(access),
  ground,
  groundPair,
  groundRemovals,
  writingOffer: () => async request => writingOffer(request),
  write: access => write(access),
} satisfies Makers;

export type Analyses = { readonly [A in keyof typeof MAKERS]: ReturnType<(typeof MAKERS)[A]> };

export function createAnalyses(access: RunAccess, runs: RunMaker): Analyses {
  return Object.fromEntries(Object.entries(MAKERS).map(([name, make]) => [name, make(access, runs)])) as Analyses;
}
