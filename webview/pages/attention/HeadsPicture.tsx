import { useMemo } from 'preact/hooks';
import type { ListedHead } from '../../../src/core/attention/ranking.ts';
import type { HeadRef } from '../../../src/core/attention/lens.ts';
import type { ThumbnailSlice } from '../../../src/protocol/engineApi.ts';
import { moveInGrid } from '../../a11y/moves.ts';
import { CanvasLayer, Picture } from '../../charts/Picture.tsx';
import { usePointing } from '../../charts/usePointing.ts';
import { headAt, layoutHeads, nearestHead } from '../../draw/headsLayout.ts';
import { paintHeadMarks, paintThumbnails } from '../../draw/paintHeads.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';

/** A thumbnail of every head, layers down and heads across; over them what the word and the view have to do with them. */
export function HeadsPicture({
  scene,
  theme,
  room,
  thumbnails,
  listed,
  pointed,
  focused,
  onPoint,
  onFocus,
  onChoose,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly room: number;
  readonly thumbnails: ThumbnailSlice;
  readonly listed: readonly ListedHead[];
  readonly pointed: HeadRef | null;
  /** By the keyboard. */
  readonly focused: boolean;
  readonly onPoint: (head: HeadRef | null) => void;
  readonly onFocus: (focused: boolean) => void;
  readonly onChoose: (head: HeadRef) => void;
}) {
  const { data, state, chosenHeads, model } = scene;
  const { causal } = model.attention;
  const { summary } = data;
  const layout = useMemo(() => layoutHeads(room, thumbnails.heads, thumbnails.columns), [thumbnails, room]);
  const input = usePointing<HeadRef>({
    cell: pointed,
    hit: (x, y) => headAt(layout, x, y),
    move: (key, head) => nearestHead(layout, moveInGrid(key, head, layout.layers, layout.across)),
    start: chosenHeads[0] ?? [0, 0],
    onCell: onPoint,
    onChoose,
  });
  const { width, height } = layout;
  const layer = { width, height, ratio: theme.ratio };
  const hints = () => listed.filter(({ why }) => why === 'telling').map(({ layer, head }): HeadRef => [layer, head]);
  return (
    <Picture
      name="All heads, layers down and heads across. Arrow keys move, Enter looks through the head."
      kind="picture of all heads"
      look="picture heads-picture"
      box={{ width, height }}
      input={{
        ...input,
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
        inputs={[layout, listed, theme, pointed, focused, state.view, data.key]}
        paint={painter => paintHeadMarks(painter, theme, layout, { chosen: chosenHeads, hints: hints(), pointed, focused })}
      />
    </Picture>
  );
}
