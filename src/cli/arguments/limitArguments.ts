import { defaultLimits, type Limits } from '../../supervisor/limits.ts';
import { usageError } from './command.ts';
import type { OptionValues } from './options.ts';

const DAY_SECONDS = 86_400;
const MOST_GIBIBYTES = 2 ** 20;

/** @throws FaultError `usage` */
export function limitsOf(values: OptionValues): Limits {
  const { memory, answerMilliseconds } = defaultLimits();
  const seconds = positive(values['time-limit'], 'time-limit', DAY_SECONDS, 'seconds');
  const gibibytes = positive(values['memory-limit'], 'memory-limit', MOST_GIBIBYTES, 'GiB');
  return {
    answerMilliseconds: seconds === null ? answerMilliseconds : seconds * 1000,
    memory: gibibytes === null ? memory : gibibytes * 2 ** 30,
  };
}

function positive(value: string | undefined, name: string, most: number, unit: string): number | null {
  if (value === undefined) return null;
  const number = /^\d{1,9}(\.\d{1,9})?$/.test(value) ? Number(value) : NaN;
  if (number > 0 && number <= most) return number;
  throw usageError(`--${name} is not understood`, `It takes a number of ${unit} above 0, at most ${most}.`);
}
