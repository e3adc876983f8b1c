import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ViewState } from '../../src/core/viewState.ts';
import type { PanelAction, PanelData, PanelSnapshot } from '../../src/protocol/panelApi.ts';
import { escapeAction } from '../a11y/escape.ts';
import type { Frame } from '../frame.ts';
import { deriveScene } from '../scene.ts';
import { useTheme } from '../theme.ts';
import { HeadsSection } from './HeadsSection.tsx';
import { LayersSection } from './LayersSection.tsx';
import { MatrixSection } from './MatrixSection.tsx';
import { EmptyMessage, FailedMessage, LoadingMessage, Progress, RestoredMessage } from './Messages.tsx';
import { Notices } from './Notices.tsx';
import { Tables } from './Tables.tsx';
import { TextSection } from './TextSection.tsx';
import { Toolbar } from './Toolbar.tsx';

export type Post = (action: PanelAction) => void;

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

function Content({ frame: { snapshot, data }, post }: { readonly frame: Frame; readonly post: Post }) {
  const { phase } = snapshot;
  switch (phase.kind) {
    case 'empty':
      return <EmptyMessage keys={snapshot.keys} post={post} />;
    case 'restored':
      return <RestoredMessage label={phase.label} lines={phase.lines} post={post} />;
    case 'failed':
      return <FailedMessage fault={phase.fault} actions={phase.actions} post={post} />;
    case 'loading':
      // A quick run over a picture that is already there keeps it, so that nothing flashes.
      if (data === null || phase.cold) return <LoadingMessage phase={phase} post={post} />;
      return (
        <>
          <Progress />
          <Picture snapshot={snapshot} data={data} post={post} />
        </>
      );
    case 'ready':
    case 'stale':
      return data && <Picture snapshot={snapshot} data={data} post={post} />;
  }
}

function Picture({ snapshot, data, post }: { readonly snapshot: PanelSnapshot; readonly data: PanelData; readonly post: Post }) {
  const theme = useTheme();
  const scene = useMemo(() => deriveScene(snapshot, data), [snapshot, data]);
  const { phase } = snapshot;
  return (
    <>
      <Toolbar scene={scene} post={post} />
      <Notices snapshot={snapshot} post={post} />
      <div class={phase.kind === 'stale' ? 'view is-stale' : 'view'}>
        <TextSection scene={scene} post={post} />
        <div class="columns">
          <HeadsSection scene={scene} theme={theme} post={post} />
          <MatrixSection scene={scene} theme={theme} post={post} />
          <LayersSection scene={scene} theme={theme} post={post} />
        </div>
        <footer>
          <Tables scene={scene} />
          {scene.model.about !== '' && (
            <p class="note">
              {scene.model.name}: {scene.model.about}
            </p>
          )}
        </footer>
      </div>
    </>
  );
}
