import { useRef } from 'preact/hooks';
import type { Direction } from '../../src/core/attention/lens.ts';
import { inLayer } from '../../src/core/attention/navigate.ts';
import { headsIn } from '../../src/core/model/stack.ts';
import { useRoving } from '../a11y/useRoving.ts';
import type { Scene } from '../scene.ts';
import { Glyph, type GlyphName } from './Glyph.tsx';
import { HeatPicker } from './HeatPicker.tsx';
import { LensPicker } from './LensPicker.tsx';
import type { Post } from '../host.ts';

/** What is shown, as a sentence: model, lens (layer, head), what the colour means, then direction, sub-words, special tokens. */
export function Toolbar({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const { state, model } = scene;
  const { view } = state;
  const ref = useRef<HTMLDivElement>(null);
  const onKeyDown = useRoving(ref, '[data-tool]', { horizontal: true });
  return (
    <div class="toolbar" role="toolbar" aria-label="What is shown" ref={ref} onKeyDown={onKeyDown}>
      <button
        type="button"
        data-tool
        class="model"
        title={`About this model${model.about ? `: ${model.about}` : ''}`}
        onClick={() => post({ type: 'tab', tab: 'input', term: 'about' })}
      >
        {model.name}
        {model.variants.length > 1 && (
          <span class="variant" title={`The file ${model.variant}.onnx, one of ${model.variants.length} variants in the folder`}>
            {model.variant}
          </span>
        )}
      </button>
      <div class="tools grouped">
        <LensPicker scene={scene} post={post} />
        {view.kind !== 'lens' && (
          <NumberPicker
            name={view.kind === 'rollout' ? 'Up to layer' : 'Layer'}
            value={view.layer}
            count={model.layers}
            onChange={layer => post({ type: 'view', view: inLayer(view, layer, model.attention.heads) })}
          />
        )}
        {view.kind === 'head' && (
          <NumberPicker
            name="Head"
            value={view.head}
            count={headsIn(model.attention.heads, view.layer)}
            onChange={head => post({ type: 'view', view: { ...view, head } })}
          />
        )}
      </div>
      <HeatPicker scene={scene} post={post} />
      <div class="tools end">
        <div class="choice" role="radiogroup" aria-label="Direction">
          <DirectionChoice
            direction="to"
            name="attends to"
            glyph="right"
            title="What the word attends to (its row)"
            state={state.direction}
            post={post}
          />
          <DirectionChoice
            direction="by"
            name="attended by"
            glyph="left"
            title="What attends to the word (its column)"
            state={state.direction}
            post={post}
          />
        </div>
        <Toggle
          glyph="pieces"
          name="Sub-words instead of words"
          pressed={state.level === 'pieces'}
          onClick={() => post({ type: 'level', level: state.level === 'pieces' ? 'words' : 'pieces' })}
        />
        <Toggle
          glyph="special"
          name="Hide special tokens"
          pressed={state.hideSpecial}
          onClick={() => post({ type: 'hideSpecial', hide: !state.hideSpecial })}
        />
      </div>
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
      <select data-tool aria-label={name} title={name} value={value} onChange={event => onChange(Number(event.currentTarget.value))}>
        {Array.from({ length: count }, (_, index) => (
          <option value={index}>{`${name} ${index}`}</option>
        ))}
      </select>
      <Glyph name="chevron" />
    </span>
  );
}

function DirectionChoice({
  direction,
  name,
  glyph,
  title,
  state,
  post,
}: {
  readonly direction: Direction;
  readonly name: string;
  readonly glyph: GlyphName;
  readonly title: string;
  readonly state: Direction;
  readonly post: Post;
}) {
  return (
    <button
      type="button"
      data-tool
      role="radio"
      aria-checked={state === direction}
      title={title}
      onClick={() => post({ type: 'direction', direction })}
    >
      <Glyph name={glyph} />
      <span class="choice-name">{name}</span>
    </button>
  );
}

function Toggle({
  glyph,
  name,
  pressed,
  onClick,
}: {
  readonly glyph: GlyphName;
  readonly name: string;
  readonly pressed: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" data-tool class="action" aria-pressed={pressed} aria-label={name} title={name} onClick={onClick}>
      <Glyph name={glyph} />
    </button>
  );
}
