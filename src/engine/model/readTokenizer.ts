import { loadTokenizer, loadVocabulary, type Tokenizer } from '../../tokenizer/tokenizer.ts';
import type { VocabularyFiles } from '../../tokenizer/vocabularyFiles/index.ts';
import { readJsonText, readPlainText, type ModelFolder, type VocabularyFolder } from './folder.ts';

/** @throws FaultError `unsupported-tokenizer`, and what a damaged file gives */
export function readTokenizer({ tokenizer }: Pick<ModelFolder, 'tokenizer'>): Tokenizer {
  return 'vocabulary' in tokenizer ? loadVocabulary(readVocabularyFiles(tokenizer)) : loadTokenizer(readJsonText(tokenizer));
}

function readVocabularyFiles({ vocabulary, settings }: VocabularyFolder): VocabularyFiles {
  const texts = Object.entries(settings).map(([name, file]) => [name, file && readJsonText(file)]);
  return {
    vocabulary:
      'vocab.txt' in vocabulary
        ? { 'vocab.txt': readPlainText(vocabulary['vocab.txt']) }
        : { 'vocab.json': readJsonText(vocabulary['vocab.json']), 'merges.txt': readPlainText(vocabulary['merges.txt']) },
    settings: Object.fromEntries(texts) as VocabularyFiles['settings'],
  };
}
