import { FaultError } from '../../core/faults.ts';
import type { Fault } from '../../core/fault.ts';
import type { StackName } from '../../core/model/stack.ts';
import type { AttentionSite } from '../../onnx/find/attentionSite.ts';
import { findModelFolder } from '../model/folder.ts';
import { readTokenizer } from '../model/readTokenizer.ts';
import { findPairs } from './files.ts';
import { readPair } from './graphs.ts';
import { hasPlaceForLanguage, languageTokens } from './languages.ts';
import type { Task } from '../../core/model/told.ts';
import { readWriting } from './settings.ts';

/** What the files of an encoder-decoder say, nothing being loaded or run. */
export interface InspectedPair {
  /** Names of both files. */
  readonly encoder: string;
  readonly decoder: string;
  /** Attention sites of each kind. */
  readonly kinds: Readonly<Record<StackName, readonly AttentionSite[]>>;
  /** Its decoder gives a number for each word that could be next. */
  readonly writes: boolean;
  readonly tasks: readonly Task[];
  readonly languages: readonly string[];
  /** Its tokenizer has a place for the language of the source. */
  readonly tellsSource: boolean;
}

/** Null for a folder without the two files; a fault where they cannot be read as one model. */
export function inspectPair(directory: string, variant?: string): InspectedPair | Fault | null {
  try {
    const [pair] = findPairs(directory, variant);
    const { encoder, decoder } = readPair(directory, pair!);
    return {
      encoder: pair!.encoder.path,
      decoder: pair!.decoder.path,
      kinds: { encoder: encoder.graph.sites, decoder: decoder.graph.self, cross: decoder.graph.cross },
      writes: decoder.graph.logits !== null,
      tasks: orEmpty(() => readWriting(directory).tasks),
      ...languagesIn(directory),
    };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return isPair(directory) ? error.fault : null;
  }
}

function languagesIn(directory: string): Pick<InspectedPair, 'languages' | 'tellsSource'> {
  const [tokenizer] = orEmpty(() => [readTokenizer(findModelFolder(directory))]);
  const languages = tokenizer ? languageTokens(tokenizer) : new Map<string, number>();
  return { languages: [...languages.keys()], tellsSource: tokenizer !== undefined && hasPlaceForLanguage(tokenizer, languages) };
}

function isPair(directory: string): boolean {
  try {
    return findPairs(directory).length > 0;
  } catch (error) {
    if (error instanceof FaultError) return false;
    throw error;
  }
}

/** Files that are missing or damaged offer nothing: the graphs are inspected all the same. */
function orEmpty<T>(read: () => readonly T[]): readonly T[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof FaultError) return [];
    throw error;
  }
}
