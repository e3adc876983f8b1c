import { bucketOfWeight, scaleOfRow, weightScale, type WeightScale } from '../scale.ts';
import { visibleColumns, type AttentionStack } from '../model/stack.ts';
import type { Unit } from '../text/token.ts';

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
  /** The weight of a column if the row's attention were spread evenly over all tokens that it sees. */
  readonly shareOf: (row: number, column: number) => number;
  readonly bucketOf: (weight: number, row: number, column: number) => number;
}

/**
 * @param tokens of the columns, those without a unit included
 * @param hidden columns without colour
 */
export function visibilityOf(
  stack: Pick<AttentionStack, 'causal'>,
  rows: readonly Unit[],
  columns: readonly Unit[],
  tokens: number,
  hidden: readonly number[] = [],
): Visibility {
  const { causal } = stack;
  const scale = weightScale(tokens);
  const hiddenColumns = new Set(hidden);
  const hides = (column: number) => hiddenColumns.has(column);
  if (!causal) {
    const tokensOf = (column: number) => columns[column]!.tokens.length;
    return {
      causal,
      scale,
      scaleOf: () => scale,
      sees: () => true,
      hides,
      shareOf: (_, column) => tokensOf(column) * scale.evenShare,
      bucketOf: (weight, _, column) => (hides(column) ? 0 : bucketOfWeight(weight, tokensOf(column), scale)),
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
  const shareOf = (row: number, column: number) =>
    mean(row, token => columns[column]!.tokens.filter(key => key < seen(token)).length / seen(token));
  return {
    causal,
    scale,
    scaleOf,
    sees: (row, column) => columns[column]!.tokens[0]! < seen(rows[row]!.tokens.at(-1)!),
    hides,
    shareOf,
    bucketOf: (weight, row, column) =>
      weight > 0 && !hides(column) ? bucketOfWeight(weight, shareOf(row, column) / scaleOf(row).evenShare, scaleOf(row)) : 0,
  };
}
