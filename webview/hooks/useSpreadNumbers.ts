import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { placeAmong, spreadNumbers, type PlacedNumber } from '../../src/draw/numberLayout.ts';

interface NumberBox extends PlacedNumber {
  readonly element: HTMLElement;
  readonly top: number;
  /** It stands only while its word is pointed at: the others do not move for it. */
  readonly isGuest: boolean;
}

/** Moves the numbers under the words of a text apart, line by line, after every drawing; words are as wide as their letters, a number is not. */
export function useSpreadNumbers(strip: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = strip.current!;
    const boxes = boxesIn(element);
    if (boxes.length === 0) return;
    const { left } = element.getBoundingClientRect();
    for (const line of new Set(boxes.map(({ top }) => top)))
      spreadLine(
        boxes.filter(({ top }) => top === line),
        left,
        left + element.clientWidth,
      );
  });
}

function boxesIn(strip: HTMLElement): NumberBox[] {
  return [...strip.querySelectorAll<HTMLElement>('.token > .value')].map(element => {
    const word = element.parentElement!;
    const { left, width, top } = word.getBoundingClientRect();
    return {
      element,
      middle: left + width / 2,
      width: element.offsetWidth,
      top: Math.round(top),
      isGuest: element.classList.contains('guest'),
    };
  });
}

function spreadLine(line: readonly NumberBox[], left: number, right: number): void {
  const standing = line.filter(({ isGuest }) => !isGuest).toSorted((a, b) => a.middle - b.middle);
  const middles = spreadNumbers(standing, left, right);
  const guest = line.find(({ isGuest }) => isGuest);
  const placed = standing.map(({ width }, at) => ({ middle: middles[at]!, width }));
  const among = guest && placeAmong(guest, placed, left, right);
  for (const [at, box] of standing.entries()) move(box, middles[at]!, among?.covered.includes(at) === true);
  if (guest) move(guest, among!.middle, false);
}

/** What stays as it was is not written: it would be drawn anew. */
function move({ element: { style }, middle }: NumberBox, to: number, isCovered: boolean): void {
  const shift = (to - middle).toFixed(1).replace(/^-?0\.0$/, '');
  const translate = shift && `${shift}px`;
  if (style.translate !== translate) style.translate = translate;
  const visibility = isCovered ? 'hidden' : '';
  if (style.visibility !== visibility) style.visibility = visibility;
}
