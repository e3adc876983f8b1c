/**
 * A number of a JSON file as the Rust library reads it (`serde_json`): the digits as a whole number, then one multiplication or division by a
 * power of ten. For more than 15 digits the last bit may differ from `JSON.parse`, and where the same pieces stand in another order, sums that
 * differ in the last bit decide between them.
 */
export function asRustReads(value: number): number {
  const [digits, power] = Math.abs(value).toExponential().split('e') as [string, string];
  const whole = digits.replace('.', '');
  // To here the digits and the power are exact, and so is what JSON.parse makes of them.
  if (whole.length <= 15) return value;
  const exponent = Number(power) - (whole.length - 1);
  const significand = Number(BigInt(whole));
  const read = exponent < 0 ? divided(significand, -exponent) : significand * powerOfTen(exponent);
  return value < 0 ? -read : read;
}

function divided(significand: number, exponent: number): number {
  return exponent <= 308 ? significand / powerOfTen(exponent) : significand / 1e308 / powerOfTen(exponent - 308);
}

/** Read from its name, since `10 ** 23` may be computed. */
function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}
