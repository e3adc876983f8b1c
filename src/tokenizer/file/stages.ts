import { formatCount } from '../../core/describe/numbers.ts';
import { listed } from '../../core/describe/counted.ts';
import { unsupported } from './faults.ts';
import { typeName } from './kind.ts';
import type { JsonObject } from './schema.ts';

/**
 * Reads the options of one type of stage.
 * @param readStep reads a stage that this one is made of
 * @throws FaultError `unsupported-tokenizer`, `file-corrupt`
 */
export type StageReader<Stage, Context = void> = (options: JsonObject, readStep: (value: unknown) => Stage, context: Context) => Stage;

/** By the `type` of tokenizer.json. */
export type StageReaders<Stage, Context = void> = Readonly<Record<string, StageReader<Stage, Context>>>;

/** Real files have up to ten; each goes over the whole text. */
const MOST_STEPS = 100;

/** A stage with all that it is made of. @param noun what the stage is, for the error */
export function readStage<Stage, Context>(noun: string, readers: StageReaders<Stage, Context>, value: unknown, context: Context): Stage {
  let steps = 0;
  const readStep = (part: unknown): Stage => {
    if (++steps > MOST_STEPS) throw unsupported(`Its ${noun} has more than ${formatCount(MOST_STEPS)} steps.`);
    const type = typeName(part);
    if (!Object.hasOwn(readers, type)) throw unsupported(`Its ${noun} is ${type}; ${whatIsRead(Object.keys(readers))} read.`);
    return readers[type]!(part as JsonObject, readStep, context);
  };
  return readStep(value);
}

/** "only A is", "only A and B are", "only A, B and C are". */
export function whatIsRead(names: readonly string[]): string {
  return `only ${listed(names, 'and')} ${names.length === 1 ? 'is' : 'are'}`;
}
