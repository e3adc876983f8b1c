import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatWeight } from '../../../src/core/describe/attention.ts';
import { listedHeads } from '../../../src/core/attention/ranking.ts';
import type { HeadRef } from '../../../src/core/attention/lens.ts';
import { moveInGrid } from '../../a11y/moves.ts';
import { prepareCanvas } from '../../draw/canvas.ts';
import { headAt, layoutHeads } from '../../draw/headsLayout.ts';
import { paintHeadMarks, paintThumbnails } from '../../draw/paintHeads.ts';
import { keptPart, rankingOf } from '../../hooks/keptPart.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { useWidth } from '../../hooks/useSize.ts';
import { PartState } from '../../controls/PartState.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { StrongestHeads } from './StrongestHeads.tsx';
import { Term } from '../../controls/Term.tsx';
import type { Post } from '../../host.ts';

/** All heads at a glance, and the ones that matter for the word. */
export function HeadsSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { data, chosenHeads, labels, state } = scene;
  const { summary } = data;
  const thumbnails = keptPart(scene, 'thumbnails');
  const [section, room] = useWidth();
  const thumbnailCanvas = useRef<HTMLCanvasElement>(null);
  const markCanvas = useRef<HTMLCanvasElement>(null);
  const [pointed, setPointed] = useState<HeadRef | null>(null);
  const [focused, setFocused] = useState(false);
  const ranking = rankingOf(scene);
  const { view } = state;
  const listed = useMemo(
    () => (ranking ? listedHeads(ranking.entries, view.kind === 'head' ? [view.layer, view.head] : null) : []),
    [ranking, view],
  );
  const layout = useMemo(
    () => (thumbnails && room > 0 ? layoutHeads(room, thumbnails.heads.length, Math.max(...thumbnails.heads), thumbnails.columns) : null),
    [thumbnails, room],
  );
  useLayoutEffect(() => {
    if (!layout || !thumbnails) return;
    const context = prepareCanvas(thumbnailCanvas.current!, layout.width, layout.height, theme.ratio);
    paintThumbnails(context, theme, layout, thumbnails, summary.invalidHeads);
  }, [layout, thumbnails, summary, theme]);
  useLayoutEffect(() => {
    if (!layout) return;
    const context = prepareCanvas(markCanvas.current!, layout.width, layout.height, theme.ratio);
    paintHeadMarks(context, theme, layout, {
      chosen: chosenHeads,
      hints: listed.filter(({ why }) => why === 'telling').map(({ layer, head }) => [layer, head]),
      pointed,
      focused,
    });
  }, [layout, listed, theme, pointed, focused, state.view, data.key]);
  const choose = ([layer, head]: HeadRef) => post({ type: 'view', view: { kind: 'head', layer, head } });
  const onKeyDown = (event: KeyboardEvent) => {
    if (!layout) return;
    const from = pointed ?? chosenHeads[0] ?? [0, 0];
    const to = pointed ? moveInGrid(event.key, from, layout.layers, layout.heads) : event.key.startsWith('Arrow') ? from : null;
    if (to) setPointed(to);
    else if ((event.key === 'Enter' || event.key === ' ') && pointed) choose(pointed);
    else return;
    event.preventDefault();
  };
  const hit = (event: PointerEvent | MouseEvent) => layout && headAt(layout, event.offsetX, event.offsetY);
  const entry = pointed && ranking?.entries.find(({ layer, head }) => layer === pointed[0] && head === pointed[1]);
  return (
    <section class="section heads" ref={section}>
      <div class="heading-row">
        <h2>
          <Term id="head">Heads</Term>
        </h2>
        <div class="aside" aria-live={focused ? 'polite' : 'off'}>
          {pointed ? (
            <span class="aside-text">
              L{pointed[0]} H{pointed[1]}
              {entry && entry.topUnit >= 0 && ranking && (
                <>
                  {' '}
                  <Quoted text={labels[ranking.unit]!} /> {state.direction === 'to' ? '→' : '←'} <Quoted text={labels[entry.topUnit]!} />{' '}
                  {formatWeight(entry.topValue)}
                </>
              )}
            </span>
          ) : (
            <>
              <Term id="layer">layers</Term> down, heads across
              {thumbnails &&
                thumbnails.hideSpecial !== state.hideSpecial &&
                `, still ${thumbnails.hideSpecial ? 'without' : 'with'} special tokens`}
            </>
          )}
        </div>
      </div>
      <PartState scene={scene} name="thumbnails" doing="Drawing the heads" post={post} />
      {layout && (
        <div
          class="picture heads-picture"
          role="application"
          aria-roledescription="picture of all heads"
          aria-label="All heads, layers down and heads across. Arrow keys move, Enter looks through the head."
          tabIndex={0}
          style={{ width: `${layout.width}px`, height: `${layout.height}px` }}
          onPointerMove={event => setPointed(current => keepSame(current, hit(event)))}
          onPointerLeave={() => setPointed(null)}
          onClick={event => {
            const head = hit(event);
            if (head) choose(head);
          }}
          onKeyDown={onKeyDown}
          onFocus={event => setFocused(event.currentTarget.matches(':focus-visible'))}
          onBlur={() => {
            setFocused(false);
            setPointed(null);
          }}
        >
          <canvas ref={thumbnailCanvas} />
          <canvas ref={markCanvas} />
        </div>
      )}
      {scene.snapshot.parts.thumbnails?.kind !== 'failed' && (
        <PartState scene={scene} name="ranking" doing="Sorting the heads" post={post} />
      )}
      <StrongestHeads scene={scene} ranking={ranking} listed={listed} choose={choose} />
    </section>
  );
}

/** The same object for the same head, so that moving inside a thumbnail paints nothing. */
function keepSame(current: HeadRef | null, next: HeadRef | null): HeadRef | null {
  return current && next && current[0] === next[0] && current[1] === next[1] ? current : next;
}
