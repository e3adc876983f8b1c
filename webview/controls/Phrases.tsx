import type { ComponentChildren } from 'preact';

/** What a heading says beside it, phrase by phrase: a line breaks between them alone. */
export function Phrases({ phrases }: { readonly phrases: readonly ComponentChildren[] }) {
  return (
    <span class="phrases">
      {phrases.map((phrase, place) => (
        <span>
          {phrase}
          {place < phrases.length - 1 && ', '}
        </span>
      ))}
    </span>
  );
}
