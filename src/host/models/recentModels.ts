import type * as vscode from 'vscode';
import { isRecord } from '../../core/checks.ts';
import { readsAnswers } from '../../core/grounding/layout.ts';
import { modelInShort } from '../../core/describe/model.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';

const RECENT = 'recentModels';
const MOST_RECENT = 8;

/** A folder whose model was opened, with what it was then: no file is read to list it. */
export interface RecentModel {
  readonly directory: string;
  readonly name: string;
  /** Kind and limits. */
  readonly about: string;
  /** It reads two texts as a source and an answer on it. Left out: it does not, or was used before this was noted. */
  readonly readsAnswers?: true;
}

/** The folders that were used last, the latest first; what is remembered may be of any shape. */
export class RecentModels {
  private readonly memory: vscode.Memento;
  private noted: ModelSummary | null = null;

  constructor(memory: vscode.Memento) {
    this.memory = memory;
  }

  get all(): readonly RecentModel[] {
    const remembered = this.memory.get<unknown>(RECENT);
    return Array.isArray(remembered) ? remembered.filter(isRecent).slice(0, MOST_RECENT) : [];
  }

  /** A model that read a text. */
  note(model: ModelSummary): void {
    if (model === this.noted) return;
    this.noted = model;
    const { directory, name, attention } = model;
    const others = this.all.filter(other => other.directory !== directory);
    const now: RecentModel = { directory, name, about: modelInShort(model), ...(readsAnswers(attention) && { readsAnswers: true }) };
    void this.memory.update(RECENT, [now, ...others].slice(0, MOST_RECENT));
  }
}

function isRecent(value: unknown): value is RecentModel {
  return isRecord(value) && ['directory', 'name', 'about'].every(field => typeof value[field] === 'string');
}
