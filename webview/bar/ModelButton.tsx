import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import { Chevron, ToolText } from './BarButton.tsx';

/** The model by its name; VS Code's own list of models opens on it. */
export function ModelButton({ name, scene, post }: { readonly name: string; readonly scene: Scene | null; readonly post: Post }) {
  const variant = scene && scene.model.variants.length > 1 ? scene.model.variant : null;
  const about = scene?.model.about ? `: ${scene.model.about}` : '';
  return (
    <button
      type="button"
      data-tool
      class="tool model"
      aria-haspopup="true"
      aria-label={`Model: ${name}${variant === null ? '' : `, ${variant}`}`}
      title={`Model${variant === null ? '' : `, the file ${variant}.onnx, one of ${scene!.model.variants.length} variants in the folder`}${about}`}
      onClick={() => post({ type: 'command', command: 'chooseModel' })}
    >
      <ToolText>
        {name}
        {variant !== null && <span class="variant">{variant}</span>}
      </ToolText>
      <Chevron />
    </button>
  );
}
