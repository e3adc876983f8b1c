import { combineMaps, createPooling, type Combined, type MapPooling, type Pooling } from '../../core/attention/pooling.ts';
import { isInvalid } from '../../core/attention/maps.ts';
import type { HeadRef } from '../../core/attention/lens.ts';
import { atOnce } from '../../core/attention/layerWalk.ts';
import { sinkUnits, type UnitSink } from '../../core/attention/sinks.ts';
import { allHeads, STREAMS_OF, type StackName } from '../../core/model/stack.ts';
import { allOccurrences } from '../../core/text/occurrences.ts';
import { standsInText, type Level, type Token, type Unit } from '../../core/text/token.ts';
import type { TokenSequence } from '../../core/text/tokenSequence.ts';
import type { Stream } from '../../core/text/unitRef.ts';
import type { TwoTextRun } from '../../protocol/twoTexts.ts';
import type { ChosenView } from '../arguments/view.ts';
import { findWord } from '../commands/runText.ts';

/** One kind of attention of two texts through one view: what the reports read. */
export interface SeenTwoTexts {
  readonly run: TwoTextRun;
  readonly stack: StackName;
  readonly view: ChosenView;
  /** What looks, and what is looked at. */
  readonly rows: SeenText;
  readonly columns: SeenText;
  /** [words that look, words that are looked at] */
  readonly matrix: Combined;
  /** Words among the columns that hold a sink. */
  readonly sinks: readonly UnitSink[];
  readonly invalidHeads: readonly HeadRef[];
  /** The word to look from, among the rows; null for all. */
  readonly word: number | null;
}

/** A text in the units that are looked at. */
export interface SeenText {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly units: readonly Unit[];
}

/**
 * @param word as it is written in the text that looks
 * @param level of both texts; left out: words, unless one of the texts is a single one (a word and its phonemes)
 * @throws FaultError `usage` when the word is not there
 */
export function seeTwoTexts(run: TwoTextRun, stack: StackName, view: ChosenView, word: string | null, level = levelOf(run)): SeenTwoTexts {
  const { rows: from, columns: to } = STREAMS_OF[stack];
  const seen = (stream: Stream): SeenText => {
    const [sequence, text] = stream === 'target' ? [run.target, run.texts.target] : [run.source, run.texts.source];
    return { text, tokens: sequence.tokens, units: sequence[level] };
  };
  const [rows, columns] = [seen(from), seen(to)];
  const attention = run.attention[stack];
  const pooling: MapPooling = { rows: poolingOf(rows), columns: poolingOf(columns) };
  return {
    run,
    stack,
    view,
    rows,
    columns,
    matrix: atOnce(combineMaps(attention, pooling, view.selection, 'mean'), attention.maps),
    sinks: sinkUnits(attention.sinks, columns.units),
    invalidHeads: allHeads(attention.stack.heads).filter(head => isInvalid(attention, head)),
    word: word === null ? null : findWord({ word, spans: allOccurrences(rows.text, word) }, rows.text, rows.units),
  };
}

function poolingOf({ units, tokens }: SeenText): Pooling {
  return createPooling(units, tokens.length);
}

function levelOf({ source, target }: TwoTextRun): Level {
  const isOne = ({ words }: TokenSequence): boolean => words.filter(standsInText).length === 1;
  return isOne(source) || isOne(target) ? 'pieces' : 'words';
}
