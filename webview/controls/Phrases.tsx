import type { ComponentChildren } from 'preact';

/** What a heading says beside it on its one line: as many phrases as are whole there. */
export function Phrases({ phrases }: { readonly phrases: readonly ComponentChildren[] }) {
  return (
    <span class="phrases">
      {phrases.map((phrase, place) => (
        <span>
          {place > 0 && ', '}
          {phrase}
        </span>
      ))}
    </span>
  );
}
