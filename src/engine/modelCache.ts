import { statSync } from 'node:fs';
import { join } from 'node:path';
import { accessing } from '../core/errors.ts';
import { loadModel, type LoadedModel } from './modelLoader.ts';
import { MODEL_FILES } from './modelFolder.ts';

interface Entry {
  readonly directory: string;
  /** Changes when a file of the folder does. */
  readonly fingerprint: string;
  readonly model: Promise<LoadedModel>;
}

/** The model that is loaded: one at a time, since each costs hundreds of megabytes. Loaded again when its files have changed. */
export class ModelCache {
  #entry: Entry | null = null;

  /** @throws FaultError why the model cannot be used; the next call tries again */
  async open(directory: string): Promise<LoadedModel> {
    const fingerprint = fingerprintOf(directory);
    const known = this.#entry;
    if (known?.directory === directory && known.fingerprint === fingerprint) return known.model;
    const entry: Entry = { directory, fingerprint, model: replace(known, directory, fingerprint) };
    this.#entry = entry;
    try {
      return await entry.model;
    } catch (error) {
      if (this.#entry === entry) this.#entry = null;
      throw error;
    }
  }
}

async function replace(old: Entry | null, directory: string, fingerprint: string): Promise<LoadedModel> {
  // A model that failed to load has nothing to dispose of.
  const previous = await old?.model.catch(() => null);
  await previous?.session.dispose();
  return loadModel(directory, fingerprint);
}

function fingerprintOf(directory: string): string {
  return MODEL_FILES.map(name => {
    const status = accessing(name, () => statSync(join(directory, name), { throwIfNoEntry: false }));
    return status ? `${status.size} ${status.mtimeMs} ${status.ino}` : '-';
  }).join(', ');
}
