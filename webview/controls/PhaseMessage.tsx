import type { PanelSnapshot } from '../../src/protocol/panelApi.ts';
import type { Post } from '../host.ts';
import { EmptyMessage, FailedMessage, LoadingMessage, RestoredMessage } from './Messages.tsx';

/** What is said where no text that was read is on screen. */
export function PhaseMessage({ snapshot, post }: { readonly snapshot: PanelSnapshot; readonly post: Post }) {
  const { phase } = snapshot;
  switch (phase.kind) {
    case 'restored':
      return <RestoredMessage phase={phase} post={post} />;
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
