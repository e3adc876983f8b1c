import { visibleText } from '../../src/core/text/visibleText.ts';
import { Glyph } from '../controls/Glyph.tsx';

/** So many characters have room beside any other chip: of two the longer one gives way. */
const SHORT = 6;

/** A word, or several that count as one: Enter goes to it in the text, Delete takes it away. */
export function Chip({
  text,
  isFirst,
  removal,
  go,
  remove,
}: {
  readonly text: string;
  /** Filled: what is asked about. The other one is what it is linked with. */
  readonly isFirst: boolean;
  /** What taking it away is called, with its key. */
  readonly removal: string;
  readonly go: () => void;
  readonly remove: () => void;
}) {
  const label = visibleText(text);
  return (
    <span class={['chip', isFirst && 'first', label.length <= SHORT && 'short'].filter(Boolean).join(' ')}>
      <button
        type="button"
        data-tool
        class="chip-text"
        title={`${label}: go to it in the text`}
        onClick={go}
        onKeyDown={event => {
          if (event.key !== 'Delete' && event.key !== 'Backspace') return;
          event.preventDefault();
          remove();
        }}
      >
        {label}
      </button>
      <button type="button" data-tool class="chip-close" aria-label={removal.replace(/ \(.*/, '')} title={removal} onClick={remove}>
        <Glyph name="close" />
      </button>
    </span>
  );
}
