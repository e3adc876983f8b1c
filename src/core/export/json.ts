/** A value as JSON for a file or a terminal, one line unless `indent` says otherwise. Bytes, since it is data: what is said to people is a string. */
export function toJson(value: unknown, indent = 0): Uint8Array[] {
  return [new TextEncoder().encode(`${jsonText(value, indent)}\n`)];
}

/** The same as text, to stand within another file. */
export function jsonText(value: unknown, indent = 0): string {
  return escapeUnseen(JSON.stringify(value, null, indent));
}

/** JSON escapes the controls below U+0020 only; the others, and characters that turn the direction of a line, must not reach a terminal either. */
function escapeUnseen(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A float32 in seven decimal digits, or in nine, which always read back as the same float32; null for what JSON cannot hold. */
export function exactNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  const short = Number(value.toPrecision(7));
  return Math.fround(short) === value ? short : Number(value.toPrecision(9));
}

/** A row-major [rows, width] tensor as a list of rows. */
export function exactRows(values: Float32Array, rows: number): (number | null)[][] {
  const width = values.length / rows;
  return Array.from({ length: rows }, (_, row) => Array.from(values.subarray(row * width, (row + 1) * width), exactNumber));
}
