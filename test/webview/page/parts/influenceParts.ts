import { atOnce } from '../../../../src/core/attention/layerWalk.ts';
import { alignUnits } from '../../../../src/core/text/alignUnits.ts';
import { combineMaps, createPooling, selfPooling } from '../../../../src/core/attention/pooling.ts';
import { headsIn } from '../../../../src/core/model/stack.ts';
import type { WholeAttention } from '../../../../src/core/attention/maps.ts';
import { influenceOf, nearestFirst, otherUnits } from '../../../../src/core/attention/influence.ts';
import { selectionOf } from '../../../../src/core/attention/navigate.ts';
import { cosine, cosineMatrix, vectorAt } from '../../../../src/core/vectors/vectors.ts';
import type { Unit } from '../../../../src/core/text/token.ts';
import { unitKey } from '../../../../src/core/text/unitRef.ts';
import { weightsOf } from '../../../../src/core/state/viewModel.ts';
import { groupWords, pieceUnits } from '../../../../src/core/text/words.ts';
import type { LikenessSlice } from '../../../../src/protocol/embeddingApi.ts';
import type { RunSummary } from '../../../../src/protocol/engineApi.ts';
import type { InfluencePart, WhatIfPart } from '../../../../src/protocol/panelParts.ts';
import { FRANCE_VARIANT, franceShifts } from '../comparisons.ts';
import { MODEL } from '../model.ts';
import { rolledOut } from '../rollout.ts';
import { pooled } from './embeddingParts.ts';
import type { PartMakers, PartSource } from './partMaker.ts';

const isOpen = ({ state }: PartSource) => state.tab === 'influence';

/** What the page "Who changed it?" asks for. */
export const INFLUENCE_PARTS: PartMakers = {
  influence: {
    key: source => {
      const { pinned, level, hiddenState, influenceMode } = source.state;
      return isOpen(source) && pinned !== null ? `${level} ${unitKey(pinned)} ${hiddenState} ${influenceMode}` : null;
    },
    make: makeInfluence,
    some: halfOfInfluence,
  },
  rollout: {
    key: source => {
      const { pinned, level, hiddenState } = source.state;
      return isOpen(source) && pinned !== null && hiddenState > 0 ? `${level} ${unitKey(pinned)} ${hiddenState}` : null;
    },
    make: source => {
      const { pinned, hiddenState } = source.state;
      return { ...pinned!, state: hiddenState, weights: rolloutRow(source, pinned!.unit, hiddenState - 1) };
    },
  },
  whatIf: {
    key: source => {
      const { level, view, hiddenState } = source.state;
      return isOpen(source) && source.switches.has('whatif') ? JSON.stringify([level, view, hiddenState]) : null;
    },
    make: makeWhatIf,
  },
};

const isFrance = ({ run }: PartSource) => run.summary.tokens.some(({ text }) => text === FRANCE_VARIANT.replaced.toLowerCase());

function makeInfluence(source: PartSource): InfluencePart {
  const { run, state, units } = source;
  const { stream, unit } = state.pinned!;
  const byToken = isFrance(source) ? franceShifts(state.influenceMode, state.hiddenState, units[unit]!.tokens[0]!) : null;
  const vectors = pooled(source, run.vectors.states[state.hiddenState]!);
  const shifts = Float32Array.from(units, (other, index) => {
    if (index === unit || other.special) return NaN;
    if (byToken) return byToken[other.tokens[0]!]!;
    return (1 - cosine(vectorAt(vectors, unit), vectorAt(vectors, index))) / (4 + Math.abs(unit - index));
  });
  const { control, controlUnits } = source.switches.has('nocontrol')
    ? { control: NaN, controlUnits: [] }
    : influenceOf(shifts, units, unit);
  return {
    stream,
    unit,
    state: state.hiddenState,
    mode: state.influenceMode,
    shifts,
    control,
    controlUnits,
    left: 0,
  };
}

/** What is here when half of the words are measured, as the host hands it on. */
function halfOfInfluence(source: PartSource): InfluencePart {
  const whole = makeInfluence(source);
  const others = nearestFirst(otherUnits(source.units, whole.unit), whole.unit);
  const left = Math.ceil(others.length / 2);
  const pending = new Set(others.slice(-left));
  const shifts = whole.shifts.map((shift, unit) => (pending.has(unit) ? NaN : shift));
  const { control, controlUnits } = influenceOf(shifts, source.units, whole.unit);
  return { ...whole, shifts, control, controlUnits, left };
}

function rolloutRow({ run, units }: PartSource, unit: number, layer: number): Float32Array {
  const { attention } = run;
  const rolled = rolledOut(attention, layer);
  const { values } = atOnce(combineMaps(rolled, selfPooling(createPooling(units, attention.rows)), { kind: 'all' }, 'mean'), rolled.maps);
  return weightsOf(
    { rows: units.length, columns: units.length, causal: false, values, low: values, high: values, headCount: 1 },
    unit,
    'to',
  );
}

function makeWhatIf(source: PartSource): WhatIfPart {
  const { run, state, units } = source;
  const other = isFrance(source) ? franceVariant(run.attention) : { attention: run.attention, text: null };
  const replaced = units.findIndex(({ special, label }) => !special && (other.text === null || label === FRANCE_VARIANT.replaced));
  const { start, end } = units[replaced]!;
  const summary: RunSummary =
    other.text === null
      ? run.summary
      : {
          ...run.summary,
          runId: 2,
          tokens: FRANCE_VARIANT.tokens,
          words: groupWords(other.text, FRANCE_VARIANT.tokens),
          pieces: pieceUnits(other.text, FRANCE_VARIANT.tokens),
        };
  const others = state.level === 'words' ? summary.words : summary.pieces;
  const replacement = { start, end: start + (other.text === null ? end - start : FRANCE_VARIANT.replacement.length) };
  const pairs = alignUnits(units, others, { start, end }, replacement);
  const { selection, combine } = selectionOf(state.view, MODEL.lenses);
  const both = pairs.filter(([unit, at]) => unit >= 0 && at >= 0);
  const cosineOf = (hidden: number, unit: number) =>
    other.text === null ? 1 - 0.5 / (1 + Math.abs(unit - replaced)) : FRANCE_VARIANT.drift[hidden]![units[unit]!.tokens[0]!]!;
  return {
    unit: replaced,
    word: units[replaced]!.label,
    masks: source.switches.has('mask') ? 3 : 0,
    replacement: source.switches.has('mask') ? null : other.text === null ? 'other' : FRANCE_VARIANT.replacement,
    summary,
    matrix: {
      runId: summary.runId,
      level: state.level,
      rows: others.length,
      columns: others.length,
      causal: false,
      ...atOnce(
        combineMaps(other.attention, selfPooling(createPooling(others, other.attention.rows)), selection, combine),
        other.attention.maps,
      ),
    },
    likeness: likenessOf(source, summary.runId, others, other.text === null),
    pairs,
    drift: source.switches.has('nostates')
      ? null
      : { states: run.vectors.states.map((_, hidden) => Float32Array.from(both, ([unit]) => cosineOf(hidden, unit))) },
  };
}

/** The tokens of the fixture are whole words, so that their cosines are those of the words. */
function likenessOf(source: PartSource, runId: number, others: readonly Unit[], unchanged: boolean): LikenessSlice {
  const { run, state, switches } = source;
  const { level, hiddenState } = state;
  const pick = (cosines: Float32Array) => {
    const count = FRANCE_VARIANT.tokens.length;
    return Float32Array.from({ length: others.length ** 2 }, (_, at) => {
      const [row, column] = [Math.floor(at / others.length), at % others.length];
      return cosines[others[row]!.tokens[0]! * count + others[column]!.tokens[0]!]!;
    });
  };
  const contextual = unchanged ? cosineMatrix(pooled(source, run.vectors.states[hiddenState]!)) : pick(FRANCE_VARIANT.states[hiddenState]!);
  return {
    runId,
    level,
    size: others.length,
    state: hiddenState,
    fixed: unchanged ? cosineMatrix(pooled(source, run.vectors.fixed)) : pick(FRANCE_VARIANT.fixed),
    contextual: switches.has('nostates') ? new Float32Array(0) : contextual,
  };
}

function franceVariant({ stack }: WholeAttention): { readonly attention: WholeAttention; readonly text: string } {
  const tokens = FRANCE_VARIANT.tokens.length;
  const size = headsIn(stack.heads, 0) * tokens * tokens;
  const maps = stack.heads.map((_, layer) => FRANCE_VARIANT.attention.slice(layer * size, (layer + 1) * size));
  return { attention: { stack, rows: tokens, columns: tokens, maps, invalid: new Set() }, text: FRANCE_VARIANT.text };
}
