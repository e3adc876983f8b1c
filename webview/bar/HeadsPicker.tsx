import type { View } from '../../src/core/attention/lens.ts';
import { inLayer } from '../../src/core/attention/navigate.ts';
import { shortNameOfView } from '../../src/core/describe/views.ts';
import { headsIn } from '../../src/core/model/stack.ts';
import { Glyph } from '../controls/Glyph.tsx';
import type { Scene } from '../scene.ts';
import { Chevron, MenuButton, ToolText } from './BarButton.tsx';
import { lensChoices, type LensChoice } from './lensChoices.ts';
import { LensList } from './LensList.tsx';
import { Popover, usePopover } from './Popover.tsx';
import type { Post } from '../host.ts';

/** The heads that are looked through: a lens, a layer, one head. A native menu could not show the evidence under each name. */
export function HeadsPicker({ scene, post }: { readonly scene: Scene | null; readonly post: Post }) {
  const popover = usePopover(scene === null);
  const name = scene ? shortNameOfView(scene.state.view, scene.model.lenses) : 'Heads';
  return (
    <>
      <MenuButton
        state={popover}
        popup="listbox"
        name={`Heads: ${name}`}
        title={scene ? 'The heads that are looked through' : 'The heads of the model are known once it has read a text'}
        disabled={scene === null}
        kind="heads-tool"
      >
        <ToolText>{name}</ToolText>
        <Chevron />
      </MenuButton>
      {scene && popover.isOpen && (
        <Popover state={popover} kind="lens-menu">
          <LensList
            heads={scene.model.attention.heads}
            all={lensChoices(scene)}
            hasNumbers={scene.state.view.kind !== 'lens'}
            close={popover.close}
            choose={choice => {
              if (!isByNumber(choice)) popover.close(true);
              post({ type: 'view', view: choice.view });
            }}
          />
          {scene.state.view.kind !== 'lens' && <ByNumber scene={scene} view={scene.state.view} post={post} />}
        </Popover>
      )}
    </>
  );
}

/** Chosen by layer and head below the list, which stays open for that. */
const isByNumber = ({ id }: LensChoice) => id === '#head' || id === '#layer' || id === '#rollout';

/** Layer and head of what is looked through. */
function ByNumber({ scene, view, post }: { readonly scene: Scene; readonly view: Exclude<View, { kind: 'lens' }>; readonly post: Post }) {
  const { model } = scene;
  const { heads } = model.attention;
  return (
    <div class="menu-numbers">
      <NumberPicker
        name={view.kind === 'rollout' ? 'Up to layer' : 'Layer'}
        value={view.layer}
        count={model.layers}
        onChange={layer => post({ type: 'view', view: inLayer(view, layer, heads) })}
      />
      {view.kind === 'head' && (
        <NumberPicker
          name="Head"
          value={view.head}
          count={headsIn(heads, view.layer)}
          onChange={head => post({ type: 'view', view: { ...view, head } })}
        />
      )}
    </div>
  );
}

function NumberPicker({
  name,
  value,
  count,
  onChange,
}: {
  readonly name: string;
  readonly value: number;
  readonly count: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <span class="picker">
      <select aria-label={name} title={name} value={value} onChange={event => onChange(Number(event.currentTarget.value))}>
        {Array.from({ length: count }, (_, index) => (
          <option value={index}>{`${name} ${index}`}</option>
        ))}
      </select>
      <Glyph name="chevron" />
    </span>
  );
}
