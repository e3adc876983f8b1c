/** What `attentionLens.idleMinutes` may be; package.json says the same, and VS Code only warns. */
export const IDLE_MINUTES = { default: 10, minimum: 1, maximum: 1440 } as const;

/** Milliseconds of the setting as it was written: any JSON value. What is no number is the default, what is beyond a limit is the limit. */
export function idleMilliseconds(value: unknown): number {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
  const given = isNumber ? Number(value) : NaN;
  const minutes = Number.isNaN(given) ? IDLE_MINUTES.default : given;
  return Math.min(IDLE_MINUTES.maximum, Math.max(IDLE_MINUTES.minimum, minutes)) * 60_000;
}
