import { readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

const FOLDER = new URL('../fixtures/tokenizers/', import.meta.url);

/** The charsmap of SentencePiece, which the file of a family names instead of holding it. */
const CHARSMAP = 'nmt_nfkc';

/** Families of which there is a small tokenizer.json with their own stages; made by `training/make_tokenizers.py`. */
export const TOKENIZER_FAMILIES: readonly string[] = readdirSync(FOLDER)
  .filter(name => name.endsWith('.json.br'))
  .map(name => name.replace('.json.br', ''))
  .sort();

/** The content of a tokenizer.json. @param family e.g. `llama2` */
export function tokenizerFixture(family: string): string {
  return unpacked(`${family}.json.br`).replace(`"${CHARSMAP}"`, () => `"${unpacked(`${CHARSMAP}.br`)}"`);
}

function unpacked(name: string): string {
  return brotliDecompressSync(readFileSync(new URL(name, FOLDER))).toString('utf8');
}
