import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ViewState } from '../../src/core/state/viewState.ts';
import { escapeAction } from '../a11y/escape.ts';
import { Answer } from '../controls/Answer.tsx';
import { CommandButton } from '../controls/Messages.tsx';
import { Notices } from '../controls/Notices.tsx';
import { PhaseMessage } from '../controls/PhaseMessage.tsx';
import { TermCards } from '../controls/TermCard.tsx';
import { Folds } from '../Folds.tsx';
import type { Frame } from '../frame.ts';
import type { Post } from '../host.ts';
import { LinkAnswer } from '../pages/attention/LinkAnswer.tsx';
import { LinkSection } from '../pages/attention/LinkSection.tsx';
import { StrongestHeads } from '../pages/attention/StrongestHeads.tsx';
import { deriveScene, type Scene } from '../scene.ts';
import { CompactHead } from './CompactHead.tsx';

/** The answer alone, in a side bar: the same state as the panel, and of its sections those that answer at a glance. No pages. */
export function CompactView({ frame, post }: { readonly frame: Frame | null; readonly post: Post }) {
  const state = useRef<ViewState | null>(null);
  state.current = frame?.data ? frame.snapshot.state : null;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.key !== 'Escape') return;
      // The list of all terms is not here: nothing that is out of sight is closed.
      post(escapeAction(state.current && { ...state.current, terms: null }));
    };
    // VS Code, which cannot tell that this view has the focus, hears every key that reaches the window.
    const onHistoryKey = (event: KeyboardEvent) => {
      const way = event.key === 'ArrowLeft' ? 'back' : event.key === 'ArrowRight' ? 'forward' : null;
      if (way === null || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      post({ type: 'history', way });
    };
    window.addEventListener('keydown', onKeyDown);
    document.addEventListener('keydown', onHistoryKey);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('keydown', onHistoryKey);
    };
  }, [post]);
  const postFromHere = useMemo(() => withPanel(post), [post]);
  return (
    <div class="panel compact">
      <h1 class="unseen">Attention Lens at a glance</h1>
      {frame && (
        // Of the menus of pictures VS Code has those of the panel: what is selected here is copied by its own.
        <Folds state={frame.snapshot.state} hasMenus={false} post={post}>
          <TermCards post={postFromHere}>
            <Content frame={frame} post={postFromHere} />
          </TermCards>
        </Folds>
      )}
    </div>
  );
}

/** What the panel alone can show opens it. */
function withPanel(post: Post): Post {
  return action => {
    post(action);
    if (action.type === 'terms') post({ type: 'command', command: 'showPanel' });
  };
}

function Content({ frame: { snapshot, data, parts }, post }: { readonly frame: Frame; readonly post: Post }) {
  const { phase } = snapshot;
  const scene = useMemo(() => data && deriveScene(snapshot, data, parts), [snapshot, data, parts]);
  // A quick run over what is already there keeps it, so that nothing flashes.
  const shown = phase.kind === 'loading' && phase.cold ? null : scene;
  return (
    <>
      <CompactHead snapshot={snapshot} scene={shown} post={post} />
      {shown ? <Glance scene={shown} post={post} /> : <PhaseMessage snapshot={snapshot} post={post} />}
      <p class="open-panel">
        <CommandButton command="showPanel" post={post} look="link" name="Open Panel" />
      </p>
    </>
  );
}

function Glance({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const isPair = scene.linked.size > 0;
  return (
    <>
      <Notices scene={scene} post={post} />
      <div
        // Another scale is another picture: nothing that was computed of the one before stays.
        key={Object.values(scene.state.scale).join()}
        class={scene.snapshot.phase.kind === 'stale' ? 'view is-stale' : 'view'}
      >
        {isPair ? <LinkAnswer scene={scene} /> : <Answer scene={scene} post={post} />}
        <div class="sections">
          {isPair ? <LinkSection scene={scene} post={post} /> : <StrongestHeads scene={scene} isBesideGrid={false} post={post} />}
        </div>
      </div>
    </>
  );
}
