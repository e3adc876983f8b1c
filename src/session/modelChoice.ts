import type { Told } from '../core/model/told.ts';
import type { ModelRequest } from '../protocol/engineApi.ts';

/** A model as a person chose it: in whatever state its files are. */
export interface ChosenModel extends Omit<ModelRequest, 'fingerprint'> {
  /** Beside two texts; left out: a person was not asked. */
  readonly told?: Told;
}

/** Which model runs. */
export interface ModelChoice {
  readonly chosen: ChosenModel;
  /** Whether a folder is that of the model that comes with the extension. */
  isBuiltInAt(directory: string): boolean;
  /** For people, before it is opened: its folder's. */
  readonly name: string;
  /** What a person wants to look through where nothing else was chosen, as it was written; '' for what the model looks through by itself. */
  readonly defaultHeads?: string;
}
