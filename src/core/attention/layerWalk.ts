/**
 * A computation that goes from layer to layer: it yields the number of a layer, and goes on once it is given the maps of it, [heads of the layer, rows,
 * columns], row-major. So whoever drives it may fetch a layer first, let others go before, or stop.
 */
export type LayerWalk<R> = Generator<number, R, Float32Array>;

/** A walk over maps that are all here, one tensor per layer. */
export function atOnce<R>(walk: LayerWalk<R>, maps: readonly Float32Array[]): R {
  let step = walk.next();
  while (!step.done) step = walk.next(maps[step.value]!);
  return step.value;
}
