import { areUnchanged } from './fingerprint.ts';
import { loadModel, type LoadedModel } from './loader.ts';

interface Entry {
  readonly directory: string;
  readonly model: Promise<LoadedModel>;
}

/** The model that is loaded: one at a time, since each costs hundreds of megabytes. Loaded again when one of the files that it was made from has changed. */
export class ModelCache {
  #entry: Entry | null = null;

  /** @throws FaultError why the model cannot be used; the next call tries again */
  async open(directory: string): Promise<LoadedModel> {
    const known = this.#entry;
    if (known?.directory === directory) {
      const model = await known.model;
      if (areUnchanged(model.files)) return model;
    }
    const entry: Entry = { directory, model: replace(known, directory) };
    this.#entry = entry;
    try {
      return await entry.model;
    } catch (error) {
      if (this.#entry === entry) this.#entry = null;
      throw error;
    }
  }
}

/** What a person is told beside a model that was loaded again. */
export const LOADED_ANEW = 'Files of this model changed since it was first loaded; this is the model as it is now.';

async function replace(old: Entry | null, directory: string): Promise<LoadedModel> {
  // A model that failed to load has nothing to dispose of.
  const previous = await old?.model.catch(() => null);
  await previous?.session.dispose();
  const model = await loadModel(directory);
  if (!previous || old?.directory !== directory) return model;
  return { ...model, summary: { ...model.summary, warnings: [...model.summary.warnings, LOADED_ANEW] } };
}
