import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { TermId } from '../src/core/glossary/search.ts';
import { lackForPage, type Tab } from '../src/core/state/pages.ts';
import type { ViewState } from '../src/core/state/viewState.ts';
import type { PanelData, PanelSnapshot } from '../src/protocol/panelApi.ts';
import { escapeAction } from './a11y/escape.ts';
import { useGlossaryWay } from './a11y/useGlossaryWay.ts';
import type { Frame, ReceivedParts } from './frame.ts';
import { deriveScene } from './scene.ts';
import { useTheme } from './theme.ts';
import { GlossaryPage } from './pages/glossary/GlossaryPage.tsx';
import { InputAlone } from './pages/input/InputAlone.tsx';
import { PAGE_COMPONENTS } from './pages/registry.tsx';
import { EmptyMessage, FailedMessage, LoadingMessage, Progress, ReadingNotice, RestoredMessage } from './controls/Messages.tsx';
import { LackingPage } from './controls/Lack.tsx';
import { Notices } from './controls/Notices.tsx';
import { TabBar } from './controls/TabBar.tsx';
import { OpenTerm } from './controls/Term.tsx';
import { Toolbar } from './controls/Toolbar.tsx';
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

function Content({ frame: { snapshot, data, parts }, post }: { readonly frame: Frame; readonly post: Post }) {
  const { phase, state } = snapshot;
  // The glossary needs no text.
  if ((phase.kind === 'empty' || phase.kind === 'restored') && state.tab === 'glossary')
    return <GlossaryAlone term={state.term} from={isLookedUp(snapshot) ? 'input' : null} post={post} />;
  if (data === null && phase.kind !== 'loading' && state.tab === 'input' && isLookedUp(snapshot))
    return (
      <OpenTerm.Provider value={openTermBy(post)}>
        <div class="view">
          <InputAlone scene={{ snapshot, parts }} post={post} />
        </div>
      </OpenTerm.Provider>
    );
  switch (phase.kind) {
    case 'empty':
      return <EmptyMessage keys={snapshot.keys} hasText={snapshot.hasText} post={post} />;
    case 'restored':
      return <RestoredMessage label={phase.label} lines={phase.lines} post={post} />;
    case 'failed':
      return <FailedMessage fault={phase.fault} actions={phase.actions} post={post} />;
    case 'loading':
      // A quick run over a picture that is already there keeps it, so that nothing flashes.
      if (data === null || phase.cold) return <LoadingMessage phase={phase} post={post} />;
      return (
        <>
          <Progress step={phase.step} />
          <ReadingNotice phase={phase} post={post} />
          <Picture snapshot={snapshot} data={data} parts={parts} post={post} />
        </>
      );
    case 'ready':
    case 'stale':
      return data && <Picture snapshot={snapshot} data={data} parts={parts} post={post} />;
  }
}

/** Without a text that is explored, tokens or the model were asked about. */
function isLookedUp({ listed, asksModel }: PanelSnapshot): boolean {
  return listed !== null || asksModel;
}

/** The glossary before anything is explored. */
function GlossaryAlone({ term, from, post }: { readonly term: string | null; readonly from: Tab | null; readonly post: Post }) {
  return (
    <OpenTerm.Provider value={openTermBy(post)}>
      <div class="view">
        <GlossaryPage term={term} from={from} post={post} />
      </div>
    </OpenTerm.Provider>
  );
}

function openTermBy(post: Post): (term: TermId) => void {
  return term => post({ type: 'tab', tab: 'glossary', term });
}

function Picture({
  snapshot,
  data,
  parts,
  post,
}: {
  readonly snapshot: PanelSnapshot;
  readonly data: PanelData;
  readonly parts: ReceivedParts;
  readonly post: Post;
}) {
  const theme = useTheme();
  const scene = useMemo(() => deriveScene(snapshot, data, parts), [snapshot, data, parts]);
  const { phase, state } = snapshot;
  const from = useGlossaryWay(state.tab);
  const Page = PAGE_COMPONENTS[state.tab];
  const lack = lackForPage(scene.model, state.tab);
  const openTerm = useMemo(() => openTermBy(post), [post]);
  return (
    <OpenTerm.Provider value={openTerm}>
      <Toolbar scene={scene} post={post} />
      <TabBar tab={state.tab} post={post} />
      <Notices scene={scene} post={post} />
      <div
        class={phase.kind === 'stale' ? 'view is-stale' : 'view'}
        id={`page-${state.tab}`}
        role="tabpanel"
        aria-labelledby={`tab-${state.tab}`}
      >
        {lack ? <LackingPage tab={state.tab} of={lack} post={post} /> : <Page scene={scene} theme={theme} from={from} post={post} />}
      </div>
    </OpenTerm.Provider>
  );
}
