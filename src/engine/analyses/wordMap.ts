import { principalComponents, project, scaleAndCentre } from '../../core/vectors/principalComponents.ts';
import { standsInText } from '../../core/text/token.ts';
import { norm, poolRows, vectorAt } from '../../core/vectors/vectors.ts';
import type { MapRequest, MapSlice } from '../../protocol/embeddingApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { computeInSteps } from '../runs/inSteps.ts';
import type { RunAccess } from '../runs/runAccess.ts';

/** The units of a run in the plane that their vectors spread over most. Units without a vector that can be scaled to length 1 are left out too. @throws FaultError `unavailable` without hidden states */
export const map =
  (access: RunAccess) =>
  async ({ runId, level, state }: MapRequest, context?: CallContext): Promise<MapSlice> => {
    const { run, pooling } = access.units(runId, level);
    const { width, values } = await access.hiddenState(run, state, context);
    const fixed = await access.wordRows(run);
    const groups = pooling.units.map(unit => unit.tokens);
    const all = poolRows(values, width, groups);
    const units = [...pooling.units.keys()].filter(unit => standsInText(pooling.units[unit]!) && isDirection(vectorAt(all, unit)));
    const members = units.map(unit => groups[unit]!);
    const vectors = scaleAndCentre(poolRows(values, width, members));
    const { axes, explained } = await computeInSteps(principalComponents(vectors, 2), context);
    return {
      runId,
      level,
      state,
      units,
      points: project(vectors, axes),
      origins: fixed.width === width ? project(scaleAndCentre(poolRows(fixed.values, width, members)), axes) : new Float32Array(0),
      explained: [explained[0]!, explained[1]!],
    };
  };

function isDirection(vector: Float64Array): boolean {
  const length = norm(vector);
  return length > 0 && length < Infinity;
}
