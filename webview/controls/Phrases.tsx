/** What a heading says beside it, phrase by phrase: a line breaks between them alone. */
export function Phrases({ phrases }: { readonly phrases: readonly string[] }) {
  return (
    <div class="aside phrases">
      {phrases.map((phrase, place) => (
        <span>{place < phrases.length - 1 ? `${phrase}, ` : phrase}</span>
      ))}
    </div>
  );
}
