import { bucketOfWeight, scaleOfRow, USUAL_SCALE, weightScale, type ScaleChoice, type WeightScale } from '../scale.ts';
import { visibleColumns, type AttentionStack } from '../model/stack.ts';
import type { Unit } from '../text/token.ts';

/** Columns that are left out of the colours. */
export interface HiddenColumns {
  readonly columns: readonly number[];
  /** How much a row gives them together; NaN of invalid weights. */
  readonly givenBy: (row: number) => number;
}

const NONE_HIDDEN: HiddenColumns = { columns: [], givenBy: () => 0 };

/** What the rows of a matrix of units can see of its columns, and so what an even share is in each of them. */
export interface Visibility {
  readonly causal: boolean;
  /** Of a row that sees every token: what the legend says. */
  readonly scale: WeightScale;
  /** Of one row: 1 / the tokens that it sees is its even share, for a row of several tokens the mean over them. */
  readonly scaleOf: (row: number) => WeightScale;
  /** Whether any token of the row sees any token of the column. */
  readonly sees: (row: number, column: number) => boolean;
  /** Whether a column is left out of the colours and of the order, as a sink is. Its weights are no others for that. */
  readonly hides: (column: number) => boolean;
  readonly hiddenSinks: number;
  /**
   * From where on a weight has colour, in even shares of its row: an even share of what the hidden columns leave. Not so in long texts, whose steps are even
   * shares of the whole row.
   * @param given what the row gives the hidden columns
   */
  readonly leftOf: (row: number, given: number) => number;
  /** The weight of a column if the row's attention were spread evenly over all tokens that it sees. */
  readonly shareOf: (row: number, column: number) => number;
  readonly bucketOf: (weight: number, row: number, column: number) => number;
}

/**
 * @param tokens of the columns, those without a unit included
 * @param hidden columns without colour, and what a row gives them: only what that leaves is spread evenly over the other columns, to say from where on
 * they have colour
 * @param choice what the steps count, and how strong they are
 */
export function visibilityOf(
  stack: Pick<AttentionStack, 'causal'>,
  rows: readonly Unit[],
  columns: readonly Unit[],
  tokens: number,
  hidden: HiddenColumns = NONE_HIDDEN,
  choice: ScaleChoice = USUAL_SCALE,
): Visibility {
  const { causal } = stack;
  const scale = weightScale(tokens, choice);
  const hiddenColumns = new Set(hidden.columns);
  const hiddenTokens = hidden.columns.flatMap(column => columns[column]!.tokens);
  const hides = (column: number) => hiddenColumns.has(column);
  const leftOf = (seenTokens: number, given: number) => {
    if (hiddenTokens.length === 0 || scale.inShares) return 1;
    const others = seenTokens - hiddenTokens.filter(token => token < seenTokens).length;
    return others === 0 ? 1 : (Math.max(0, 1 - given) * seenTokens) / others;
  };
  const paintScales: WeightScale[] = [];
  if (!causal) {
    const tokensOf = (column: number) => columns[column]!.tokens.length;
    const makePaintScale = (row: number) => {
      const left = leftOf(tokens, hidden.givenBy(row));
      return left === 1 ? scale : scaleOfRow(scale, scale.evenShare * left);
    };
    const paintScaleOf = (row: number) => (paintScales[row] ??= makePaintScale(row));
    return {
      causal,
      scale,
      scaleOf: () => scale,
      sees: () => true,
      hides,
      hiddenSinks: hiddenColumns.size,
      leftOf: (_, given) => leftOf(tokens, given),
      shareOf: (_, column) => tokensOf(column) * scale.evenShare,
      // Most weights of a long text are below what any unit is painted from.
      bucketOf: (weight, row, column) =>
        weight >= paintScaleOf(row).floor && !hides(column) ? bucketOfWeight(weight, tokensOf(column), paintScaleOf(row)) : 0,
    };
  }
  const seen = (token: number) => visibleColumns(stack, token, tokens);
  const mean = (row: number, of: (token: number) => number) => {
    const own = rows[row]!.tokens;
    return own.reduce((sum, token) => sum + of(token), 0) / own.length;
  };
  const scales: WeightScale[] = [];
  const makeScale = (row: number) =>
    scaleOfRow(
      scale,
      mean(row, token => 1 / seen(token)),
    );
  const scaleOf = (row: number) => (scales[row] ??= makeScale(row));
  const makeShare = (row: number, column: number) =>
    mean(row, token => columns[column]!.tokens.filter(key => key < seen(token)).length / seen(token));
  // Of a column that all tokens of the row see whole it depends on how many tokens that has.
  const wholeShares: number[][] = [];
  const shareOf = (row: number, column: number) => {
    const keys = columns[column]!.tokens;
    if (keys.at(-1)! >= seen(rows[row]!.tokens[0]!)) return makeShare(row, column);
    return ((wholeShares[row] ??= [])[keys.length] ??= makeShare(row, column));
  };
  const leftOfRow = (row: number, given: number) => leftOf(seen(rows[row]!.tokens.at(-1)!), given);
  const paintScaleOf = (row: number) =>
    (paintScales[row] ??= scaleOfRow(scale, scaleOf(row).evenShare * leftOfRow(row, hidden.givenBy(row))));
  return {
    causal,
    scale,
    scaleOf,
    sees: (row, column) => columns[column]!.tokens[0]! < seen(rows[row]!.tokens.at(-1)!),
    hides,
    hiddenSinks: hiddenColumns.size,
    leftOf: leftOfRow,
    shareOf,
    bucketOf: (weight, row, column) =>
      weight >= paintScaleOf(row).floor && !hides(column)
        ? bucketOfWeight(weight, shareOf(row, column) / scaleOf(row).evenShare, paintScaleOf(row))
        : 0,
  };
}
