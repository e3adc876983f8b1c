import * as vscode from 'vscode';
import type { ChosenModel } from '../../session/modelChoice.ts';
import { nameOfFolder } from '../../core/model/folderName.ts';
import { toldIn, type Told } from '../../core/model/told.ts';
import { showUnseen } from '../../core/text/visibleText.ts';
import { isRecord } from '../../core/checks.ts';
import { readSetting, writeSetting } from '../settings.ts';
import { RecentModels, type RecentModel } from './recentModels.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import { commandButton, MANAGE_TRUST, Refusal } from '../commands/refusal.ts';

const VARIANTS = 'modelVariants';
const TOLD = 'toldModels';
const MOST_FOLDERS = 100;
const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';

/** The model that comes with the extension, as config.json beside it says it. */
export const BUILT_IN = { name: 'all-MiniLM-L6-v2', about: 'Encoder, 6 layers of 12 heads, reads 512 tokens' } as const;

/** Which model runs. A folder is read from user settings only, and only in a trusted workspace; a workspace can never choose one. */
export class Models {
  private readonly builtIn: string;
  private readonly memory: vscode.Memento;
  private readonly used: RecentModels;

  /** @param memory of this machine: a variant suits its memory */
  constructor(extensionUri: vscode.Uri, memory: vscode.Memento) {
    this.memory = memory;
    this.used = new RecentModels(memory);
    this.builtIn = vscode.Uri.joinPath(extensionUri, 'models', 'minilm').fsPath;
  }

  get chosen(): ChosenModel {
    const { directory } = this;
    const variant = this.isBuiltIn ? undefined : this.variants()[directory];
    const { told } = this;
    return { directory, ...(variant !== undefined && { variant }), ...(told && { told }) };
  }

  /** What it is told beside two texts; null: a person was not asked. */
  get told(): Told | null {
    return this.toldOf(this.directory);
  }

  toldOf(directory: string): Told | null {
    const { [directory]: told } = this.remembered(TOLD);
    return told === undefined ? null : toldIn(told);
  }

  /** @param directory which was asked about: another one may have been chosen since */
  async tell(directory: string, told: Told): Promise<void> {
    await this.remember(TOLD, directory, told);
  }

  get isBuiltIn(): boolean {
    return this.directory === this.builtIn;
  }

  /** Whether a folder is that of the model that comes with the extension. */
  isBuiltInAt(directory: string): boolean {
    return directory === this.builtIn;
  }

  get name(): string {
    return this.isBuiltIn ? BUILT_IN.name : (this.recent.find(({ directory }) => directory === this.directory)?.name ?? nameOfFolder(this.directory));
  }

  /** As a message calls it. */
  get nameInMessage(): string {
    const { variant } = this.chosen;
    return this.isBuiltIn ? 'The built-in model' : showUnseen(`${this.name}${variant === undefined ? '' : ` (${variant})`}`);
  }

  /** Folders that were used before. In Restricted Mode there are none. */
  get recent(): readonly RecentModel[] {
    return vscode.workspace.isTrusted ? this.used.all.filter(({ directory }) => directory !== this.builtIn) : [];
  }

  /** A model read a text. */
  note(model: ModelSummary): void {
    this.used.note(model);
  }

  get defaultHeads(): string {
    return readSetting('defaultHeads');
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
      title: 'Folder with tokenizer.json and onnx/model.onnx',
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
    await this.useFolder(folder.fsPath);
    return true;
  }

  async useFolder(directory: string): Promise<void> {
    await writeSetting('modelFolder', directory);
  }

  /** Null: the one that suits best. */
  async chooseVariant(directory: string, variant: string | null): Promise<void> {
    await this.remember(VARIANTS, directory, variant);
  }

  /** By folder. What is remembered may be of any shape. */
  private variants(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.remembered(VARIANTS)).filter(isText));
  }

  private remembered(key: string): Readonly<Record<string, unknown>> {
    const remembered = this.memory.get<unknown>(key);
    return isRecord(remembered) ? remembered : {};
  }

  /** @param value null: nothing any more */
  private async remember(key: string, directory: string, value: unknown): Promise<void> {
    const { [directory]: _before, ...others } = this.remembered(key);
    // The latest last: of many folders the oldest choices go.
    const kept = Object.entries(others).slice(value === null ? 0 : 1 - MOST_FOLDERS);
    await this.memory.update(key, Object.fromEntries([...kept, ...(value === null ? [] : [[directory, value]])]));
  }

  /** False when no folder was chosen. */
  async useBuiltIn(): Promise<boolean> {
    if (readSetting('modelFolder') === '') return false;
    await writeSetting('modelFolder', undefined);
    return true;
  }
}
