import type { Fault } from '../core/fault.ts';
import type { RoledHead } from '../core/attention/headRoles.ts';
import type { Capability } from '../core/model/capability.ts';
import type { Combine, HeadRef, HeadSelection, Lens } from '../core/attention/lens.ts';
import type { ContextSizes } from '../core/model/contextSizes.ts';
import type { ModelFacts } from '../core/model/facts.ts';
import type { Told } from '../core/model/told.ts';
import type { AttentionStack, StackName } from '../core/model/stack.ts';
import type { UnitRef } from '../core/text/unitRef.ts';
import type { Span } from '../core/text/span.ts';
import type { UnitMatrix } from '../core/state/unitMatrix.ts';
import type { Level } from '../core/text/token.ts';
import type { TextPair, Within } from '../core/text/textPair.ts';
import type { TokenSequence } from '../core/text/tokenSequence.ts';

/** A model, and the state of its files that is meant. */
export interface ModelRequest {
  /** Absolute directory of the model. The host resolves it; the engine reads only allow-listed names in it. */
  readonly directory: string;
  /** Which of the folder's model files, by the name of a {@link ModelSummary} or as a person writes it. Left out: the most exact one that can be opened and fits into memory. */
  readonly variant?: string;
  /** Of {@link ModelSummary}: when the files have changed since, the answer is the fault `stale-run`, never of another model. Left out: as they are now. */
  readonly fingerprint?: string;
  /** The encoder-decoder of the folder, which reads two texts, by the kind of its attention that is looked at. Left out: what reads one. */
  readonly twoTexts?: StackName;
}

/** The model that was loaded: a {@link ModelRequest} made of it means that one and no other. */
export interface ModelIdentity extends Required<Omit<ModelRequest, 'twoTexts'>>, Pick<ModelRequest, 'twoTexts'> {
  /** Name of the model file without `.onnx`, e.g. `model_q4`. */
  readonly variant: string;
  /** Tells the state of the model's files from any other. */
  readonly fingerprint: string;
}

/** One of the model files in a folder, before it is loaded. */
export interface VariantFacts {
  readonly name: string;
  /** In the folder, with `/`. */
  readonly file: string;
  /** On disk, with the files of weights that it names. */
  readonly bytes: number;
  /** What most of its weights are stored as, e.g. `float16`. */
  readonly elementType: string;
  /** Bytes of memory that it takes with a paragraph of text, about. */
  readonly memory: number;
  /** Why it cannot be shown; the numbers may be 0 then. */
  readonly fault: Fault | null;
}

/** Asks how far a variant is from the most exact one of its folder. */
export interface VariantDifferenceRequest {
  readonly directory: string;
  readonly variant: string;
}

/** What names the model of a summary in a request. */
export function identityOf({ directory, variant, fingerprint, twoTexts }: ModelIdentity): ModelIdentity {
  return { directory, variant, fingerprint, ...(twoTexts && { twoTexts }) };
}

export interface ModelSummary extends ModelIdentity, ContextSizes {
  /** Names of all variants in the folder, the one that was loaded among them. */
  readonly variants: readonly string[];
  /** Name for people: `name` of config.json, or where the folder lies (`core/model/folderName.ts`). */
  readonly name: string;
  readonly layers: number;
  /** What its text attends to itself with, all layers of it. */
  readonly attention: AttentionStack;
  readonly facts: ModelFacts;
  /** What it has of all that a model may lack. */
  readonly capabilities: readonly Capability[];
  /** Of an encoder-decoder: tokens that its decoder reads of a target. */
  readonly targetLength?: number;
  readonly vocabularySize: number;
  /** What stands for a hidden word in this model's texts, e.g. `[MASK]`; null when it has none. */
  readonly maskToken: string | null;
  readonly lenses: readonly Lens[];
  readonly defaultLens: string;
  /** Heads that do one of a few things with random tokens written twice; none for a model with lenses of its own, which is not probed. */
  readonly roles: readonly RoledHead[];
  /** What the model is, in a sentence of its card ("English, uncased, trained for ..."), or ''. */
  readonly about: string;
  /** Codes (ISO 639-1) of the languages that it was made for, as its card says; left out: not known. */
  readonly languages?: readonly string[];
  /** It can be told something beside two texts: a task, or their languages. */
  readonly tells?: true;
  /** Things a person should know, e.g. config.json contradicts the graph. */
  readonly warnings: readonly string[];
}

/** What a folder's tokenizer makes of a text. Without a fingerprint its files are read as they are now, and no model file is needed; with one it is the tokenizer of that model. */
export interface TokensRequest extends ModelRequest, Pick<RunRequest, 'text' | 'chat'> {
  /** How a run would be asked for that reads as much of it as fits. Left out: what fits is not said. */
  readonly reading?: Pick<RunRequest, 'fit' | 'caret'>;
}

export interface RunRequest extends ModelRequest {
  /** The text; at most MAX_RUN_CHARACTERS UTF-16 units, the caller has cut it. */
  readonly text: string;
  /** 'start': the first tokens that fit. 'around': the window of tokens around `caret`. */
  readonly fit: 'start' | 'around';
  /** UTF-16 offset in `text`; used by 'around'. */
  readonly caret: number;
  /**
   * Tokens that the model reads its mask token in the place of: their indices, ascending, among the tokens that fit. The summary is of the text
   * as `MaskedText` writes it, token by token and unit by unit as without masks.
   */
  readonly masked?: readonly number[];
  /** The text is cut at so many tokens, special tokens included, if the model reads more. */
  readonly maxTokens?: number;
  /** The run that this text is another version of: it stays as long as that one is on screen. */
  readonly beside?: number;
  /** Spans of the text that are one word each, whatever stands in them, ascending: a phrase that is looked from. */
  readonly together?: readonly Span[];
  /**
   * The text is two texts, which stand at these places of it. A model that reads a sentence pair is given it so, each text by itself; one that reads from
   * left to right is given all of `text`. They are read whole or not at all.
   */
  readonly pair?: TextPair;
  /** Of two texts, the attention within them, and not what goes from one to the other. */
  readonly within?: Within;
  /** Beside two texts, to an encoder-decoder. */
  readonly told?: Told;
  /** The text is the only message of a user: it goes through the model as the model's chat template writes it. */
  readonly chat?: boolean;
}

/** How much text one request may carry. A longer selection is cut before tokenizing. */
export const MAX_RUN_CHARACTERS = 100_000;

/** The identity is that of the model that was run. */
export interface RunSummary extends ModelIdentity {
  readonly runId: number;
  /** Each text that was run, once; read through `sequenceOf`. */
  readonly sequences: readonly TokenSequence[];
  /** It was written as a chat message, see {@link RunRequest}. */
  readonly chat: boolean;
  /** It is two texts, see {@link RunRequest}: all slices are of what goes from one to the other, or of what stays within. */
  readonly pair?: TextPair;
  /** That which stays within: in each of them, or, of an encoder-decoder, in one, whose tokens alone the run has. */
  readonly within?: Within;
  /** What the model was told beside them, where it can be told something. */
  readonly told?: Told;
  /** Heads with NaN, infinite, or not normalised rows: shown as invalid, never coloured. */
  readonly invalidHeads: readonly HeadRef[];
  readonly runMilliseconds: number;
  /**
   * What the engine holds of its attention. `maps`: every weight of every head. `rows`: of a long text in a decoder, its key-value cache: the row of a
   * token is computed when it is asked for, and pictures of the whole text are made of a sample of the rows, which they say ({@link RowSample}).
   */
  readonly held: 'maps' | 'rows';
}

export interface MatrixRequest {
  readonly runId: number;
  readonly level: Level;
  readonly selection: HeadSelection;
  readonly combine: Combine;
}

/** One lens' weights over units: row = from (query), column = to (key). Sum over attended tokens, mean over attending ones (Clark et al. 2019). */
export interface MatrixSlice extends UnitMatrix {
  readonly runId: number;
  readonly level: Level;
}

/** What one unit attends to, through one lens. */
export interface RowRequest extends MatrixRequest, UnitRef {}

/**
 * Some rows of what a {@link MatrixSlice} would hold: of the unit that was asked for, or of a sample. Everything but the numbers is that of the whole
 * matrix: `rows` is how many units attend in all.
 */
export interface RowsSlice extends Omit<UnitMatrix, 'values' | 'low' | 'high' | 'sampled' | 'read'> {
  readonly runId: number;
  readonly level: Level;
  /** The units that attend, ascending: one row of the numbers each. */
  readonly units: readonly number[];
  /** [units, columns], row-major. Keys that a query does not see have 0. */
  readonly weights: Float32Array;
  /** Smallest and largest among the heads that were combined; empty for one head. */
  readonly low: Float32Array;
  readonly high: Float32Array;
}
