/** A share as whole percent, only for evidence, never for weights. All and none are said of no other share, however near: "over 99.9 %". */
export function percent(value: number): string {
  const whole = Math.round(value * 100);
  const isExact = value === 0 || value === 1 || (whole > 0 && whole < 100);
  if (isExact || !Number.isFinite(value)) return `${whole} %`;
  if (value > 0 && value < 0.0005) return 'under 0.1 %';
  if (value < 1 && value >= 0.9995) return 'over 99.9 %';
  return `${(value * 100).toFixed(1)} %`;
}

/** A number of things, with thousands: `8,192`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** Two decimals, and three where two would leave next to nothing of a small number. */
function digitsOf(magnitude: number): string {
  return magnitude.toFixed(magnitude >= 0.0005 && magnitude < 0.0095 ? 3 : 2);
}

/** Two decimals, three below 0.01; an invalid value says so. */
export function formatWeight(value: number): string {
  return Number.isFinite(value) ? digitsOf(value) : 'invalid';
}

const withSign = (value: number, digits: string) => (value < 0 && Number(digits) > 0 ? `\u2212${digits}` : digits);

/** Two decimals with a true minus sign, for cosines and correlations; never a negative zero. */
export function formatSigned(value: number): string {
  return Number.isFinite(value) ? withSign(value, Math.abs(value).toFixed(2)) : 'invalid';
}

/** As {@link formatWeight}, without the leading zero: under words and in the legend. */
export function formatShort(weight: number): string {
  return Number.isFinite(weight) ? digitsOf(weight).replace(/^0/, '') : '?';
}

/** As {@link formatSigned}, without the leading zero: a cosine near 0 is no small share, so it has two decimals wherever it stands. */
export function formatShortSigned(cosine: number): string {
  return Number.isFinite(cosine) ? formatSigned(cosine).replace(/^(\u2212?)0/, '$1') : '?';
}

/** About how long, for a wait: seconds in steps of 5, whole minutes from 90 s on. */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.max(5, 5 * Math.round(seconds / 5))} seconds`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;
}
