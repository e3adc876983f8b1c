import type { HostToPanel } from '../../protocol/panelApi.ts';
import type { PictureKind } from '../../draw/files/picture.ts';

/** A page that is gone answers no more. */
const PATIENCE_MILLISECONDS = 10_000;

/** Pictures that the page is asked for, by the number of the request. */
export class PaintedPictures {
  private readonly post: (message: HostToPanel) => void;
  private readonly waiting = new Map<number, (png: Uint8Array | null) => void>();
  private requests = 0;

  constructor(post: (message: HostToPanel) => void) {
    this.post = post;
  }

  /** Null where the page has none, or does not answer. */
  ask(picture: PictureKind, text: string, copies: boolean): Promise<Uint8Array | null> {
    const request = ++this.requests;
    return new Promise(resolve => {
      const patience = setTimeout(() => this.arrive(request, null), PATIENCE_MILLISECONDS);
      this.waiting.set(request, png => {
        clearTimeout(patience);
        resolve(png);
      });
      this.post({ type: 'paint', request, picture, text, copies });
    });
  }

  /** @param png in base64 */
  arrive(request: number, png: string | null): void {
    const answer = this.waiting.get(request);
    this.waiting.delete(request);
    answer?.(png === null ? null : Buffer.from(png, 'base64'));
  }
}
