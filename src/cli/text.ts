import { showUnseenInLines } from '../core/text/visibleText.ts';
import { COLOURS } from './report/strip.ts';

/** What is said to people on standard output, whatever names from outside it holds; of terminal escapes only our own colours stay. */
export function safeText(text: string): string {
  return showUnseenInLines(text, `\\n|${COLOURS}`);
}

/** {@link safeText} as the bytes of a report. */
export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(safeText(text));
}
