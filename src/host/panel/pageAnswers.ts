import { paletteForFile } from '../../draw/files/opaque.ts';
import type { Palette } from '../../draw/theme.ts';
import type { PanelAction } from '../../protocol/panelActions.ts';
import type { HostToPanel } from '../../protocol/panelApi.ts';

/** A page that is gone answers no more. */
const PATIENCE_MILLISECONDS = 10_000;

type Answer = Extract<PanelAction, { readonly type: 'painted' | 'colours' }>;

/** What a picture is asked for with. */
export type PictureAsked = Omit<Extract<HostToPanel, { readonly type: 'paint' }>, 'type' | 'request'>;

/** What only a page knows: it is asked, and answers with the number of the request. */
export class PageAnswers {
  private readonly post: (message: HostToPanel) => void;
  private readonly waiting = new Map<number, (answer: Answer | null) => void>();
  private requests = 0;

  constructor(post: (message: HostToPanel) => void) {
    this.post = post;
  }

  /** A picture as PNG; null where the page has none, or does not answer. */
  async picture(asked: PictureAsked): Promise<Uint8Array | null> {
    const answer = await this.ask(request => ({ type: 'paint', request, ...asked }));
    return answer?.type === 'painted' && answer.png !== null ? Buffer.from(answer.png, 'base64') : null;
  }

  /** The theme as files have it; null where the page does not answer. */
  async palette(): Promise<Palette | null> {
    const answer = await this.ask(request => ({ type: 'colours', request }));
    if (answer?.type !== 'colours') return null;
    const { heat, likeness, contextual } = answer;
    const own = { font: '', quotedFont: '', ratio: 1 };
    return paletteForFile({ heat: { ...heat, ...own }, likeness: { ...likeness, ...own }, contextual: { ...contextual, ...own } });
  }

  arrive(answer: Answer): void {
    this.waiting.get(answer.request)?.(answer);
  }

  private ask(message: (request: number) => HostToPanel): Promise<Answer | null> {
    const request = ++this.requests;
    return new Promise(resolve => {
      const end = (answer: Answer | null) => {
        clearTimeout(patience);
        this.waiting.delete(request);
        resolve(answer);
      };
      const patience = setTimeout(() => end(null), PATIENCE_MILLISECONDS);
      this.waiting.set(request, end);
      this.post(message(request));
    });
  }
}
