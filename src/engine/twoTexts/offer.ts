import { join } from 'node:path';
import { FaultError } from '../../core/faults.ts';
import type { ModelRequest } from '../../protocol/engineApi.ts';
import type { WritingOffer } from '../../protocol/writeApi.ts';
import { readConfig } from '../model/config.ts';
import { findFile } from '../model/folderFiles.ts';
import { chooseModel } from '../model/chooseModel.ts';
import { fingerprintOf } from '../model/fingerprint.ts';
import { modelFiles, SETTING_FILES } from '../model/folder.ts';
import { inspectPair } from './inspect.ts';
import { hasPair } from './files.ts';

const NOTHING: WritingOffer = { writes: null, tasks: [], languages: [], tellsSource: false, translates: false };

/** What was answered last, and of which state of which files: it is asked before any two texts, and a large graph takes long to read. */
let latest: { readonly of: string; readonly offer: WritingOffer } | null = null;

/** By the files of a folder; of one that cannot be read nothing is offered, and what reads a text says why. */
export function writingOffer({ directory, variant }: Pick<ModelRequest, 'directory' | 'variant'>): WritingOffer {
  try {
    const of = stateOf(directory, variant);
    if (latest?.of !== of) latest = { of, offer: hasPair(directory) ? offerOfPair(directory, variant) : offerOfOne(directory, variant) };
    return latest.offer;
  } catch (error) {
    if (error instanceof FaultError) return NOTHING;
    throw error;
  }
}

/** Weights beside the graphs say nothing of what can be told. */
function stateOf(directory: string, variant: string | undefined): string {
  const { variants, decoders } = modelFiles(directory);
  const files = [...variants, ...decoders].map(({ path }) => path);
  return JSON.stringify([directory, variant, files, fingerprintOf([...SETTING_FILES, ...files].map(name => join(directory, name)))]);
}

function offerOfPair(directory: string, variant: string | undefined): WritingOffer {
  const pair = inspectPair(directory, variant);
  if (pair === null || 'code' in pair) return NOTHING;
  const { writes, tasks, languages, tellsSource } = pair;
  const { architecture } = readConfig({ directory, config: findFile(directory, 'config.json'), genai: null });
  const translates = architecture === 'marian' || languages.length > 0 || tasks.some(({ name }) => name.includes('translat'));
  return { writes: writes ? 'target' : null, tasks, languages, tellsSource, translates };
}

function offerOfOne(directory: string, variant: string | undefined): WritingOffer {
  const { graph } = chooseModel(directory, variant);
  const canWrite = graph.logits !== null && graph.inputs.cache.length > 0 && graph.hidden.length > 0;
  return { ...NOTHING, writes: canWrite ? 'continuation' : null };
}
