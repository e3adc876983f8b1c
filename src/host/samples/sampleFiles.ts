import * as vscode from 'vscode';
import { ANSWER_SAMPLE, OWN_SENTENCE, SAMPLES, TRANSLATION_SAMPLE, uriOfSample } from './samples.ts';

interface SampleFile {
  readonly bytes: Uint8Array;
  /** When it was written, milliseconds. */
  readonly written: number;
}

/**
 * The samples as files in memory. They can be changed and saved like any other, nothing of it reaches a disk, and after a window reload they stand
 * there as they came. An untitled document instead would count as unsaved from the start.
 */
export class SampleFiles implements vscode.FileSystemProvider {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private readonly files = new Map<string, SampleFile>();
  readonly onDidChangeFile = this.changed.event;

  constructor() {
    const written = Date.now();
    for (const sample of [...Object.values(SAMPLES), TRANSLATION_SAMPLE, ANSWER_SAMPLE, OWN_SENTENCE])
      this.files.set(uriOfSample(sample).path, { bytes: new TextEncoder().encode(sample.text), written });
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    if (uri.path === '/') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const { bytes, written } = this.fileAt(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: written, size: bytes.length };
  }

  readDirectory(): [string, vscode.FileType][] {
    return Array.from(this.files.keys(), path => [path.slice(1), vscode.FileType.File]);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.fileAt(uri).bytes;
  }

  writeFile(uri: vscode.Uri, bytes: Uint8Array): void {
    this.fileAt(uri);
    this.files.set(uri.path, { bytes, written: Date.now() });
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  private fileAt(uri: vscode.Uri): SampleFile {
    const file = this.files.get(uri.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }
}
