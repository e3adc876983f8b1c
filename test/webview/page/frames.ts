import { vi } from 'vitest';
import type { HostToPanel } from '../../../src/protocol/panelApi.ts';
import type { PanelAction } from '../../../src/protocol/panelActions.ts';
import { EMPTY_INBOX, receive } from '../../../webview/frame.ts';
import { deriveScene, type Scene } from '../../../webview/scene.ts';
import type { RunName } from './runs.ts';
import { PageSession } from './session.ts';

/** A session with a text explored, and what its panel shows, without a browser. Timers are the test's: `vi.useFakeTimers()`. */
export async function openFrames(run: RunName = 'france') {
  let inbox = EMPTY_INBOX;
  const session = new PageSession(run, (message: HostToPanel) => (inbox = receive(inbox, message)));
  await session.show('ready');
  await session.handle({ type: 'ready' });
  await settle();
  return {
    session,
    /** Does one after the other, each when what the one before asked for is here, or is told to be under way. */
    act: async (...actions: readonly PanelAction[]) => {
      for (const action of actions) {
        await session.handle(action);
        await settle();
      }
    },
    scene: (): Scene => deriveScene(inbox.frame!.snapshot, inbox.frame!.data!, inbox.frame!.parts),
  };
}

/** Longer than a part may take before it is told. */
const settle = () => vi.advanceTimersByTimeAsync(100);
