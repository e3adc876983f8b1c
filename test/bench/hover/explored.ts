import type * as vscode from 'vscode';
import { Decorations } from '../../../src/host/editor/decorations.ts';
import { EngineProcess } from '../../../src/host/process/process.ts';
import { Explorer } from '../../../src/session/explorer.ts';
import { editorDocuments } from '../../../src/host/editor/documents.ts';
import { Pointing } from '../../../src/host/editor/pointing.ts';
import type { Target } from '../../../src/session/target.ts';
import { hoverProvider, Position, window } from './vscodeStub.ts';

export interface HoverRequest {
  readonly directory: string;
  readonly enginePath: string;
  readonly text: string;
  readonly hovers: number;
}

const URI = { toString: () => 'untitled:bench', path: 'bench' } as vscode.Uri;
const DOCUMENT = { uri: URI, version: 1 } as vscode.TextDocument;

/** Explores a text with the real engine and points at one word after the other. Returns ms from the call of provideHover to the last setDecorations. */
export async function timeHovers({ directory, enginePath, text, hovers }: HoverRequest): Promise<number[]> {
  let painted = 0;
  const setDecorations = () => {
    painted = performance.now();
  };
  window.visibleTextEditors = [{ document: DOCUMENT, setDecorations } as Partial<vscode.TextEditor> as vscode.TextEditor];
  const engine = new EngineProcess({ modulePath: enginePath, log: () => undefined });
  const explorer = new Explorer(engine, { chosen: { directory }, isBuiltInAt: () => true, name: 'm' }, editorDocuments, {
    fault: () => undefined,
  });
  const parts = [new Pointing(explorer), new Decorations(explorer)];
  try {
    await explorer.explore(targetOf(text));
    const times: number[] = [];
    const places = placesOfWords(text);
    for (let hover = 0; hover < hovers; hover++) {
      const place = places[(hover * 7) % places.length]!;
      const start = performance.now();
      hoverProvider?.provideHover(DOCUMENT, place, NEVER_CANCELLED);
      if (painted < start) throw new Error('pointing at a word painted nothing');
      times.push(painted - start);
      await new Promise(resolve => setImmediate(resolve));
    }
    return times;
  } finally {
    for (const part of parts) part.dispose();
    explorer.dispose();
    engine.dispose();
  }
}

const NEVER_CANCELLED = { isCancellationRequested: false } as vscode.CancellationToken;

function targetOf(text: string): Target {
  const start = { line: 0, character: 0 };
  return {
    uri: String(URI),
    label: 'bench',
    what: 'selection',
    start,
    text,
    skipped: 0,
    tooLong: false,
    fit: 'start',
    caret: 0,
  };
}

function placesOfWords(text: string): vscode.Position[] {
  return text
    .split('\n')
    .flatMap((line, number) => [...line.matchAll(/\w+/g)].map(({ index }) => new Position(number, index) as vscode.Position));
}
