import * as vscode from 'vscode';
import { finding, MOST_FINDINGS, type Finding } from '../../session/findings/finding.ts';

const KEY = 'findings';

/** What was kept in this workspace, the latest first. Survives a window reload; stays on this machine. */
export class FindingStore implements vscode.Disposable {
  private readonly memory: vscode.Memento;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  /** Checked once, until something is written. */
  private checked: readonly Finding[] | null = null;

  constructor(memory: vscode.Memento) {
    this.memory = memory;
  }

  /** What is remembered may be of any shape: what cannot be read is left where it is, and not shown. */
  get all(): readonly Finding[] {
    this.checked ??= this.remembered.map(finding).filter(found => found !== undefined);
    return this.checked;
  }
  /** Without a look at what each is. */
  get hasAny(): boolean {
    return this.remembered.length > 0;
  }

  async keep(kept: Finding): Promise<void> {
    await this.write([kept, ...this.remembered].slice(0, MOST_FINDINGS));
  }

  async annotate({ id }: Finding, note: string): Promise<void> {
    await this.write(this.remembered.map(other => (idOf(other) === id ? { ...(other as object), note } : other)));
  }

  async remove({ id }: Finding): Promise<void> {
    await this.write(this.remembered.filter(other => idOf(other) !== id));
  }

  dispose(): void {
    this.changed.dispose();
  }

  private get remembered(): readonly unknown[] {
    const remembered = this.memory.get<unknown>(KEY);
    return Array.isArray(remembered) ? remembered : [];
  }

  private async write(findings: readonly unknown[]): Promise<void> {
    await this.memory.update(KEY, findings);
    this.checked = null;
    this.changed.fire();
  }
}

function idOf(remembered: unknown): unknown {
  return finding(remembered)?.id;
}
