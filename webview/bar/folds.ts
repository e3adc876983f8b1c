/** What of the bar is shown at a width. What is folded away stands in More Actions, or in a tooltip and an accessible name. */
export interface Folds {
  /** "attends to" beside its arrow. */
  readonly directionNames: boolean;
  /** "Colour:" and what it means, beside the ramp; "Export". */
  readonly words: boolean;
  readonly model: boolean;
  readonly place: boolean;
  readonly swap: boolean;
  readonly oneText: boolean;
  /** Attention across and within two texts: all kinds, or a button that opens the list of them. */
  readonly looks: 'all' | 'one' | 'none';
  /** Both arrows, or one button that turns the direction round. */
  readonly bothDirections: boolean;
  readonly historyCount: boolean;
  readonly export: boolean;
}

/** Words go first, controls last. @param width of the panel in CSS pixels; 0 before it is known */
export function foldsAt(width: number): Folds {
  const from = (least: number) => width === 0 || width >= least;
  return {
    directionNames: from(720),
    words: from(600),
    model: from(420),
    place: from(420),
    swap: from(320),
    oneText: from(420),
    looks: from(540) ? 'all' : from(300) ? 'one' : 'none',
    bothDirections: from(300),
    historyCount: from(300),
    export: from(300),
  };
}
