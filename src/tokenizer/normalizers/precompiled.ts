import { AlignedTextBuilder, type AlignedText } from '../aligned.ts';
import { asString, type JsonObject } from '../file/schema.ts';
import { utf8 } from '../utf8.ts';
import { Charsmap } from './charsmap.ts';
import { SHORT_CLUSTERS } from './clusters.ts';
import type { Normalizer } from './normalizer.ts';

/** SentencePiece's normalizer, from the rules that its models carry. */
export function readPrecompiled(options: JsonObject): Normalizer {
  return new Precompiled(new Charsmap(asString(options['precompiled_charsmap'], 'normalizer')));
}

/** In UTF-8 bytes. */
const LONGEST_CLUSTER = 5;

/** Characters and short clusters that are kept. */
const MOST_KNOWN = 100_000;

/**
 * As the Rust library applies the rules, which is not as SentencePiece does: a grapheme cluster of up to five bytes becomes what its shortest
 * beginning with a rule becomes, and anything else is looked up one character at a time.
 */
class Precompiled implements Normalizer {
  readonly #charsmap: Charsmap;
  /** What becomes of each ASCII character, null where it stays. */
  readonly #ofAscii: readonly (string | null)[];
  readonly #known = new Map<string, string | null>();

  constructor(charsmap: Charsmap) {
    this.#charsmap = charsmap;
    this.#ofAscii = ASCII.map(character => charsmap.shortest(utf8(character)));
  }

  normalize(source: AlignedText): AlignedText {
    const { text } = source;
    const output = new ReplacingBuilder(source);
    let done = 0;
    for (const { 0: several, index } of text.matchAll(SHORT_CLUSTERS)) {
      this.#characters(text, done, index, output);
      for (const { segment, index: within } of CLUSTERS.segment(several)) this.#cluster(text, index + within, segment, output);
      done = index + several.length;
    }
    this.#characters(text, done, text.length, output);
    return output.finish();
  }

  #cluster(text: string, at: number, cluster: string, output: ReplacingBuilder): void {
    const isShort = cluster.length <= LONGEST_CLUSTER && utf8(cluster).length <= LONGEST_CLUSTER;
    const replacement = isShort ? this.#replacementOf(cluster) : null;
    if (replacement === null) this.#characters(text, at, at + cluster.length, output);
    else output.replace(at, cluster, replacement);
  }

  #characters(text: string, from: number, to: number, output: ReplacingBuilder): void {
    let kept = from;
    for (let at = from; at < to;) {
      const code = text.charCodeAt(at);
      const character = code < 0x80 ? ASCII[code]! : String.fromCodePoint(text.codePointAt(at)!);
      const replacement = code < 0x80 ? this.#ofAscii[code]! : this.#replacementOf(character);
      if (replacement !== null) {
        output.keep(kept, at);
        output.replace(at, character, replacement);
        kept = at + character.length;
      }
      at += character.length;
    }
    output.keep(kept, to);
  }

  #replacementOf(part: string): string | null {
    const known = this.#known.get(part);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    const replacement = this.#charsmap.shortest(utf8(part));
    this.#known.set(part, replacement);
    return replacement;
  }
}

const ASCII: readonly string[] = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code));

const CLUSTERS = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Aligns replacements as the Rust library does, except that what is removed at the beginning does not move the spans of all that follows. */
class ReplacingBuilder {
  readonly #output: AlignedTextBuilder;
  /** The last character of the output if it stands for no character of its own: the second of two that one became. */
  #inserted = '';

  constructor(source: AlignedText) {
    this.#output = new AlignedTextBuilder(source);
  }

  /** The part [from, to) as it is. */
  keep(from: number, to: number): void {
    if (from === to) return;
    this.#output.appendFrom(from, to);
    this.#inserted = '';
  }

  /** Characters one to one, the last of the old for all that are more; of what is removed, one before may come to stand for it. */
  replace(at: number, old: string, replacement: string): void {
    if (replacement === '') {
      if (this.#inserted !== '') this.#output.realign(this.#inserted.length, at);
      this.#inserted = '';
      return;
    }
    const places = placesOf(old, at);
    let count = 0;
    for (const character of replacement) {
      this.#output.append(character, places[Math.min(count, places.length - 1)]!);
      count++;
      this.#inserted = count > places.length ? character : '';
    }
  }

  finish(): AlignedText {
    return this.#output.finish();
  }
}

/** Where the characters of a part begin. */
function placesOf(part: string, at: number): number[] {
  if (part.length === 1) return [at];
  const places: number[] = [];
  let place = at;
  for (const character of part) {
    places.push(place);
    place += character.length;
  }
  return places;
}
