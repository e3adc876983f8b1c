import { isSameScale } from '../scale.ts';
import type { Span } from '../text/span.ts';
import type { Unit } from '../text/token.ts';
import { isSameCell, isSameUnit, unitRef, type UnitRef } from '../text/unitRef.ts';
import { endOf, isSameEnd, linkEndOf } from './linkEnd.ts';
import { PLACES, SECTIONS } from './sections.ts';
import { middleState, sameView, togetherOf, type ViewAction, type ViewState } from './viewState.ts';

/** The only way the view state changes. Returns the same object when nothing changed, so that callers can skip painting. */
export function reduce(state: ViewState, action: ViewAction): ViewState {
  switch (action.type) {
    case 'newRun':
      return {
        ...state,
        view: action.view,
        pinned: null,
        linked: null,
        hovered: null,
        cursor: null,
        together: null,
        marked: null,
        cell: null,
        terms: null, // who explores wants to see it
        scale: state.usualScale,
        heat: action.heats.includes(state.heat) ? state.heat : 'attention',
        hiddenState: stateOf(state.hiddenState, action.layers),
      };
    case 'hover': {
      // A pointer that rests on what it has selected points at all of it.
      const unit = togetherOf(state)?.some(member => isSameUnit(member, action.unit)) ? null : action.unit;
      return isSameUnit(state.hovered, unit) && state.cell === null ? state : { ...state, hovered: unit, cell: null };
    }
    case 'cursor':
      return isSameUnit(state.cursor, action.unit) && state.together === null
        ? state
        : {
            ...state,
            cursor: action.unit,
            together: null,
            hovered: isSameUnit(state.cursor, action.unit) ? state.hovered : null,
            cell: null,
          };
    case 'select': {
      const cursor = action.units.at(-1) ?? null;
      const together = action.units.length > 1 ? endOf(action.units) : null;
      const isSame = isSameUnit(state.cursor, cursor) && isSameEnd(state.together, together) && state.hovered === null;
      return isSame ? state : { ...state, cursor, together, hovered: null, cell: null };
    }
    case 'mark':
      return isSameSpan(state.marked, action.span) ? state : { ...state, marked: action.span };
    case 'pin':
      return isSameUnit(state.pinned, action.unit) && state.linked === null && state.cell === null
        ? state
        : { ...state, pinned: action.unit, linked: null, cell: null };
    case 'link': {
      const { units, from } = action;
      const pinned = from ?? state.pinned;
      if (pinned === null) return units.length === 1 ? reduce(state, { type: 'pin', unit: units[0]! }) : state;
      const linked = linkEndOf(pinned, units);
      const isSame = isSameUnit(pinned, state.pinned) && isSameEnd(linked, state.linked) && state.cell === null;
      return linked === null || isSame ? state : { ...state, pinned, linked, cell: null };
    }
    case 'unlink':
      return state.linked === null ? state : { ...state, linked: null, cell: null };
    case 'cell':
      return isSameCell(state.cell, action.cell) ? state : { ...state, cell: action.cell };
    // Who chooses what attention to look at wants to see it, so the colour means attention again.
    case 'view':
      return sameView(state.view, action.view) && state.heat === 'attention' ? state : { ...state, view: action.view, heat: 'attention' };
    case 'direction':
      return state.direction === action.direction && state.heat === 'attention'
        ? state
        : { ...state, direction: action.direction, heat: 'attention', cell: null };
    case 'hideSpecial': {
      return state.hideSpecial === action.hide ? state : { ...state, hideSpecial: action.hide, cell: null };
    }
    case 'hideSink':
      return state.hideSink === action.hide ? state : { ...state, hideSink: action.hide, cell: null };
    case 'lesson':
      return state.lesson === action.step ? state : { ...state, lesson: action.step };
    case 'scale':
      return isSameScale(state.scale, action.scale) && isSameScale(state.usualScale, action.scale)
        ? state
        : { ...state, scale: action.scale, usualScale: action.scale };
    case 'scaleUnit':
      return state.scale.unit === action.unit ? state : { ...state, scale: { ...state.scale, unit: action.unit } };
    case 'tab':
      return state.tab === action.tab && state.terms === null ? state : { ...state, tab: action.tab, sought: null, terms: null };
    case 'seek': {
      const section = PLACES[action.place];
      const sought = { place: action.place, id: (state.sought?.id ?? 0) + 1 };
      return { ...state, tab: SECTIONS[section].page, folding: { ...state.folding, [section]: true }, sought, terms: null };
    }
    case 'terms':
      if (!action.isOpen) return state.terms === null ? state : { ...state, terms: null };
      return state.terms?.asked === action.asked ? state : { ...state, terms: { asked: action.asked } };
    case 'section':
      return state.folding[action.section] === action.isOpen
        ? state
        : { ...state, folding: { ...state.folding, [action.section]: action.isOpen }, sought: null };
    case 'folding':
      return { ...state, folding: action.folding };
    case 'heat':
      return state.heat === action.heat ? state : { ...state, heat: action.heat };
    case 'hiddenState':
      return state.hiddenState === action.state && !state.comparesFixed
        ? state
        : { ...state, hiddenState: action.state, comparesFixed: false };
    case 'compareFixed':
      return state.comparesFixed ? state : { ...state, comparesFixed: true };
    case 'influenceMode':
      return state.influenceMode === action.mode ? state : { ...state, influenceMode: action.mode };
    case 'occurrenceContext':
      return state.occurrenceContext === action.context ? state : { ...state, occurrenceContext: action.context };
    case 'pairPicture':
      return state.pairPicture === action.picture ? state : { ...state, pairPicture: action.picture, cell: null };
    case 'bySentence':
      return state.bySentence === action.isOn ? state : { ...state, bySentence: action.isOn };
    case 'level': {
      if (state.level === action.level) return state;
      const carry = (unit: UnitRef | null) => carryUnit(unit, action.from, action.to);
      const pinned = carry(state.pinned);
      return {
        ...state,
        level: action.level,
        pinned,
        linked: linkEndOf(pinned, state.linked?.map(carry).filter(unit => unit !== null) ?? []),
        hovered: carry(state.hovered),
        cursor: carry(state.cursor),
        together: null,
        cell: null,
      };
    }
  }
}

function stateOf(hiddenState: number, layers: number | null): number {
  if (layers === null) return hiddenState;
  return hiddenState >= 0 && hiddenState <= layers ? hiddenState : middleState(layers);
}

function isSameSpan(a: Span | null, b: Span | null): boolean {
  return a?.start === b?.start && a?.end === b?.end;
}

/** The unit of another level that holds this unit's first token. */
function carryUnit(ref: UnitRef | null, from: readonly Unit[], to: readonly Unit[]): UnitRef | null {
  const token = ref === null ? undefined : from[ref.unit]?.tokens[0];
  if (ref === null || token === undefined) return null;
  const found = to.findIndex(candidate => candidate.tokens.includes(token));
  return found < 0 ? null : unitRef(ref.stream, found);
}
