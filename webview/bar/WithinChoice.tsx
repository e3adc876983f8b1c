import { lookOptions } from '../../src/core/describe/within.ts';
import { Glyph } from '../controls/Glyph.tsx';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import { MenuButton } from './BarButton.tsx';
import type { Folds } from './folds.ts';
import { Menu, type MenuItem } from './Menu.tsx';
import { Popover, usePopover } from './Popover.tsx';

interface Choosing {
  readonly scene: Scene;
  readonly post: Post;
}

/** What goes from one of two texts to the other, or what stays within them: as VS Code's radio, or a button that opens the list of them. */
export function WithinChoice({ scene, folds, post }: Choosing & { readonly folds: Folds }) {
  if (folds.looks === 'none') return null;
  return folds.looks === 'all' ? <Radio scene={scene} post={post} /> : <Folded scene={scene} post={post} />;
}

function Radio({ scene: { data }, post }: Choosing) {
  const now = data.summary.within ?? null;
  return (
    <div class="choice" role="radiogroup" aria-label="Attention across or within the texts">
      {lookOptions(data.model.twoTexts).map(({ within, name, title }) => (
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

function Folded({ scene, post }: Choosing) {
  const popover = usePopover();
  const { model, summary } = scene.data;
  const shown = lookOptions(model.twoTexts).find(({ within }) => within === (summary.within ?? null))!;
  return (
    <>
      <MenuButton state={popover} popup="menu" name={`Attention: ${shown.name}`} title={shown.title} disabled={false} kind="look">
        {shown.name}
        <Glyph name="chevron" extra="small" />
      </MenuButton>
      {popover.isOpen && (
        <Popover state={popover}>
          <Menu name="Attention across or within the texts" groups={[lookItems(scene, post)]} close={() => popover.close(true)} />
        </Popover>
      )}
    </>
  );
}

/** The same as items of a menu. */
export function lookItems({ data: { model, summary } }: Scene, post: Post): MenuItem[] {
  const now = summary.within ?? null;
  return lookOptions(model.twoTexts).map(({ within, name }) => ({
    label: `Attention: ${name}`,
    checked: within === now,
    run: () => within !== now && post({ type: 'within', within }),
  }));
}
