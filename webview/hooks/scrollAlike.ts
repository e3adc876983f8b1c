/** Brings the other strips of a box to where one of them was scrolled: the same text three times is read line beside line. */
export function scrollAlike(event: Event): void {
  const scrolled = event.target as Element;
  for (const strip of (event.currentTarget as Element).querySelectorAll('.strip'))
    if (strip !== scrolled && strip.scrollTop !== scrolled.scrollTop) strip.scrollTop = scrolled.scrollTop;
}
