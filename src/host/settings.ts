import * as vscode from 'vscode';
import { SETTINGS, settingValue, type SettingName, type SettingValue } from '../contributions/settings.ts';

/** The person's own value; workspace, folder and language values are ignored, trusted or not. */
export function readSetting<Name extends SettingName>(name: Name): SettingValue<Name> {
  const found = vscode.workspace.getConfiguration().inspect(SETTINGS[name].id);
  return settingValue(name, found?.globalValue ?? found?.defaultValue);
}

/** `undefined` takes the person's value away. */
export async function writeSetting<Name extends SettingName>(name: Name, value: SettingValue<Name> | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update(SETTINGS[name].id, value, vscode.ConfigurationTarget.Global);
}
