import { useEffect, useState } from 'preact/hooks';

/** How long it says that it is done, in milliseconds. */
const SAID = 2000;

/** Copies at once, and says so in its own place for a moment. */
export function CopyButton({ name, onCopy }: { readonly name: string; readonly onCopy: () => void }) {
  const [copies, setCopies] = useState(0);
  useEffect(() => {
    if (copies === 0) return;
    const timer = setTimeout(() => setCopies(0), SAID);
    return () => clearTimeout(timer);
  }, [copies]);
  return (
    <button
      type="button"
      class="link copy"
      onClick={() => {
        onCopy();
        setCopies(count => count + 1);
      }}
    >
      <span aria-hidden={copies > 0}>{name}</span>
      <span class="copied" role="status">
        {copies > 0 && 'Copied'}
      </span>
    </button>
  );
}
