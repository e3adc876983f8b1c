import { Glyph } from '../controls/Glyph.tsx';
import type { Post } from '../host.ts';
import type { Folds } from './folds.ts';

/** VS Code's own list of all that can be copied and saved opens on it. */
export function ExportButton({ folds, disabled, post }: { readonly folds: Folds; readonly disabled: boolean; readonly post: Post }) {
  return (
    <button
      type="button"
      data-tool
      class={folds.words ? 'tool export' : 'tool icon export'}
      aria-haspopup="true"
      aria-label="Export"
      title="Export: copy or save what is shown"
      disabled={disabled}
      onClick={() => post({ type: 'command', command: 'export' })}
    >
      <Glyph name="export" />
      {folds.words && <span>Export</span>}
    </button>
  );
}
