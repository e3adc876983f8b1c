import { headsOfView, takenOf, type Taken } from '../src/core/export/taken.ts';
import { forFile } from '../src/draw/files/opaque.ts';
import { pictureOf } from '../src/draw/files/picture.ts';
import { canvasPainter } from './charts/canvasPainter.ts';
import type { Frame, PaintMessage } from './frame.ts';
import type { Post } from './host.ts';
import { deriveScene, partOf } from './scene.ts';
import { readTheme } from './theme.ts';

/** Device pixels of a pixel of the picture, whatever the screen has. */
const RATIO = 2;

/** Paints what was asked for, and hands it to the clipboard or back to the host. */
export async function answerPaint(frame: Frame | null, { request, picture, text, copies }: PaintMessage, post: Post): Promise<void> {
  let png: string | null = null;
  try {
    const blob = frame && (await paint(frame, picture, text));
    if (blob && copies) await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    png = blob && (copies ? '' : await base64Of(blob));
  } catch {
    // A clipboard that takes no pictures, or a page without the focus: the host says so.
  }
  post({ type: 'painted', request, png });
}

async function paint({ snapshot, data, parts }: Frame, kind: PaintMessage['picture'], text: string): Promise<Blob | null> {
  if (!data) return null;
  const scene = deriveScene(snapshot, data, parts);
  const { model, summary } = data;
  const thumbnails = kind === 'heads' ? partOf(scene, 'thumbnails') : null;
  if (kind === 'heads' && !thumbnails) return null;
  const taken: Taken = takenOf({
    model,
    fingerprint: '',
    run: summary,
    text,
    textHash: '',
    isEdited: false,
    heads: headsOfView(scene.state.view, model.lenses),
    matrix: scene.matrix,
    state: scene.state,
  });
  const all = thumbnails && { thumbnails, invalid: summary.invalidHeads, roles: model.roles };
  const { width, height, paint: draw } = pictureOf(kind, taken, all, forFile(readTheme()));
  const canvas = document.createElement('canvas');
  draw(canvasPainter(canvas, width, height, RATIO));
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  // As many as a call may have arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
