import { formatShort } from '../../core/describe/numbers.ts';
import { paintNote } from '../../core/describe/legend.ts';
import { sentenceOf } from '../../core/export/sentence.ts';
import { captionOf } from '../../core/export/tables.ts';
import type { Taken } from '../../core/export/taken.ts';
import { titleOf, type TakenPair } from '../../core/export/takenPair.ts';
import type { WordView } from '../../core/state/viewModel.ts';
import type { Unit } from '../../core/text/token.ts';
import type { Painter } from '../painter.ts';
import { estimatedWidth } from '../svgPainter.ts';
import type { ThemeColors } from '../theme.ts';
import { framed, headed, legend, stacked, type FilePicture } from './framed.ts';

const SIZE = 14;
const LINE = 36;
const CHIP = { height: 22, padding: 3 };
const ROOM = 640;
const SPACE = 5;

interface Placed {
  readonly unit: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** A text as it is coloured for one of its words. */
export interface TextDrawn {
  readonly word: WordView;
  readonly units: readonly Unit[];
  readonly labels: readonly string[];
  readonly text: string;
  readonly hides: (unit: number) => boolean;
  /** How the numbers under the strongest words are written. */
  readonly write?: (value: number) => string;
}

/** The text in the colours of the word that is looked from, with the numbers of its strongest words. */
export function textPicture(taken: Taken, theme: ThemeColors): FilePicture {
  const { word, visibility } = taken;
  const { scale, causal, hiddenSinks } = visibility;
  const text = taken.pair ? bothTexts(taken, taken.pair, theme) : colouredText({ ...taken, hides: visibility.hides }, theme);
  const sentence = sentenceOf(taken);
  const notes = [...(sentence === null ? [] : [sentence]), paintNote(scale, causal, hiddenSinks)];
  return framed(captionOf(taken, word.source), stacked(10, text, legend(scale, theme)), notes, theme);
}

/** Each text under what it is called; of two that are looked within, the one that is. */
function bothTexts(taken: Taken, { names, looking, within }: TakenPair, theme: ThemeColors): FilePicture {
  const { word, rowUnits, columnUnits, visibility } = taken;
  const drawn = (name: string, shown: readonly number[]) =>
    headed(name, colouredText({ ...taken, word: { ...word, shown }, hides: visibility.hides }, theme), theme);
  if (within) return drawn(titleOf(names[looking]), rowUnits);
  const texts = names.map((name, place) =>
    place === looking ? drawn(`${titleOf(name)}, which looks`, rowUnits) : drawn(titleOf(name), columnUnits),
  );
  return stacked(6, ...texts);
}

/** Nothing round it. */
export function colouredText(drawn: TextDrawn, theme: ThemeColors): FilePicture {
  const placed = placeWords(drawn);
  return {
    width: placed.reduce((most, { x, width }) => Math.max(most, x + width), 0),
    height: placed.reduce((most, { y }) => Math.max(most, y), 0) + LINE,
    paint: painter => placed.forEach(place => paintWord(painter, theme, drawn, place)),
  };
}

/** Word after word as the text has them, broken where it breaks and where a line is full. */
function placeWords({ word, units, labels, text }: TextDrawn): Placed[] {
  const placed: Placed[] = [];
  let [x, y, end] = [0, 0, -1];
  for (const unit of word.shown) {
    const { start, end: stop, joins } = units[unit]!;
    const width = estimatedWidth(labels[unit]!, { family: '', size: SIZE }) + 2 * CHIP.padding;
    const breaks = end >= 0 && start >= 0 && /\n/.test(text.slice(end, start));
    if (placed.length > 0) x += joins || (end >= 0 && end === start) ? 0 : SPACE;
    if (breaks || (x > 0 && x + width > ROOM)) [x, y] = [0, y + LINE];
    placed.push({ unit, x, y, width });
    x += width;
    if (stop >= 0) end = stop;
  }
  return placed;
}

function paintWord(
  painter: Painter,
  theme: ThemeColors,
  { word, labels, units, hides, write = formatShort }: TextDrawn,
  { unit, x, y, width }: Placed,
): void {
  const { source, weights, buckets, strongest, unseen } = word;
  const bucket = buckets[unit]!;
  if (bucket > 0 && !theme.highContrast) painter.rect(x, y, width, CHIP.height, theme.heat[bucket]!, 'heat');
  if (bucket > 0) painter.rect(x, y + CHIP.height, width, bucket >= 5 ? 2 : 1, theme.line, 'line');
  if (unit === source) painter.frame({ x, y, width, height: CHIP.height }, theme.source, 2, 'source');
  const isMuted = units[unit]!.special || unseen.has(unit) || hides(unit);
  painter.text(labels[unit]!, x + CHIP.padding, y + CHIP.height / 2, {
    family: theme.quotedFont,
    size: SIZE,
    centred: true,
    color: bucket > 0 && !theme.highContrast ? theme.cellText[bucket]! : isMuted ? theme.muted : theme.foreground,
    kind: 'word',
  });
  if (weights === null || !strongest.includes(unit)) return;
  painter.text(write(weights[unit]!), x + width / 2, y + CHIP.height + 12, {
    family: theme.font,
    size: 11,
    anchor: 'middle',
    color: theme.muted,
    kind: 'number',
  });
}
