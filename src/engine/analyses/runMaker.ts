import type { Told } from '../../core/model/told.ts';
import type { TokenSequence } from '../../core/text/tokenSequence.ts';
import type { TextPair, Within } from '../../core/text/textPair.ts';
import type { RunSummary } from '../../protocol/engineApi.ts';
import type { EngineApi } from '../../protocol/engineMethods.ts';
import type { CallContext, Handlers } from '../../protocol/rpc.ts';
import type { LoadedModel } from '../model/loader.ts';
import type { ReadText } from '../runs/readText.ts';

/** A text that was read, and by what. */
export interface MadeRun {
  readonly model: LoadedModel;
  readonly sequence: TokenSequence;
  readonly chat: boolean;
  /** It is two texts. */
  readonly pair?: TextPair | undefined;
  /** What stays within them is looked at. */
  readonly within?: Within | undefined;
  /** What the model was told beside them. */
  readonly told?: Told | undefined;
  readonly runMilliseconds: number;
  /** The run that this text is another version of. */
  readonly beside?: number | undefined;
}

/** What makes runs and lets them go. */
export interface RunMaker extends Pick<Handlers<EngineApi>, 'run' | 'release'> {
  /** Keeps what was read as a run. @throws FaultError `cancelled`, `stale-run` when the model's files have changed meanwhile */
  readonly keep: (made: MadeRun, read: ReadText, context: CallContext | undefined) => Promise<RunSummary>;
}
