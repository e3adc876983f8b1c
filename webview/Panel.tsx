import { useEffect, useMemo, useRef } from 'preact/hooks';
import { serves, TABS } from '../src/core/state/pages.ts';
import type { ViewState } from '../src/core/state/viewState.ts';
import type { PanelSnapshot } from '../src/protocol/panelApi.ts';
import { escapeAction } from './a11y/escape.ts';
import { useTermsWay } from './a11y/useTermsWay.ts';
import { Head } from './bar/Head.tsx';
import { Folds } from './Folds.tsx';
import type { Frame } from './frame.ts';
import { deriveScene, type Scene } from './scene.ts';
import { useTheme, type ThemeColors } from './theme.ts';
import { GlossaryPage } from './pages/glossary/GlossaryPage.tsx';
import { InputBesidePair } from './pages/vectors/input/InputBesidePair.tsx';
import { InputAlone } from './pages/vectors/input/InputAlone.tsx';
import { PAGE_COMPONENTS } from './pages/registry.tsx';
import { ReadingNotice } from './controls/Messages.tsx';
import { MissingHere } from './controls/Lack.tsx';
import { Notices } from './controls/Notices.tsx';
import { PhaseMessage } from './controls/PhaseMessage.tsx';
import { TermCards } from './controls/TermCard.tsx';
import type { Post } from './host.ts';
import { usePictureMenu } from './pictureMenu.ts';

/** The whole panel: one of the messages, or the picture. */
export function Panel({ frame, post }: { readonly frame: Frame | null; readonly post: Post }) {
  const state = useRef<ViewState | null>(null);
  usePictureMenu(post);
  state.current = frame?.data ? frame.snapshot.state : null;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (event.key === 'Escape') post(escapeAction(state.current));
      const tab = isPlain(event) && !isTyping() && state.current ? TABS[Number(event.key) - 1] : undefined;
      if (tab) post({ type: 'tab', tab });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [post]);
  return (
    <div class="panel">
      <h1 class="unseen">Attention Lens</h1>
      {frame && (
        <Folds state={frame.snapshot.state} post={post}>
          <TermCards post={post}>
            <Content frame={frame} post={post} />
          </TermCards>
        </Folds>
      )}
    </div>
  );
}

const isPlain = ({ altKey, ctrlKey, metaKey }: KeyboardEvent) => !altKey && !ctrlKey && !metaKey;

/** A digit belongs into what is typed, also that of a head into the search that the picture of all heads hands it to, or to the list of a menu. */
function isTyping(): boolean {
  const at = document.activeElement;
  return at !== null && (at.matches('input, select, [role=combobox], [aria-haspopup=listbox]') || at.closest('.menu') !== null);
}

/** The head, and below it one of the messages or the page. */
function Content({ frame, post }: { readonly frame: Frame; readonly post: Post }) {
  const { snapshot, data, parts } = frame;
  const { phase } = snapshot;
  const theme = useTheme();
  const scene = useMemo(() => data && deriveScene(snapshot, data, parts), [snapshot, data, parts]);
  // A quick run over a picture that is already there keeps it, so that nothing flashes.
  const shown = phase.kind === 'loading' && phase.cold ? null : scene;
  return (
    <>
      <Head snapshot={snapshot} scene={shown} theme={theme} post={post} />
      {shown ? <Picture scene={shown} theme={theme} post={post} /> : <WithoutText frame={frame} post={post} />}
    </>
  );
}

/** What is shown without a text that was read. */
function WithoutText({ frame: { snapshot, parts }, post }: { readonly frame: Frame; readonly post: Post }) {
  const { phase, state } = snapshot;
  // The glossary needs no text.
  if ((phase.kind === 'empty' || phase.kind === 'restored') && state.terms)
    return (
      <div class="view">
        <GlossaryPage asked={state.terms.asked} from={isLookedUp(snapshot) ? state.tab : null} post={post} />
      </div>
    );
  if (phase.kind !== 'loading' && state.tab === 'vectors' && isLookedUp(snapshot))
    return (
      <div class="view">
        <InputAlone scene={{ snapshot, parts }} post={post} />
      </div>
    );
  const message = <PhaseMessage snapshot={snapshot} post={post} />;
  if (phase.kind !== 'loading') return message;
  return (
    <div id={`page-${state.tab}`} role="tabpanel" aria-labelledby={`tab-${state.tab}`}>
      {message}
    </div>
  );
}

/** Without a text that is explored, tokens or the model were asked about. */
function isLookedUp({ listed, asksModel }: PanelSnapshot): boolean {
  return listed !== null || asksModel;
}

/** The page that is open, or all terms in its place. */
function Picture({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { state } = scene;
  const { phase } = scene.snapshot;
  useTermsWay(state.terms !== null);
  const Page = PAGE_COMPONENTS[state.tab];
  return (
    <>
      {phase.kind === 'loading' && <ReadingNotice phase={phase} post={post} />}
      <Notices scene={scene} post={post} />
      {state.terms ? (
        <div class="view">
          <GlossaryPage asked={state.terms.asked} from={state.tab} post={post} />
        </div>
      ) : (
        /* Another scale is another picture everywhere: nothing that was computed of the one before stays. */
        <div
          key={Object.values(state.scale).join()}
          class={phase.kind === 'stale' ? 'view is-stale' : 'view'}
          id={`page-${state.tab}`}
          role="tabpanel"
          aria-labelledby={`tab-${state.tab}`}
        >
          {serves(state.tab, scene.data.summary) ? (
            <Page scene={scene} theme={theme} post={post} />
          ) : (
            <>
              <MissingHere of="one-text" command="oneText" post={post} />
              {state.tab === 'vectors' && <InputBesidePair scene={scene} post={post} />}
            </>
          )}
        </div>
      )}
    </>
  );
}
