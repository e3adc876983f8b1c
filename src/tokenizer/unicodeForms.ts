import { toForm, type Form } from '../core/text/unicodeForm.ts';

/**
 * Unicode normalization forms as the Rust library makes them: its tables are older than this run-time's, so what decomposes since is left as
 * it is. The lists come from a comparison of every code point (tokenizers 0.23.2 against Unicode 17).
 */
const CANONICAL = String.raw`\u{105c9}\u{105e4}\u{11383}\u{11385}\u{1138e}\u{11391}\u{113c5}\u{113c7}\u{113c8}\u{11938}\u{16121}-\u{16128}\u{16d68}-\u{16d6a}`;
const COMPATIBLE = String.raw`\u32ff\ua7f1-\ua7f4\uab69\u{10781}-\u{107ba}\u{1ccd6}-\u{1ccf9}\u{1e030}-\u{1e06d}\u{1f16c}\u{1fbf0}-\u{1fbf9}`;

/** In a group, to split by. */
const CANONICAL_LATER = new RegExp(`([${CANONICAL}])`, 'u');
const COMPATIBLE_LATER = new RegExp(`([${CANONICAL}${COMPATIBLE}])`, 'u');

export function normalized(text: string, form: Form): string {
  const later = form === 'NFC' || form === 'NFD' ? CANONICAL_LATER : COMPATIBLE_LATER;
  const result = later.test(text) ? splitNormalized(text, form, later) : toForm(text, form);
  return form === 'NFC' || form === 'NFKC' ? withoutLater(result, text) : result;
}

function splitNormalized(text: string, form: Form, later: RegExp): string {
  return text
    .split(later)
    .map((part, index) => (index % 2 === 1 ? part : toForm(part, form)))
    .join('');
}

/** Takes apart again what only a newer Unicode composes. */
function withoutLater(composed: string, text: string): string {
  if (!CANONICAL_LATER.test(composed)) return composed;
  const written = new Set(text);
  return Array.from(composed)
    .map(character => (CANONICAL_LATER.test(character) && !written.has(character) ? character.normalize('NFD') : character))
    .join('');
}
