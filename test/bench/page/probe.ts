import type { Page } from 'playwright-core';

/** Times in the page, ms on `performance.now()`; 0: not yet. */
export interface Timeline {
  /** The last key that went down. */
  readonly key: number;
  /** The last movement of the mouse: where it stopped. */
  readonly mouse: number;
  /** When the workbench asked the extension host for a hover. */
  readonly hoverCall: number;
  /** The first and the last frame with other decorations than before. */
  readonly firstPaint: number;
  readonly lastPaint: number;
}

declare global {
  interface Window {
    attentionLensTimeline: { -readonly [Name in keyof Timeline]: Timeline[Name] };
  }
}

/** Puts the clock into the page. Everything is timed there, so that the way to this process is in no figure. */
export const installProbe = (page: Page): Promise<void> => page.evaluate(watchPage);

/** Starts over: what happens from now on counts. */
export const restartTimeline = (page: Page): Promise<void> =>
  page.evaluate(() => {
    Object.assign(window.attentionLensTimeline, { key: 0, mouse: 0, hoverCall: 0, firstPaint: 0, lastPaint: 0 });
  });

/** What happened, once decorations were painted and have not changed for `quiet` ms. Throws after 30 s. */
export async function readTimeline(page: Page, quiet = 500): Promise<Timeline> {
  await page.waitForFunction(
    quiet => {
      const { lastPaint } = window.attentionLensTimeline;
      return lastPaint > 0 && performance.now() - lastPaint > quiet;
    },
    quiet,
    { polling: 50, timeout: 30_000 },
  );
  return page.evaluate(() => window.attentionLensTimeline);
}

/** Runs in the page, so it is self-contained. */
function watchPage(): void {
  const timeline = { key: 0, mouse: 0, hoverCall: 0, firstPaint: 0, lastPaint: 0 };
  window.attentionLensTimeline = timeline;
  addEventListener('keydown', event => (timeline.key = event.timeStamp), true);
  addEventListener('mousemove', event => (timeline.mouse = event.timeStamp), true);

  // The call to the extension host leaves through a web socket, with the name of the method in its bytes.
  const bytesToText = new TextDecoder('latin1');
  const send = Reflect.get<WebSocket, 'send'>(WebSocket.prototype, 'send');
  WebSocket.prototype.send = function (data) {
    if (
      timeline.hoverCall === 0 &&
      typeof data !== 'string' &&
      !(data instanceof Blob) &&
      bytesToText.decode(data).includes('$provideHover')
    )
      timeline.hoverCall = performance.now();
    send.call(this, data);
  };

  const describe = () =>
    [...document.querySelectorAll<HTMLElement>('.editor-instance [class*="TextEditorDecorationType"]')]
      .map(element => `${element.className} ${element.style.left} ${element.textContent}`)
      .join('\n');
  let before = describe();
  const afterFrame = new MessageChannel();
  afterFrame.port1.addEventListener('message', () => {
    timeline.lastPaint = performance.now();
    timeline.firstPaint ||= timeline.lastPaint;
  });
  afterFrame.port1.start();
  new MutationObserver(() => {
    const now = describe();
    if (now === before) return;
    before = now;
    // The workbench draws inside of an animation frame: the first task behind it runs when the frame is done.
    afterFrame.port2.postMessage(null);
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['class', 'style'] });
}
