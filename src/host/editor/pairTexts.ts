import type * as vscode from 'vscode';
import { formatCount } from '../../core/describe/numbers.ts';
import { FaultError } from '../../core/faults.ts';
import { comparePlaces, placeAfter } from '../../core/text/anchor.ts';
import type { Within } from '../../core/text/textPair.ts';
import { checkText } from '../../core/text/textCheck.ts';
import { MAX_RUN_CHARACTERS } from '../../protocol/engineApi.ts';
import { placesOf, type Exploration } from '../../session/exploration.ts';
import { pairTarget, trimmed, type Target } from '../../session/target.ts';
import { refusal } from '../commands/preconditions.ts';
import { commandButton } from '../commands/refusal.ts';
import { openDocument } from './openDocument.ts';
import { toRange, wholeDocument } from './ranges.ts';
import { targetOfRange } from './target.ts';

const CHOOSE = commandButton('Explore Two Texts\u2026', 'exploreTwoTexts');

/** One of two texts. @param range all of the document, unless it is told */
export function targetIn(document: vscode.TextDocument, range: vscode.Range = toRange(wholeDocument(document))): Target {
  return targetOfRange(document, range, 'selection', 'start', range.start, MAX_RUN_CHARACTERS);
}

/** Two explored texts as they read now. @throws FaultError where a document is gone */
export async function textsAgain(exploration: Exploration): Promise<readonly [first: Target, second: Target]> {
  const again: Target[] = [];
  for (const { uri, anchor } of placesOf(exploration)) {
    const document = await openDocument(uri);
    again.push(targetIn(document, document.validateRange(toRange(anchor.range))));
  }
  return [again[0]!, again[1]!];
}

/** Both as one target. @throws FaultError for texts that cannot be read together */
export function togetherOf(first: Target, second: Target, within?: Within): Target {
  checkWords(first);
  checkWords(second);
  checkApart(first, second);
  const both = pairTarget(trimmed(first), trimmed(second), within);
  if (both.tooLong || both.text.length > MAX_RUN_CHARACTERS)
    throw refusal(
      'The two texts are too long together',
      `They have more than ${formatCount(MAX_RUN_CHARACTERS)} characters.`,
      'Select less of one of them.',
      CHOOSE,
    );
  return both;
}

export function checkWords({ text, what }: Pick<Target, 'text' | 'what'>): void {
  const fault = checkText(text, what);
  if (fault) throw new FaultError(fault);
}

function checkApart(first: Target, second: Target): void {
  if (first.uri !== second.uri) return;
  const end = ({ start, text }: Target) => placeAfter(start, text);
  if (comparePlaces(first.start, second.start) === 0 && comparePlaces(end(first), end(second)) === 0)
    throw refusal('Both texts are the same', 'It is one place of one document.', 'Select another part for the second text.', CHOOSE);
  if (comparePlaces(first.start, end(second)) < 0 && comparePlaces(second.start, end(first)) < 0)
    throw refusal('The two texts overlap', 'Words that are in both would look at themselves.', 'Select two parts that are apart.', CHOOSE);
}
