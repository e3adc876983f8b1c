import { useMemo, useState } from 'preact/hooks';
import type { HeadRef } from '../../../src/core/attention/lens.ts';
import { multipleOf, nameOfWay, strongestOf, WAYS, type Link, type Way } from '../../../src/core/describe/links.ts';
import { capitalise } from '../../../src/core/describe/model.ts';
import { formatWeight } from '../../../src/core/describe/numbers.ts';
import { headIndex } from '../../../src/core/model/stack.ts';
import { headAt, layoutHeads, moveToHead, type HeadsLayout } from '../../../src/draw/headsLayout.ts';
import { paintHeadMarks, paintThumbnails } from '../../../src/draw/paintHeads.ts';
import { linkCells } from '../../../src/draw/views/links.ts';
import type { ThemeColors } from '../../../src/draw/theme.ts';
import { CanvasLayer, Picture } from '../../charts/Picture.tsx';
import { usePointing } from '../../charts/usePointing.ts';
import { Section } from '../../controls/Section.tsx';
import { useWidth } from '../../hooks/useSize.ts';
import type { Post } from '../../host.ts';
import type { Scene } from '../../scene.ts';
import { directions } from './HeadsPicture.tsx';
import { linkOf, WayName } from './LinkSection.tsx';

/** Room between two grids, and what two need to stand side by side, in pixels. */
const GAP = 24;
const ROOM_FOR_BOTH = 560;

/** Where the heads stand that link the two words. */
export function LinkPlaces({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const link = linkOf(scene);
  return (
    <Section id="linkPlaces" title="Where they are" kind="link-places" picture={link && 'linkPlaces'}>
      {link && <Grids scene={scene} theme={theme} link={link} post={post} />}
    </Section>
  );
}

/** A cell a head, each way by itself. */
function Grids({
  scene,
  theme,
  link,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly link: Link;
  readonly post: Post;
}) {
  const { heads } = scene.model.attention;
  const [box, width] = useWidth();
  const [pointed, setPointed] = useState<{ readonly way: Way; readonly head: HeadRef } | null>(null);
  const seen = WAYS.filter(way => link.ways[way].seen);
  const room = seen.length === 2 && width >= ROOM_FOR_BOTH ? Math.floor((width - GAP) / 2) : width;
  const layout = useMemo(() => layoutHeads(Math.max(room, 1), heads, 1), [room, heads]);
  return (
    <>
      <div class="link-grids" ref={box}>
        {room > 0 &&
          seen.map(way => (
            <Grid
              key={way}
              scene={scene}
              theme={theme}
              link={link}
              way={way}
              layout={layout}
              pointed={pointed?.way === way ? pointed.head : null}
              onPoint={head => setPointed(head && { way, head })}
              onChoose={([layer, head]) => post({ type: 'view', view: { kind: 'head', layer, head } })}
            />
          ))}
      </div>
      <p class="note" aria-live={pointed ? 'polite' : 'off'}>
        {pointed ? readout(scene, link, pointed.way, pointed.head) : `${capitalise(directions(layout))}. The ring is the strongest head.`}
      </p>
    </>
  );
}

/** "L3 H1 it → France 0.59  7.7 ×" */
function readout({ model }: Scene, link: Link, way: Way, [layer, head]: HeadRef): string {
  const weight = link.heads[headIndex(model.attention.heads, layer, head)]![way];
  return [`L${layer} H${head} ${nameOfWay(link, way)}`, formatWeight(weight), multipleOf(weight, link.ways[way])]
    .filter(Boolean)
    .join('  ');
}

function Grid({
  scene,
  theme,
  link,
  way,
  pointed,
  layout,
  onPoint,
  onChoose,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly link: Link;
  readonly way: Way;
  readonly layout: HeadsLayout;
  readonly pointed: HeadRef | null;
  readonly onPoint: (head: HeadRef | null) => void;
  readonly onChoose: (head: HeadRef) => void;
}) {
  const [focused, setFocused] = useState(false);
  // What the visibility is made of: it is another one with every word that is pointed at.
  const { data, state, snapshot } = scene;
  const cells = useMemo(
    () => linkCells(scene.visibility, scene.model.attention, link, way),
    [link.heads, way, data.matrix, snapshot.row?.unit, state.hideSink],
  );
  const most = strongestOf(link, way);
  const ring: readonly HeadRef[] = most ? [[most.layer, most.head]] : [];
  const input = usePointing<HeadRef>({
    cell: pointed,
    hit: (x, y) => headAt(layout, x, y),
    move: (key, head) => moveToHead(layout, key, head),
    start: ring[0] ?? [0, 0],
    onCell: onPoint,
    onChoose,
  });
  const { width, height } = layout;
  const layer = { width, height, ratio: theme.ratio };
  return (
    <div>
      <h3>
        <WayName link={link} way={way} />
      </h3>
      <Picture
        name={`Heads by what they give, ${nameOfWay(link, way)}, ${directions(layout)}. Arrow keys move, Enter looks through the head. The numbers are in the tables below.`}
        kind="picture of the heads that link two words"
        look="picture heads-picture"
        cell={pointed && [headIndex(scene.model.attention.heads, ...pointed), WAYS.indexOf(way)]}
        box={{ width, height }}
        input={{
          ...input,
          onFocus: event => setFocused((event.currentTarget as Element).matches(':focus-visible')),
          onBlur: () => {
            setFocused(false);
            input.onBlur();
          },
        }}
      >
        <CanvasLayer
          {...layer}
          inputs={[layout, cells, theme]}
          paint={painter => paintThumbnails(painter, theme, layout, cells, scene.data.summary.invalidHeads, false)}
        />
        <CanvasLayer
          {...layer}
          inputs={[layout, link.heads, theme, pointed, focused]}
          paint={painter => paintHeadMarks(painter, theme, layout, { chosen: ring, roles: [], hints: [], pointed, focused })}
        />
      </Picture>
    </div>
  );
}
