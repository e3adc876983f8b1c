import type { Replaced, TextDocument } from '../support/textDocument.ts';
import { Gestures, type Gesture } from './gesture.ts';

const TYPED = ['', 'x', ' word ', '\n', '\nline\n', 'the cat sat'];

/** What happens to the documents of an editor. */
export class TextGestures extends Gestures {
  private readonly undos = new Map<TextDocument, (() => void)[]>();

  readonly all: readonly Gesture[] = [
    ['type', 6, () => this.type()],
    ['undo', 6, () => this.undo()],
    ['close', 1, () => this.close()],
    ['rewrite', 0.5, () => this.rewrite()],
    ['open', 2, () => this.open()],
    ['language', 0.5, () => this.language()],
  ];

  private type(): unknown {
    const { random } = this;
    const document = this.document();
    if (!document) return 'no document';
    const replaced: Replaced[] = [];
    let from = 0;
    for (let cursors = 1 + random.below(2); cursors > 0 && from <= document.text.length; cursors--) {
      const start = from + random.below(document.text.length + 1 - from);
      const end = Math.min(document.text.length, start + random.below(4) * random.below(2));
      replaced.push({ start, end, text: random.pick(TYPED) });
      from = end + 1;
    }
    const undo = this.world.edit(document, ...replaced);
    this.undos.set(document, [...(this.undos.get(document) ?? []), undo]);
    return [document.uri, replaced];
  }

  private undo(): unknown {
    const document = this.document();
    this.undos.get(document!)?.pop()?.();
    return document?.uri;
  }

  private close(): unknown {
    const document = this.document();
    if (document) document.isOpen = false;
    return document?.uri;
  }

  private rewrite(): unknown {
    const { random } = this;
    const document = this.world.documents.find(({ isOpen }) => !isOpen);
    if (!document) return 'none is closed';
    const { text } = document;
    document.rewrite(random.pick([text, `new\n${text}`, text.slice(5), `${text}\n${text}`, text.toUpperCase()]));
    return document.uri;
  }

  private open(): unknown {
    const document = this.world.documents.find(({ isOpen }) => !isOpen);
    if (!document) return 'none is closed';
    document.isOpen = true;
    this.undos.delete(document);
    this.expected.reopens(document);
    this.world.opens.fire(document);
    return document.uri;
  }

  /** Closed and opened at once, with another language. */
  private language(): unknown {
    const document = this.document();
    if (!document) return 'no document';
    this.expected.reopens(document);
    this.world.opens.fire(document);
    return document.uri;
  }
}
