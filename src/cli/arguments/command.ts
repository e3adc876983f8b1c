import type { Within } from '../../core/text/textPair.ts';
import { FaultError } from '../../core/faults.ts';
import type { Told } from '../../core/model/told.ts';
import type { StackName } from '../../core/model/stack.ts';
import type { InfluenceMode, OccurrenceContext } from '../../core/state/viewState.ts';
import type { TableFormat } from '../../core/export/writeTable.ts';
import type { TakenState } from '../../core/export/taken.ts';
import type { ViewPicture, ViewTable } from '../../core/export/kinds.ts';
import type { Colours } from '../../draw/files/palettes.ts';
import type { Replacement } from '../../core/text/replaceWord.ts';
import type { RunFormat } from './runFormats.ts';

export type Format = 'text' | 'json' | 'npz';

/** Of an answer: for people, as data, or as a table. */
export type AnswerFormat = 'text' | 'json' | TableFormat;

export type Input =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'stdin' }
  | { readonly kind: 'batch'; readonly file: string };

/** What a format that is made of what is shown shows, and how. */
export interface Showing {
  readonly state: TakenState;
  /** Of the places where the word stands, counted from 1. */
  readonly nth: number;
  readonly picture: ViewPicture;
  readonly colours: Colours;
  /** Null: the row of the word where there is one, else the matrix. */
  readonly table: ViewTable | null;
}

export type SingleInput = Exclude<Input, { kind: 'batch' }>;

/** Which heads to look through; 'default' is the model's default lens. Numbers are checked against the model later. */
export type ViewChoice =
  | { readonly kind: 'default' }
  | { readonly kind: 'lens'; readonly id: string }
  | { readonly kind: 'head'; readonly layer: number; readonly head: number }
  | { readonly kind: 'layer'; readonly layer: number }
  | { readonly kind: 'all' }
  /** Null: through all layers. */
  | { readonly kind: 'rollout'; readonly layer: number | null };

/** Which model. */
export interface ModelOptions {
  /** A folder; null: the built-in model. */
  readonly model: string | null;
  /** Of the folder's model files, as a person writes it; null: the one that suits best. */
  readonly variant: string | null;
}

/** What every command but `inspect` has. */
interface CommonOptions extends ModelOptions {
  /** A file, or for a batch a folder; null: standard output. */
  readonly output: string | null;
}

export interface RunCommand extends CommonOptions {
  readonly kind: 'run';
  readonly input: Input;
  readonly view: ViewChoice;
  readonly word: string | null;
  /** Of the attention no more than the row of the word is asked for. */
  readonly rowOnly: boolean;
  /** A longer text is cut; null: at what the model reads. */
  readonly maxTokens: number | null;
  readonly replace: Replacement | null;
  readonly hidden: boolean;
  /** The text is a message to the model, written by its chat template. */
  readonly chat: boolean;
  /** The second of two texts, which looks at the first; null: one text, or a batch whose lines bring theirs. */
  readonly target: GivenTarget | null;
  /** Beside two texts, to an encoder-decoder. */
  readonly told: Told;
  /** Of two texts the first looks at the second; within each, at itself. */
  readonly back: boolean;
  /** Of two texts what stays within is looked at; null: what goes from one to the other. */
  readonly within: Within | null;
  readonly showing: Showing;
  readonly format: RunFormat;
}

/** A second text that a person gives. */
export type GivenTarget = Exclude<SingleInput, { kind: 'stdin' }>;

/** Where the target of an encoder-decoder comes from where more is asked for than what is shown of two texts. */
export type TargetInput =
  | GivenTarget
  /** The model writes it itself, at most so many tokens. */
  | { readonly kind: 'written'; readonly most: number };

/** `run` of a model that reads one text and writes another beside it. */
export interface TwoTextCommand extends CommonOptions {
  readonly kind: 'two-texts';
  /** The source. */
  readonly input: Input;
  /** Null in a batch whose lines bring theirs. */
  readonly target: TargetInput | null;
  readonly stack: StackName;
  readonly view: ViewChoice;
  readonly word: string | null;
  readonly maxTokens: number | null;
  readonly told: Told;
  readonly format: Format;
}

export interface EmbedCommand extends CommonOptions {
  readonly kind: 'embed';
  readonly input: SingleInput;
  readonly format: Format;
}

export interface TokensCommand {
  readonly kind: 'tokens';
  readonly model: string | null;
  readonly output: string | null;
  readonly input: SingleInput;
  readonly format: Format;
}

export interface NeighboursCommand extends CommonOptions {
  readonly kind: 'neighbours';
  readonly word: string;
  readonly top: number;
  readonly format: AnswerFormat;
}

export interface CompareCommand extends CommonOptions {
  readonly kind: 'compare';
  readonly input: SingleInput;
  readonly word: string;
  readonly context: OccurrenceContext;
  readonly format: AnswerFormat;
}

export interface InfluenceCommand extends CommonOptions {
  readonly kind: 'influence';
  readonly input: SingleInput;
  readonly word: string;
  /** A hidden state, counted from 0; null: the middle of the stack. */
  readonly state: number | null;
  /** Null: words are masked where the model can, else left out. */
  readonly mode: InfluenceMode | null;
  readonly format: AnswerFormat;
}

export interface HeadsCommand extends CommonOptions {
  readonly kind: 'heads';
  readonly input: SingleInput;
  readonly target: GivenTarget | null;
  readonly told: Told;
  /** A word of the text each, or several in a row. */
  readonly from: string;
  readonly to: string;
  readonly top: number;
  readonly format: AnswerFormat;
}

export interface GroundCommand extends CommonOptions {
  readonly kind: 'ground';
  readonly source: SingleInput;
  readonly answer: SingleInput;
  /** '': none. */
  readonly question: string;
  /** Leave source sentences out and read the rest again. */
  readonly remove: boolean;
  /** One text behind the other, though the model has a chat template. */
  readonly plain: boolean;
  readonly format: AnswerFormat;
}

export interface InspectCommand {
  readonly kind: 'inspect';
  readonly directory: string;
  readonly variant: string | null;
  /** Run the folder's variants to see how they differ. */
  readonly measure: boolean;
  readonly format: 'text' | 'json';
}

export type Command =
  | RunCommand
  | TwoTextCommand
  | EmbedCommand
  | TokensCommand
  | NeighboursCommand
  | CompareCommand
  | InfluenceCommand
  | HeadsCommand
  | GroundCommand
  | InspectCommand
  | { readonly kind: 'help' }
  | { readonly kind: 'version' };

export const SEE_HELP = 'See attention-lens --help.';

export function usageError(title: string, cause: string, nextStep = SEE_HELP): FaultError {
  return new FaultError({ code: 'usage', title, cause, nextStep });
}
