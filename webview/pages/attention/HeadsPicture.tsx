import type { RefObject } from 'preact';
import type { HeadRef } from '../../../src/core/attention/lens.ts';
import { isAcross } from '../../../src/core/text/textPair.ts';
import type { ThumbnailSlice } from '../../../src/protocol/headsApi.ts';
import { CanvasLayer, Picture } from '../../charts/Picture.tsx';
import { usePointing } from '../../charts/usePointing.ts';
import { headAt, moveToHead, type HeadsLayout } from '../../../src/draw/headsLayout.ts';
import { paintHeadMarks, paintThumbnails } from '../../../src/draw/paintHeads.ts';
import { shownRoles } from '../../hooks/shownRoles.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';

/** A thumbnail of every head; over them what they do, and what the word and the view have to do with them. */
export function HeadsPicture({
  scene,
  theme,
  layout,
  thumbnails,
  hints,
  pointed,
  focused,
  onPoint,
  onFocus,
  onChoose,
  onType,
  element,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly layout: HeadsLayout;
  readonly thumbnails: ThumbnailSlice;
  /** Marked: what the word, or the pair, has most to do with. */
  readonly hints: readonly HeadRef[];
  readonly pointed: HeadRef | null;
  /** By the keyboard. */
  readonly focused: boolean;
  readonly onPoint: (head: HeadRef | null) => void;
  readonly onFocus: (focused: boolean) => void;
  readonly onChoose: (head: HeadRef) => void;
  /** The first key of a place, `L12 H7`, which belongs into the search. */
  readonly onType: (event: KeyboardEvent) => void;
  readonly element: RefObject<HTMLDivElement | null>;
}) {
  const { data, state, chosenHeads, model } = scene;
  const roles = shownRoles(scene);
  // From one text to another each word sees all of it.
  const causal = model.attention.causal && !isAcross(scene.matrix.sides);
  const { summary } = data;
  const input = usePointing<HeadRef>({
    cell: pointed,
    hit: (x, y) => headAt(layout, x, y),
    move: (key, head) => moveToHead(layout, key, head),
    start: chosenHeads[0] ?? [0, 0],
    onCell: onPoint,
    onChoose,
  });
  const { width, height } = layout;
  const layer = { width, height, ratio: theme.ratio };
  return (
    <Picture
      name={`All heads, ${directions(layout)}. Arrow keys move, Enter looks through the head, a number finds one.`}
      element={element}
      kind="picture of all heads"
      look="picture heads-picture"
      box={{ width, height }}
      input={{
        ...input,
        onKeyDown: event => {
          if (!event.altKey && !event.ctrlKey && !event.metaKey && /^[\dlh]$/i.test(event.key)) onType(event);
          else input.onKeyDown(event);
        },
        onFocus: event => onFocus((event.currentTarget as Element).matches(':focus-visible')),
        onBlur: () => {
          onFocus(false);
          input.onBlur();
        },
      }}
    >
      <CanvasLayer
        {...layer}
        inputs={[layout, thumbnails, summary, theme, causal]}
        paint={painter => paintThumbnails(painter, theme, layout, thumbnails, summary.invalidHeads, causal)}
      />
      <CanvasLayer
        {...layer}
        inputs={[
          layout,
          hints,
          roles.map(({ head, role }) => `${head.join()}${role}`).join(),
          theme,
          pointed,
          focused,
          state.view,
          data.key,
        ]}
        paint={painter => paintHeadMarks(painter, theme, layout, { chosen: chosenHeads, roles, hints, pointed, focused })}
      />
    </Picture>
  );
}

/** Which way the layers go. */
export function directions(layout: HeadsLayout | null): string {
  return layout?.turned ? 'layers across, heads down' : 'layers down, heads across';
}
