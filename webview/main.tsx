import './style/panel.css';
import { render } from 'preact';
import type { PersistedPanel } from '../src/protocol/panelApi.ts';
import { CompactView } from './compact/CompactView.tsx';
import { Panel } from './Panel.tsx';
import { EMPTY_INBOX, receive } from './frame.ts';
import { Paintings, tellColours } from './takePicture.ts';
import { connectHost } from './host.ts';

const host = connectHost();
const root = document.getElementById('root')!;
const paintings = new Paintings(host.post);
/** What the page is for (host/panel/html.ts). */
const View = root.dataset['shows'] === 'compact' ? CompactView : Panel;
let inbox = EMPTY_INBOX;
let scheduled = false;
let persisted = '';

// Messages can come faster than the screen is drawn: one rendering a frame, always of the newest pair.
host.listen(message => {
  if (message.type === 'colours') return tellColours(message.request, host.post);
  if (message.type === 'paint') return paintings.ask(message, () => inbox.frame);
  inbox = receive(inbox, message);
  paintings.paint(inbox.frame);
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    if (inbox.frame) persist(inbox.frame.snapshot.persisted);
    render(<View frame={inbox.frame} post={host.post} />, root);
  });
});
host.post({ type: 'ready' });

function persist(state: PersistedPanel | null): void {
  const text = JSON.stringify(state);
  if (text === persisted) return;
  persisted = text;
  host.persist(state);
}
