import * as vscode from 'vscode';
import { SETTINGS } from '../contributions/settings.ts';
import type { Explorer } from '../session/explorer.ts';
import { readSetting } from './settings.ts';

/** How things look, as the settings say: at first, and each from when it is set on. What is chosen in the panel holds until then. */
export function followPreferences(explorer: Explorer): vscode.Disposable {
  const { scale, strength, specialTokens } = SETTINGS;
  const setScale = () => explorer.dispatch({ type: 'scale', scale: { unit: readSetting('scale'), strength: readSetting('strength') } });
  const setSpecial = () => explorer.dispatch({ type: 'hideSpecial', hide: readSetting('specialTokens') === 'hidden' });
  setScale();
  setSpecial();
  return vscode.workspace.onDidChangeConfiguration(change => {
    const isOf = ({ id }: { readonly id: string }) => change.affectsConfiguration(id);
    if (isOf(scale) || isOf(strength)) setScale();
    if (isOf(specialTokens)) setSpecial();
  });
}
