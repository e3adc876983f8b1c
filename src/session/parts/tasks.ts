import { basename } from 'node:path';
import { nullIfUnavailable } from '../../core/faults.ts';
import { rolloutInto } from '../../core/attention/influence.ts';
import { weightsOf } from '../../core/state/viewModel.ts';
import { sourceOf, type ViewState } from '../../core/state/viewState.ts';
import type { NeighbourPart, OccurrencePart, RolloutPart } from '../../protocol/panelParts.ts';
import { ATTENTION_PARTS } from './attention.ts';
import { contextsOf, isOutside, occurrencePart } from '../comparison.ts';
import type { Exploration } from '../exploration.ts';
import { fetchInfluence, shiftRequest } from './influence.ts';
import { base, isOpen, wordOf, type PartContext, type PartTasks } from './task.ts';
import { runVariant } from '../whatIf.ts';

/** Neighbours listed for each of the two vectors. */
const NEIGHBOURS = 12;

export const PART_TASKS: PartTasks = {
  ...ATTENTION_PARTS,
  likeness: {
    key: context =>
      isOpen(context, 'embeddings', 'influence') || context.state.heat !== 'attention'
        ? likenessKey(context.exploration, context.state)
        : null,
    fetch: ({ engine, exploration, state }, signal) =>
      engine.call('likeness', { runId: exploration.summary.runId, level: state.level, state: state.hiddenState }, signal),
  },
  path: {
    key: context => (isOpen(context, 'embeddings') ? ofSource(context) : null),
    fetch: (context, signal) => context.engine.call('path', wordOf(context, sourceOf(context.state)!), signal),
  },
  neighbours: {
    key: context => (isOpen(context, 'embeddings') ? ofSource(context, context.state.hiddenState) : null),
    fetch: fetchNeighbours,
  },
  input: {
    key: context => (isOpen(context, 'input') ? `${context.exploration.summary.runId}` : null),
    fetch: ({ engine, exploration }, signal) => engine.call('inputs', { runId: exploration.summary.runId }, signal),
  },
  positions: {
    key: context => (isOpen(context, 'input') ? modelKey(context.exploration) : null),
    fetch: ({ engine, exploration }, signal) => engine.call('positions', { directory: exploration.model.directory }, signal),
  },
  map: {
    key: context => (isOpen(context, 'input') ? likenessKey(context.exploration, context.state) : null),
    fetch: ({ engine, exploration, state }, signal) =>
      engine.call('map', { runId: exploration.summary.runId, level: state.level, state: state.hiddenState }, signal),
  },
  influence: {
    key: context => {
      const { pinned, hiddenState, influenceMode } = context.state;
      return isOpen(context, 'influence') && pinned !== null ? `${base(context)} ${pinned} ${hiddenState} ${influenceMode}` : null;
    },
    request: context => ({ method: 'shifts', parameters: shiftRequest(context) }),
    fetch: fetchInfluence,
  },
  rollout: {
    key: context => {
      const { pinned, hiddenState } = context.state;
      return isOpen(context, 'influence') && pinned !== null && hiddenState > 0 ? `${base(context)} ${pinned} ${hiddenState}` : null;
    },
    fetch: fetchRollout,
  },
  occurrences: {
    key: context => {
      const { comparison, state, exploration } = context;
      return isOpen(context, 'occurrences') && comparison
        ? [
            comparison.id,
            comparison.revision,
            state.occurrenceContext,
            modelKey(exploration),
            exploration.uri,
            isOutside(comparison, exploration),
          ].join(' ')
        : null;
    },
    fetch: fetchOccurrences,
  },
  whatIf: {
    key: context => {
      const { variant, state } = context;
      if (!isOpen(context, 'influence') || !variant) return null;
      const { start, end } = variant.unit;
      return [base(context), start, end, variant.replacement, JSON.stringify(state.view), state.hiddenState].join(' ');
    },
    fetch: ({ engine, exploration, state, variant }, signal) => runVariant(engine, exploration, state, variant!, signal),
  },
  wordVectors: {
    key: context => (isOpen(context, 'embeddings') && context.vectorFile !== null ? `${base(context)} ${context.vectorFile}` : null),
    fetch: async ({ engine, exploration, state, vectorFile }, signal) => {
      const file = vectorFile!;
      const slice = await engine.call('wordVectors', { file, runId: exploration.summary.runId, level: state.level }, signal);
      return { name: basename(file), slice };
    },
  },
};

/** Names the model as its files were when it was opened: numbers of a model whose files changed are numbers of another one. */
const modelKey = ({ model }: Exploration): string => `${model.directory} ${model.fingerprint}`;

/** Names the likeness that a state shows. */
export function likenessKey({ summary }: Exploration, { level, hiddenState }: ViewState): string {
  return `${summary.runId} ${level} ${hiddenState}`;
}

function ofSource(context: PartContext, more: number | string = ''): string | null {
  const source = sourceOf(context.state);
  return source === null ? null : `${base(context)} ${source} ${more}`;
}

async function fetchNeighbours(context: PartContext, signal: AbortSignal): Promise<NeighbourPart> {
  const { engine, state } = context;
  const request = { ...wordOf(context, sourceOf(state)!), top: NEIGHBOURS };
  const fixed = await engine.call('neighbours', { ...request, state: null }, signal);
  const contextual = await nullIfUnavailable(engine.call('neighbours', { ...request, state: state.hiddenState }, signal));
  return { ...wordOf(context, request.unit), fixed, contextual };
}

async function fetchRollout({ engine, exploration, state }: PartContext, signal: AbortSignal): Promise<RolloutPart> {
  const unit = state.pinned!;
  const selection = rolloutInto(state.hiddenState);
  const { runId } = exploration.summary;
  const matrix = await engine.call('matrix', { runId, level: state.level, selection, combine: 'mean' }, signal);
  return { unit, state: state.hiddenState, weights: weightsOf(matrix, unit, 'to') };
}

async function fetchOccurrences({ engine, exploration, state, comparison }: PartContext, signal: AbortSignal): Promise<OccurrencePart> {
  const { occurrenceContext: context } = state;
  const { directory } = exploration.model;
  const { slices } = comparison!;
  const key = `${context} ${modelKey(exploration)}`;
  const known = slices.get(key);
  const slice = known ?? (await engine.call('compare', { directory, ...contextsOf(comparison!, context) }, signal));
  slices.set(key, slice);
  return occurrencePart(comparison!, context, slice, exploration);
}
