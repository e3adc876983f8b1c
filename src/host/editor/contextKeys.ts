import * as vscode from 'vscode';
import { CONTEXT_KEYS } from '../../contributions/ids.ts';
import { cutOf, placesOf } from '../../session/exploration.ts';
import type { Explorer } from '../../session/explorer.ts';

/** What each key holds. */
interface Context extends Record<keyof typeof CONTEXT_KEYS, unknown> {
  readonly explored: boolean;
  readonly pair: boolean;
  readonly cut: boolean;
  readonly documents: readonly vscode.Uri[];
}

/** Tells VS Code what has changed since the last time. */
export function tellContext(explorer: Explorer): () => void {
  const told = new Map<string, string>();
  return () => {
    for (const [name, value] of Object.entries(contextOf(explorer))) {
      const text = String(value);
      if (told.get(name) === text) continue;
      told.set(name, text);
      void vscode.commands.executeCommand('setContext', CONTEXT_KEYS[name as keyof typeof CONTEXT_KEYS], value);
    }
  };
}

function contextOf({ exploration }: Explorer): Context {
  return {
    explored: exploration !== null,
    pair: exploration?.target.second !== undefined,
    cut: exploration !== null && cutOf(exploration) !== null,
    documents: exploration === null ? [] : placesOf(exploration).map(({ uri }) => vscode.Uri.parse(uri, true)),
  };
}
