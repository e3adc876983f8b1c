import type * as vscode from 'vscode';
import { MAX_RUN_CHARACTERS } from '../../protocol/engineApi.ts';
import { placesOf, type Exploration } from '../../session/exploration.ts';
import type { Target } from '../../session/target.ts';
import { openDocument } from './openDocument.ts';
import { toRange, wholeDocument } from './ranges.ts';
import { targetOfRange } from './target.ts';

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
