import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { TermId } from '../src/core/glossary/search.ts';
import { lackForPage } from '../src/core/state/pages.ts';
import type { ViewState } from '../src/core/state/viewState.ts';
import type { PanelSnapshot } from '../src/protocol/panelApi.ts';
import { escapeAction } from './a11y/escape.ts';
import { useGlossaryWay } from './a11y/useGlossaryWay.ts';
import { Head } from './bar/Head.tsx';
import type { Frame } from './frame.ts';
import { deriveScene, type Scene } from './scene.ts';
import { useTheme, type ThemeColors } from './theme.ts';
import { GlossaryPage } from './pages/glossary/GlossaryPage.tsx';
import { InputAlone } from './pages/input/InputAlone.tsx';
import { PAGE_COMPONENTS } from './pages/registry.tsx';
import { EmptyMessage, FailedMessage, LoadingMessage, ReadingNotice, RestoredMessage } from './controls/Messages.tsx';
import { LackingPage } from './controls/Lack.tsx';
import { Notices } from './controls/Notices.tsx';
import { OpenTerm } from './controls/Term.tsx';
import type { Post } from './host.ts';

/** The whole panel: one of the messages, or the picture. */
export function Panel({ frame, post }: { readonly frame: Frame | null; readonly post: Post }) {
  const state = useRef<ViewState | null>(null);
  state.current = frame?.data ? frame.snapshot.state : null;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) post(escapeAction(state.current));
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [post]);
  return (
    <div class="panel">
      <h1 class="unseen">Attention Lens</h1>
      {frame && <Content frame={frame} post={post} />}
    </div>
  );
}

/** The head, and below it one of the messages or the page. */
function Content({ frame, post }: { readonly frame: Frame; readonly post: Post }) {
  const { snapshot, data, parts } = frame;
  const { phase } = snapshot;
  const theme = useTheme();
  const scene = useMemo(() => data && deriveScene(snapshot, data, parts), [snapshot, data, parts]);
  // A quick run over a picture that is already there keeps it, so that nothing flashes.
  const shown = phase.kind === 'loading' && phase.cold ? null : scene;
  const openTerm = useMemo(() => openTermBy(post), [post]);
  return (
    <OpenTerm.Provider value={openTerm}>
      <Head snapshot={snapshot} scene={shown} theme={theme} post={post} />
      {shown ? <Picture scene={shown} theme={theme} post={post} /> : <WithoutText frame={frame} post={post} />}
    </OpenTerm.Provider>
  );
}

/** What is shown without a text that was read. */
function WithoutText({ frame: { snapshot, parts }, post }: { readonly frame: Frame; readonly post: Post }) {
  const { phase, state } = snapshot;
  // The glossary needs no text.
  if ((phase.kind === 'empty' || phase.kind === 'restored') && state.tab === 'glossary')
    return (
      <div class="view">
        <GlossaryPage term={state.term} from={isLookedUp(snapshot) ? 'input' : null} post={post} />
      </div>
    );
  if (phase.kind !== 'loading' && state.tab === 'input' && isLookedUp(snapshot))
    return (
      <div class="view">
        <InputAlone scene={{ snapshot, parts }} post={post} />
      </div>
    );
  switch (phase.kind) {
    case 'restored':
      return <RestoredMessage label={phase.label} lines={phase.lines} post={post} />;
    case 'failed':
      return <FailedMessage fault={phase.fault} actions={phase.actions} post={post} />;
    case 'loading':
      return <LoadingMessage phase={phase} post={post} />;
    case 'empty':
    // A text is ready, or was, only beside its data.
    case 'ready':
    case 'stale':
      return <EmptyMessage keys={snapshot.keys} hasText={snapshot.hasText} post={post} />;
  }
}

/** Without a text that is explored, tokens or the model were asked about. */
function isLookedUp({ listed, asksModel }: PanelSnapshot): boolean {
  return listed !== null || asksModel;
}

function openTermBy(post: Post): (term: TermId) => void {
  return term => post({ type: 'tab', tab: 'glossary', term });
}

/** The page that is open. */
function Picture({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { state } = scene;
  const { phase } = scene.snapshot;
  const from = useGlossaryWay(state.tab);
  const Page = PAGE_COMPONENTS[state.tab];
  const lack = lackForPage(scene.model, state.tab);
  return (
    <>
      {phase.kind === 'loading' && <ReadingNotice phase={phase} post={post} />}
      <Notices scene={scene} post={post} />
      {/* Another scale is another picture everywhere: nothing that was computed of the one before stays. */}
      <div
        key={Object.values(state.scale).join()}
        class={phase.kind === 'stale' ? 'view is-stale' : 'view'}
        id={`page-${state.tab}`}
        role="tabpanel"
        aria-labelledby={`tab-${state.tab}`}
      >
        {lack ? <LackingPage tab={state.tab} of={lack} post={post} /> : <Page scene={scene} theme={theme} from={from} post={post} />}
      </div>
    </>
  );
}
