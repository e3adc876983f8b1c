import * as vscode from 'vscode';
import type { ChosenModel } from '../../session/modelChoice.ts';
import { readSetting, writeSetting } from '../settings.ts';
import { commandButton, MANAGE_TRUST, Refusal } from '../commands/refusal.ts';

/** Which model runs. A folder is read from user settings only, and only in a trusted workspace; a workspace can never choose one. */
export class Models {
  private readonly builtIn: string;

  constructor(extensionUri: vscode.Uri) {
    this.builtIn = vscode.Uri.joinPath(extensionUri, 'models', 'minilm').fsPath;
  }

  get chosen(): ChosenModel {
    return { directory: this.directory };
  }

  get isBuiltIn(): boolean {
    return this.directory === this.builtIn;
  }

  private get directory(): string {
    const folder = readSetting('modelFolder');
    return folder !== '' && vscode.workspace.isTrusted ? folder : this.builtIn;
  }

  async chooseFolder(): Promise<boolean> {
    // The command is hidden in Restricted Mode, but any extension can call it by id.
    if (!vscode.workspace.isTrusted)
      throw new Refusal(
        {
          code: 'untrusted',
          title: 'Model folders need a trusted workspace',
          cause: 'In Restricted Mode only the built-in model runs.',
          nextStep: 'Trust this workspace, or go on with the built-in model.',
        },
        MANAGE_TRUST,
      );
    const chosen = await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: false,
      openLabel: 'Use Model Folder',
      title: 'Folder with config.json, tokenizer.json and onnx/model.onnx',
    });
    const folder = chosen?.[0];
    if (!folder || !vscode.workspace.isTrusted) return false;
    if (folder.scheme !== 'file')
      throw new Refusal(
        {
          code: 'model-missing',
          title: 'This folder is not on a disk',
          cause: 'The model process reads files of the machine it runs on, and this folder lies elsewhere.',
          nextStep: 'Copy the folder to a disk of this machine and choose it there.',
        },
        commandButton('Choose Another Folder\u2026', 'useModelFolder'),
      );
    await writeSetting('modelFolder', folder.fsPath);
    return true;
  }

  /** False when no folder was chosen. */
  async useBuiltIn(): Promise<boolean> {
    if (readSetting('modelFolder') === '') return false;
    await writeSetting('modelFolder', undefined);
    return true;
  }
}
