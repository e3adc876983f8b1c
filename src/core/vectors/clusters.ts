/** Mean cosines of a matrix whose rows have names. NaN: there is no such pair. */
export interface GroupFigures {
  /** Of two rows with the same name. */
  readonly within: number;
  /** Of two rows with different names. */
  readonly between: number;
}

/**
 * Mean cosine within and between groups, over pairs of different rows that both have a name.
 * @param cosines [size, size], symmetric
 * @param groups [size] the name of each row's group, '' for none
 */
export function groupFigures(cosines: Float32Array, size: number, groups: readonly string[]): GroupFigures {
  const sums = { within: 0, between: 0 };
  const counts = { within: 0, between: 0 };
  for (let row = 0; row < size; row++) {
    for (let column = row + 1; column < size; column++) {
      if (groups[row] === '' || groups[column] === '') continue;
      const kind = groups[row] === groups[column] ? 'within' : 'between';
      sums[kind] += cosines[row * size + column]!;
      counts[kind]++;
    }
  }
  return { within: sums.within / counts.within, between: sums.between / counts.between };
}

export interface Clusters extends GroupFigures {
  /** All rows, so that the first `split` are one cluster and the rest the other, and alike ones stand side by side. */
  readonly order: readonly number[];
  /** 0 with fewer than two rows: nothing to part. */
  readonly split: number;
}

interface Cluster {
  readonly leaves: readonly number[];
  /** How many of the leaves came from the first of the two clusters it was merged from. */
  readonly split: number;
}

/**
 * Parts the rows of a cosine matrix in two by average linkage (UPGMA, Sokal and Michener 1958): the two clusters with the largest mean cosine are
 * merged until one is left, and the last merge is undone. Two clusters are laid side by side so that the most alike of their ends touch.
 * The figures say whether the parting means something: any texts can be parted.
 * @param cosines [size, size], symmetric; NaN counts as 0
 */
export function clusterCosines(cosines: Float32Array, size: number): Clusters {
  const cosine = (a: number, b: number): number => cosines[a * size + b]! || 0;
  let clusters: Cluster[] = Array.from({ length: size }, (_, row) => ({ leaves: [row], split: 0 }));
  // likeness[i][j]: mean cosine of all pairs of clusters i and j.
  let likeness = clusters.map((_, a) => clusters.map((_, b) => cosine(a, b)));
  while (clusters.length > 1) {
    const [first, second] = mostAlike(likeness);
    const [a, b] = [clusters[first]!, clusters[second]!];
    const share = a.leaves.length / (a.leaves.length + b.leaves.length);
    const row = likeness[first]!.map((value, other) => share * value + (1 - share) * likeness[second]![other]!);
    for (const [other, value] of row.entries()) likeness[other]![first] = value;
    likeness[first] = row;
    likeness = likeness.toSpliced(second, 1).map(values => values.toSpliced(second, 1));
    clusters = clusters.with(first, { leaves: joinEnds(a.leaves, b.leaves, cosine), split: a.leaves.length }).toSpliced(second, 1);
  }
  const { leaves: order, split } = clusters[0] ?? { leaves: [], split: 0 };
  const names = Array.from({ length: size }, (_, row) => (order.indexOf(row) < split ? 'first' : 'second'));
  return { order, split, ...groupFigures(cosines, size, names) };
}

/** The two clusters with the largest mean cosine, the first of equals. */
function mostAlike(likeness: readonly (readonly number[])[]): [first: number, second: number] {
  let best: [number, number] = [0, 1];
  for (let a = 0; a < likeness.length; a++) {
    for (let b = a + 1; b < likeness.length; b++) if (likeness[a]![b]! > likeness[best[0]]![best[1]]!) best = [a, b];
  }
  return best;
}

/** The leaves of two clusters in a row, each turned so that the ends that touch are the most alike. */
function joinEnds(a: readonly number[], b: readonly number[], cosine: (a: number, b: number) => number): readonly number[] {
  const turns: readonly (readonly [readonly number[], readonly number[]])[] = [
    [a, b],
    [a, b.toReversed()],
    [a.toReversed(), b],
    [a.toReversed(), b.toReversed()],
  ];
  const touch = ([left, right]: (typeof turns)[number]): number => cosine(left.at(-1)!, right[0]!);
  const best = turns.reduce((kept, turn) => (touch(turn) > touch(kept) ? turn : kept));
  return best.flat();
}
