import { headsOfView, takenOf } from '../src/core/export/taken.ts';
import { withRow } from '../src/core/state/unitMatrix.ts';
import { unitRef } from '../src/core/text/unitRef.ts';
import type { Material } from '../src/draw/answers/material.ts';
import { paletteForFile } from '../src/draw/files/opaque.ts';
import { paletteIn } from '../src/draw/files/palettes.ts';
import { pictureOf } from '../src/draw/files/picture.ts';
import { canvasPainter } from './charts/canvasPainter.ts';
import type { Frame, PaintMessage } from './frame.ts';
import type { Post } from './host.ts';
import { deriveScene, partOf } from './scene.ts';
import { readPalette, type ThemeColors } from './theme.ts';

/** Device pixels of a pixel of the picture, whatever the screen has. */
const RATIO = 2;

/** How long a picture waits for what it is made of, which is on its way. */
const PATIENCE_MILLISECONDS = 8000;

interface Waiting {
  readonly message: PaintMessage;
  readonly until: number;
}

/** Pictures that were asked for: each is painted once what it shows is here. */
export class Paintings {
  private readonly post: Post;
  private waiting: readonly Waiting[] = [];

  constructor(post: Post) {
    this.post = post;
  }

  ask(message: PaintMessage, frame: () => Frame | null): void {
    this.waiting = [...this.waiting, { message, until: performance.now() + PATIENCE_MILLISECONDS }];
    this.paint(frame());
    // Nothing may come meanwhile, and nobody waits for longer: a picture that is copied later takes the place of what was copied since.
    if (this.waiting.length > 0) setTimeout(() => this.paint(frame()), PATIENCE_MILLISECONDS);
  }

  /** Something came: a picture may have been waiting for it. */
  paint(frame: Frame | null): void {
    if (this.waiting.length === 0) return;
    const isLater = ({ until }: Waiting) => frame !== null && isUnderWay(frame) && performance.now() < until;
    const due = this.waiting.filter(waiting => !isLater(waiting));
    this.waiting = this.waiting.filter(isLater);
    for (const { message } of due) void answer(frame, message, this.post);
  }
}

/** Parts that a picture could be made of are computed. */
function isUnderWay({ snapshot }: Frame): boolean {
  return Object.values(snapshot.parts).some(status => status.kind === 'computing');
}

/** Hands it to the clipboard or back to the host. */
async function answer(frame: Frame | null, message: PaintMessage, post: Post): Promise<void> {
  const { request, copies } = message;
  let png: string | null = null;
  try {
    const blob = frame && (await paint(frame, message));
    if (blob && copies) await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    png = blob && (copies ? '' : await base64Of(blob));
  } catch {
    // A clipboard that takes no pictures, or a page without the focus: the host says so.
  }
  post({ type: 'painted', request, png });
}

async function paint({ snapshot, data, parts }: Frame, { picture: kind, text, source, row, colours }: PaintMessage): Promise<Blob | null> {
  if (!data) return null;
  const scene = deriveScene(snapshot, data, parts);
  const { model, summary } = data;
  const isOther = source !== null && scene.word.source !== source.unit;
  const state = isOther ? { ...scene.state, hovered: unitRef(source.stream, source.unit), pinned: null } : scene.state;
  const taken = takenOf({
    model,
    fingerprint: '',
    run: summary,
    text,
    textHashes: [],
    isEdited: false,
    heads: headsOfView(state.view, model.lenses),
    matrix: isOther ? withRow(data.matrix, row) : scene.matrix,
    state,
  });
  const palette = colours === 'print' ? paletteIn('print') : paletteForFile(readPalette());
  // What is measured in part says nothing of the rest in a picture that stands by itself.
  const part: Material['part'] = name => (snapshot.parts[name]?.kind === 'ready' ? partOf(scene, name) : null);
  const picture = pictureOf(kind, { taken, state, model, run: summary, part }, part('thumbnails'), palette);
  if (!picture) return null;
  const canvas = document.createElement('canvas');
  picture.paint(canvasPainter(canvas, picture.width, picture.height, RATIO));
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
}

/** What the host is told of the theme: what it has no use for stays here. */
export function tellColours(request: number, post: Post): void {
  const { heat, likeness, contextual } = readPalette();
  const told = ({ font: _font, quotedFont: _quoted, ratio: _ratio, ...colours }: ThemeColors) => colours;
  post({ type: 'colours', request, heat: told(heat), likeness: told(likeness), contextual: told(contextual) });
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  // As many as a call may have arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
