import type { PanelSnapshot } from '../../src/protocol/panelApi.ts';
import { Glyph } from '../controls/Glyph.tsx';
import type { Post } from '../host.ts';

/** `< 2/5 >`: through what was looked at of this text. */
export function HistoryButtons({
  history: { at, of },
  showsCount,
  post,
}: {
  readonly history: NonNullable<PanelSnapshot['history']>;
  readonly showsCount: boolean;
  readonly post: Post;
}) {
  const button = (way: 'back' | 'forward', name: string, key: string, isThere: boolean) => (
    <button
      type="button"
      data-tool
      class="tool icon"
      aria-label={name}
      title={`${name} (${key})`}
      // At an end it keeps the focus that it has.
      aria-disabled={!isThere}
      onClick={() => isThere && post({ type: 'history', way })}
    >
      <Glyph name={way} />
    </button>
  );
  return (
    <span class="history">
      {button('back', 'Go Back', 'Alt+Left', at > 1)}
      {showsCount && (
        <span class="history-count" title={`Step ${at} of ${of}`}>
          {at}/{of}
        </span>
      )}
      {button('forward', 'Go Forward', 'Alt+Right', at < of)}
    </span>
  );
}
