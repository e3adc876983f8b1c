import { BYTE_LEVEL_MARK, SENTENCE_PIECE_MARK, type WordMark } from '../../core/text/vocabularyEntry.ts';
import { corrupt } from '../file/faults.ts';
import { asString, asSwitch, readVocabulary, type JsonObject } from '../file/schema.ts';
import { byteEntries } from './byteFallback.ts';
import { MergeQueue, placeOf, rankOf } from './mergeQueue.ts';
import { Merges } from './merges.ts';
import type { Model, ModelToken } from './model.ts';
import { Seams } from './seams.ts';
import { WordCache } from './wordCache.ts';

/** What the BPE model of a tokenizer.json holds beside its vocabulary. */
interface BpeSettings {
  readonly unknownToken: string | null;
  /** Neighbouring unknown characters are one unknown token. */
  readonly fusesUnknown: boolean;
  /** A character that is no entry is read as its UTF-8 bytes, entries like `<0x0A>`. */
  readonly fallsBackToBytes: boolean;
  /** A word that is an entry is that, whatever the merges would make. */
  readonly ignoresMerges: boolean;
  /** Put before a character that is not the first of a word, and behind the last. */
  readonly prefix: string;
  readonly suffix: string;
}

/** `dropout` is for training: with it a text would be read differently every time. */
export function readBpe(options: JsonObject): Model {
  const optional = (name: string): string | null => {
    const value = options[name];
    return value === undefined || value === null || value === '' ? null : asString(value, name);
  };
  const vocabulary = readVocabulary(options['vocab']);
  return new BpeModel(vocabulary, options['merges'], {
    unknownToken: optional('unk_token'),
    fusesUnknown: asSwitch(options['fuse_unk'], false),
    fallsBackToBytes: asSwitch(options['byte_fallback'], false),
    ignoresMerges: asSwitch(options['ignore_merges'], false),
    prefix: optional('continuing_subword_prefix') ?? '',
    suffix: optional('end_of_word_suffix') ?? '',
  });
}

/** A character of a word or what merges made of several: entry, range in the word, neighbours. */
interface Symbols {
  readonly entries: number[];
  readonly from: number[];
  readonly to: number[];
}

/** Shorter ones are not looked through for seams. */
const LONG_WORD = 64;

/** Byte pair encoding (Sennrich et al. 2016): of all neighbours that make an entry, those learned first become one, until none do. */
class BpeModel implements Model {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknownId: number | null;
  readonly #settings: BpeSettings;
  readonly #entries: readonly string[];
  readonly #ids: readonly number[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #merges: Merges;
  readonly #seams: Seams | null;
  readonly #cache = new WordCache();

  constructor(vocabulary: ReadonlyMap<string, number>, merges: unknown, settings: BpeSettings) {
    this.vocabulary = vocabulary;
    this.#settings = settings;
    this.#entries = [...vocabulary.keys()];
    this.#ids = [...vocabulary.values()];
    this.#places = new Map(this.#entries.map((entry, place) => [entry, place]));
    this.#merges = new Merges(merges, this.#places, settings.prefix);
    this.#seams = settings.prefix === '' && settings.suffix === '' ? this.#findSeams() : null;
    this.unknownId = settings.unknownToken === null ? null : (vocabulary.get(settings.unknownToken) ?? null);
  }

  get mark(): WordMark | null {
    if (this.#settings.prefix !== '') return { says: 'continues', prefix: this.#settings.prefix };
    // A byte-level vocabulary has no low line, but a large one of characters may well have the letter that stands for a space there.
    return [SENTENCE_PIECE_MARK, BYTE_LEVEL_MARK].find(({ prefix }) => this.vocabulary.has(prefix)) ?? null;
  }

  tokenize(word: string): ModelToken[] {
    const whole = this.#settings.ignoresMerges ? this.vocabulary.get(word) : undefined;
    if (whole !== undefined) return [{ id: whole, text: word, from: 0, to: word.length }];
    if (word.length < LONG_WORD || this.#seams === null) return this.#partTokens(word);
    const tokens: ModelToken[] = [];
    let done = 0;
    for (const part of this.#seams.parts(word)) {
      for (const token of this.#partTokens(part)) tokens.push({ ...token, from: token.from + done, to: token.to + done });
      done += part.length;
    }
    return tokens;
  }

  #partTokens(part: string): ModelToken[] {
    return this.#cache.get(part, part => this.#merged(this.#charactersOf(part)));
  }

  #findSeams(): Seams | null {
    const { made, halves } = this.#merges.places();
    const named = (places: Iterable<number>): string[] => Array.from(places, place => this.#entries[place]!);
    return Seams.of(named(made), new Set(named(halves)), this.#settings.unknownToken, character => this.#places.has(character));
  }

  /** The word as single entries. A character that has none, no bytes and no unknown token is left out, as in the Rust library. */
  #charactersOf(word: string): Symbols {
    const { prefix, suffix, fusesUnknown, fallsBackToBytes } = this.#settings;
    const symbols: Symbols = { entries: [], from: [], to: [] };
    // An unknown character waits for the next that is known.
    let unknown: { readonly from: number; readonly to: number } | null = null;
    const flush = (): void => {
      if (unknown) append(symbols, this.#unknownPlace(), unknown.from, unknown.to);
      unknown = null;
    };
    let from = 0;
    for (const character of word) {
      const to = from + character.length;
      const entry = `${from > 0 ? prefix : ''}${character}${to === word.length ? suffix : ''}`;
      const place = this.#places.get(entry);
      const bytes = place === undefined && fallsBackToBytes ? this.#bytesOf(entry) : null;
      if (place !== undefined) {
        flush();
        append(symbols, place, from, to);
      } else if (bytes) {
        for (const byte of bytes) append(symbols, byte, from, to);
      } else if (this.#settings.unknownToken !== null) {
        if (unknown && !fusesUnknown) flush();
        unknown = { from: (unknown as { from: number } | null)?.from ?? from, to };
      }
      from = to;
    }
    flush();
    return symbols;
  }

  #unknownPlace(): number {
    const place = this.#places.get(this.#settings.unknownToken!);
    if (place === undefined) throw corrupt('Its unknown token is not in its vocabulary.');
    return place;
  }

  /** Places of the entries of all bytes, or null when one is missing. */
  #bytesOf(entry: string): number[] | null {
    const bytes = byteEntries(entry, byte => this.#places.has(byte));
    return bytes && bytes.map(byte => this.#places.get(byte)!);
  }

  /** Merges until no two neighbours make an entry. Time n log n in the length of the word. */
  #merged({ entries, from, to }: Symbols): ModelToken[] {
    const count = entries.length;
    const queue = new MergeQueue(count);
    const next = Int32Array.from(entries, (_, place) => place + 1);
    const previous = Int32Array.from(entries, (_, place) => place - 1);
    const gone = new Uint8Array(count);
    const offer = (place: number): void => {
      if (place < 0 || next[place]! >= count) return;
      const rank = this.#merges.rankOf(entries[place]!, entries[next[place]!]!);
      if (rank >= 0) queue.push(rank, place);
    };
    for (let place = 0; place < count; place++) offer(place);
    for (let top = queue.pop(); top >= 0; top = queue.pop()) {
      const rank = rankOf(top);
      const place = placeOf(top);
      const right = next[place]!;
      // Offered before one of the two became part of another.
      if (gone[place] === 1 || right >= count || !this.#makes(entries[place]!, entries[right]!, rank)) continue;
      entries[place] = this.#merges.resultOf(rank);
      to[place] = to[right]!;
      gone[right] = 1;
      const after = next[right]!;
      next[place] = after;
      if (after < count) previous[after] = place;
      offer(previous[place]!);
      offer(place);
    }
    const tokens: ModelToken[] = [];
    for (let place = 0; place < count; place = next[place]!)
      tokens.push({ id: this.#ids[entries[place]!]!, text: this.#entries[entries[place]!]!, from: from[place]!, to: to[place]! });
    return tokens;
  }

  /** Whether the pair makes what the rank makes. */
  #makes(left: number, right: number, rank: number): boolean {
    const own = this.#merges.rankOf(left, right);
    return own >= 0 && this.#merges.resultOf(own) === this.#merges.resultOf(rank);
  }
}

function append({ entries, from, to }: Symbols, entry: number, start: number, end: number): void {
  entries.push(entry);
  from.push(start);
  to.push(end);
}
