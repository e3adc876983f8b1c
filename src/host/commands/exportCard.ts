import type { Take } from '../../core/export/kinds.ts';
import { captionOf } from '../../core/export/tables.ts';
import type { Parts } from '../services.ts';
import { explored } from './preconditions.ts';
import { lineOf, take } from './takeItems.ts';

/** Of the command line so much is shown. */
const LONGEST_LINE = 600;

/** Tells the card of the panel what can be taken away of what is shown. */
export async function offerToCard(parts: Parts): Promise<void> {
  const { takeAway, panel } = parts;
  const taken = await takeAway.shown();
  if (!taken) return;
  const { line, files } = lineOf(parts, taken);
  const caption = `${captionOf(taken, taken.word.source)}${taken.isEdited ? ', text as it was' : ''}`;
  const shown = line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`;
  panel.tell({ type: 'offer', caption, line: shown, files, answers: takeAway.answers(taken), colours: takeAway.colours });
}

/** Takes something away that was chosen on the card, and tells it so. @throws FaultError */
export async function takeFromCard(parts: Parts, chosen: Take, request: number): Promise<void> {
  let isDone = false;
  try {
    explored(parts.explorer);
    isDone = await take(parts, (await parts.takeAway.shown())!, chosen);
  } finally {
    parts.panel.tell({ type: 'taken', request, isDone });
  }
}
