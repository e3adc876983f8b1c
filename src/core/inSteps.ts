/** A long computation that may be put down: it yields which share of its work is done, 0 to 1, and goes on when it is asked. */
export type InSteps<R> = Generator<number, R, undefined>;

export function toTheEnd<R>(work: InSteps<R>): R {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

/** The same work as a part of a larger one, from the share `from` to the share `to`. */
export function* asPart<R>(work: InSteps<R>, from: number, to: number): InSteps<R> {
  let step = work.next();
  for (; !step.done; step = work.next()) yield from + step.value * (to - from);
  return step.value;
}
