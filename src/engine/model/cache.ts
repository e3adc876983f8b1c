import { keptWordTableBytes } from '../analyses/wordTable.ts';
import { storeLimits } from '../runs/attentionStore.ts';
import { chooseModel, stateOfChoice } from './chooseModel.ts';
import { areUnchanged } from './fingerprint.ts';
import { freeMemory } from './memory.ts';
import { loadCrossModel } from '../twoTexts/asModel.ts';
import { loadModel, type LoadedModel } from './loader.ts';

/** Who may need a model that is loaded. */
export interface ModelUsers {
  /** `pinned`: what is on screen needs it. `kept`: something that may go with it. */
  need(model: LoadedModel): 'none' | 'kept' | 'pinned';
  /** The model is released: nothing of it may be used any more. */
  forget(model: LoadedModel): void;
}

export interface ModelLimits {
  /** Of all models that are loaded; the one that is opened, and those that are pinned, stay however large they are. */
  readonly bytes: number;
  /** Of all maps of one text: a longer text is cut. */
  readonly runBytes: number;
  /** Bytes of memory that are free now; left out: as many as anybody likes. */
  readonly free?: () => number;
}

/** In a process that may use so many bytes. 1.2 GB: a large model, or several small ones, beside the runs (see `storeLimits`). */
export function modelLimits(memory: number): ModelLimits {
  return { bytes: Math.min(1.2e9, memory / 4), runBytes: storeLimits(memory).bytes, free: () => freeMemory(memory) };
}

/**
 * The models that are loaded, as many as fit, each loaded again when one of the files that it was made from has changed. Variants of one folder are
 * models of their own. Room is made by releasing first those that no run needs, then those that no run on screen needs, least recently opened first.
 */
export class ModelCache {
  readonly #users: ModelUsers;
  readonly #limits: ModelLimits;
  /** By directory and name of the variant, in order of use, the latest last. */
  readonly #loaded = new Map<string, LoadedModel>();
  readonly #opening = new Map<string, Promise<LoadedModel>>();
  /** By directory and what was asked for: the variant that is meant, as long as the folder is in that state. */
  readonly #choices = new Map<string, { readonly state: string; readonly variant: string }>();

  constructor(users: ModelUsers, limits: ModelLimits) {
    this.#users = users;
    this.#limits = limits;
  }

  /**
   * @param variant which of the folder's; the one that suits best when it is left out
   * @throws FaultError why the model cannot be used; the next call tries again
   */
  open(directory: string, variant?: string): Promise<LoadedModel> {
    const asked = keyOf(directory, variant);
    const opening = this.#opening.get(asked) ?? this.#open(directory, variant).finally(() => this.#opening.delete(asked));
    this.#opening.set(asked, opening);
    return opening;
  }

  /** The encoder-decoder of a folder, as a model of two texts. Throws as {@link open} does. */
  openCross(directory: string, variant?: string): Promise<LoadedModel> {
    const key = `${keyOf(directory, variant)}\0two texts`;
    const opening = this.#opening.get(key) ?? this.#openCross(key, directory, variant).finally(() => this.#opening.delete(key));
    this.#opening.set(key, opening);
    return opening;
  }

  async #openCross(key: string, directory: string, variant: string | undefined): Promise<LoadedModel> {
    const known = this.#loaded.get(key);
    const isCurrent = known !== undefined && areUnchanged(known.files);
    this.#loaded.delete(key);
    if (known && !isCurrent) await known.session.dispose();
    const room = { makeRoom: (bytes: number) => this.#makeRoom(bytes), runBytes: this.#limits.runBytes };
    const loaded = isCurrent ? known : await loadCrossModel(directory, variant, room, this.#free());
    const model = known && !isCurrent ? withWarning(loaded, LOADED_ANEW) : loaded;
    this.#loaded.set(key, model);
    return model;
  }

  async #open(directory: string, wanted: string | undefined, wasLoaded = false): Promise<LoadedModel> {
    const asked = keyOf(directory, wanted);
    const state = stateOfChoice(directory);
    const before = this.#choices.get(asked);
    const chosen = before?.state === state ? null : chooseModel(directory, wanted, this.#free());
    const variant = chosen?.variant.name ?? before!.variant;
    this.#choices.set(asked, { state, variant });
    const key = keyOf(directory, variant);
    const known = this.#loaded.get(key);
    // Where the files cannot be looked at, what is loaded of them stays: it could not be released any more.
    const isCurrent = known !== undefined && areUnchanged(known.files);
    this.#loaded.delete(key);
    if (isCurrent) {
      this.#loaded.set(key, known);
      return known;
    }
    if (known) {
      this.#choices.delete(asked);
      // Its runs keep what they have of it; more is not to be had.
      await known.session.dispose();
      return this.#open(directory, wanted, true);
    }
    const room = { makeRoom: (bytes: number) => this.#makeRoom(bytes), runBytes: this.#limits.runBytes };
    const loaded = await loadModel(directory, room, chosen ?? chooseModel(directory, variant, this.#free()));
    const model = wasLoaded ? withWarning(loaded, LOADED_ANEW) : loaded;
    this.#loaded.set(key, model);
    return model;
  }

  /** What is free, and what would be when models that nothing on screen needs are released. */
  #free(): number {
    const released = [...this.#loaded.values()].filter(model => this.#users.need(model) !== 'pinned');
    return (this.#limits.free?.() ?? Infinity) + released.reduce((sum, model) => sum + model.bytes, 0);
  }

  async #makeRoom(bytes: number): Promise<void> {
    const held = () => [...this.#loaded.values()].reduce((sum, model) => sum + model.bytes + keptWordTableBytes(model), bytes);
    for (const goes of [['none'], ['none', 'kept']]) {
      for (const [key, model] of this.#loaded) {
        if (held() <= this.#limits.bytes) return;
        if (!goes.includes(this.#users.need(model))) continue;
        this.#users.forget(model);
        this.#loaded.delete(key);
        await model.session.dispose();
      }
    }
  }
}

function keyOf(directory: string, variant = ''): string {
  return `${directory}\0${variant}`;
}

/** What a person is told beside a model that was loaded again. */
export const LOADED_ANEW = 'Files of this model changed since it was first loaded; this is the model as it is now.';

function withWarning(model: LoadedModel, warning: string): LoadedModel {
  return { ...model, summary: { ...model.summary, warnings: [...model.summary.warnings, warning] } };
}
