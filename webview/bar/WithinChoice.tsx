import { lookOptions } from '../../src/core/describe/within.ts';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import type { Folds } from './folds.ts';

/** What goes from one of two texts to the other, or what stays within them: as VS Code's radio, or one button that goes to the next. */
export function WithinChoice({ scene: { data }, folds, post }: { readonly scene: Scene; readonly folds: Folds; readonly post: Post }) {
  const { model, summary } = data;
  const now = summary.within ?? null;
  const options = lookOptions(model.twoTexts);
  const at = options.findIndex(({ within }) => within === now);
  if (folds.looks === 'none') return null;
  if (folds.looks === 'one') {
    const [shown, next] = [options[at]!, options[(at + 1) % options.length]!];
    return (
      <button
        type="button"
        data-tool
        class="tool turned look"
        aria-label={`Attention: ${shown.name}`}
        title={`${shown.title}. Click for ${next.name}.`}
        onClick={() => post({ type: 'within', within: next.within })}
      >
        {shown.name}
      </button>
    );
  }
  return (
    <div class="choice" role="radiogroup" aria-label="Attention across or within the texts">
      {options.map(({ within, name, title }) => (
        <button
          type="button"
          data-tool
          role="radio"
          key={name}
          aria-checked={within === now}
          title={title}
          onClick={() => within !== now && post({ type: 'within', within })}
        >
          <span class="choice-name">{name}</span>
        </button>
      ))}
    </div>
  );
}
