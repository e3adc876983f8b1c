import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  COLORS,
  COMMANDS,
  COMPACT_VIEW,
  CONTEXT_KEYS,
  FINDINGS_KEY,
  FINDINGS_VIEW,
  EXTENSION_ID,
  HEAT_COLORS,
  PANEL_VIEW_TYPE,
  PICTURE_KEY,
  SAMPLE_SCHEME,
  WALKTHROUGH_ID,
} from '../../src/contributions/ids.ts';
import { contributes as written } from '../../src/contributions/manifest/contributes.ts';
import { SETTINGS } from '../../src/contributions/settings.ts';

const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
const manifest = JSON.parse(text) as {
  name: string;
  publisher: string;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string }[];
    keybindings: { command: string; key: string; mac: string; when: string }[];
    colors: { id: string; defaults: Record<string, string> }[];
    configuration: { properties: Record<string, { scope: string }> };
    menus: Record<string, { command?: string; submenu?: string; when?: string }[]>;
    submenus: { id: string; label: string }[];
    configurationDefaults: Record<string, Record<string, boolean>>;
    walkthroughs: {
      id: string;
      steps: { id: string; description: string; media: { image: Record<string, string> }; completionEvents: string[] }[];
    }[];
  };
};
const { contributes } = manifest;
const commandsOf = (list: { command?: string }[]) => list.flatMap(({ command }) => command ?? []);
const ids = (list: { command: string }[]) => list.map(({ command }) => command);

describe('package.json', () => {
  it('contributes what is written from the commands, settings and colours that the code knows: npm run manifest', () => {
    const { configurationDefaults: _defaults, walkthroughs: _walkthroughs, ...generated } = contributes;
    expect(generated).toEqual(written());
    expect(ids(contributes.commands).sort()).toEqual(Object.values(COMMANDS).sort());
    expect(contributes.colors.map(({ id }) => id).sort()).toEqual(
      [...Object.values(HEAT_COLORS).flatMap(({ steps, border }) => [...steps, border]), ...Object.values(COLORS)].sort(),
    );
    expect(`${manifest.publisher}.${manifest.name}`).toBe(EXTENSION_ID);
    expect(manifest.activationEvents).toEqual([`onWebviewPanel:${PANEL_VIEW_TYPE}`, `onFileSystem:${SAMPLE_SCHEME}`]);
  });
  it('uses only known ids in keybindings, menus and conditions', () => {
    const known = new Set<string>(Object.values(COMMANDS));
    for (const id of [...ids(contributes.keybindings), ...Object.values(contributes.menus).flatMap(commandsOf)])
      expect(known).toContain(id);
    // Whatever begins with our name in a condition is a key of ours, or the panel's type: a slip of the pen would make it false for ever.
    const conditions = [...text.matchAll(/"(?:when|enablement)": "((?:[^"\\\\]|\\\\.)*)"/g)].map(([, condition]) => condition!);
    expect(conditions.length).toBeGreaterThan(20);
    const named = new Set(conditions.flatMap(condition => condition.match(/\battentionLens[\w.]*/g) ?? []));
    for (const name of [PANEL_VIEW_TYPE, COMPACT_VIEW, FINDINGS_VIEW, PICTURE_KEY]) named.delete(name);
    expect([...named].sort()).toEqual([...Object.values(CONTEXT_KEYS), FINDINGS_KEY].sort());
  });
  it('stands in the context menu of explored documents alone, as one submenu under its name', () => {
    expect(contributes.menus['editor/context']).toEqual([
      { submenu: contributes.submenus[0]!.id, group: 'navigation@90', when: `resource in ${CONTEXT_KEYS.documents}` },
    ]);
    expect(contributes.submenus).toHaveLength(1);
    expect(contributes.submenus[0]!.label).toBe('Attention Lens');
    expect(commandsOf(contributes.menus[contributes.submenus[0]!.id]!)).toContain(COMMANDS.pinWord);
  });
  it('locks the group that the panel opens, so that files open beside it', () => {
    expect(contributes.configurationDefaults).toEqual({
      'workbench.editor.autoLockGroups': { [`mainThreadWebview-${PANEL_VIEW_TYPE}`]: true },
    });
  });
  it('writes the ellipsis in one way wherever a person reads it', () => {
    const sources = ['src/host', 'src/core', 'webview'].flatMap(folder =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(name => /\.tsx?$/.test(name))
        .map(name => join(folder, name)),
    );
    const threeDots = /[\w)]\.{3}(?=['"`<\s])/;
    expect('Open Sample..."').toMatch(threeDots);
    const isComment = (line: string) => /^\s*(?:\/?\*|\/\/)/.test(line);
    for (const file of ['package.json', ...sources])
      for (const line of readFileSync(file, 'utf8').split('\n')) if (!isComment(line)) expect(line, file).not.toMatch(threeDots);
  });
  it('gives every colour a value in all four kinds of theme', () => {
    for (const { id, defaults } of contributes.colors)
      expect(Object.keys(defaults).sort(), id).toEqual(['dark', 'highContrast', 'highContrastLight', 'light']);
  });
  it('has colour ids with exactly one dot, since the webview export replaces only the first', () => {
    for (const { id } of contributes.colors) expect(id.split('.')).toHaveLength(2);
  });
  it('keeps settings out of reach of a workspace, those that name a path or a limit with the machine', () => {
    const ofMachine = [SETTINGS.modelFolder, SETTINGS.idleMinutes, SETTINGS.wordVectors].map(({ id }) => id as string);
    for (const [id, { scope }] of Object.entries(contributes.configuration.properties))
      expect(scope, id).toBe(ofMachine.includes(id) ? 'machine' : 'application');
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual([SETTINGS.modelFolder.id, SETTINGS.wordVectors.id]);
  });
  it('has a walkthrough whose buttons, completion events and pictures exist', () => {
    const [walkthrough] = contributes.walkthroughs;
    expect(walkthrough!.id).toBe(WALKTHROUGH_ID);
    expect(walkthrough!.steps).toHaveLength(7);
    const known = new Set<string>(Object.values(COMMANDS));
    for (const { id, description, media, completionEvents } of walkthrough!.steps) {
      const buttons = [...description.matchAll(/\(command:([\w.]+)\)/g)].map(match => match[1]!);
      expect(buttons.length, id).toBeGreaterThan(0);
      for (const command of buttons) expect(known, id).toContain(command);
      expect(completionEvents, id).toEqual([`onCommand:${buttons[0]!}`]);
      expect(description.replaceAll('**', ''), 'VS Code shows other stars as they are').not.toContain('*');
      expect(Object.keys(media.image).sort(), id).toEqual(['dark', 'hc', 'hcLight', 'light']);
      for (const file of Object.values(media.image)) expect(existsSync(new URL(`../../${file}`, import.meta.url)), file).toBe(true);
    }
  });
  it('binds one chord family, and two keys where the panel alone is, Escape stays free', () => {
    for (const { key, mac, when } of contributes.keybindings) {
      if (when.startsWith(`activeWebviewPanelId == '${PANEL_VIEW_TYPE}'`)) {
        expect(key).toMatch(/^alt\+(left|right)$/);
        continue;
      }
      expect(when).toMatch(/^editorTextFocus/);
      expect(key).toMatch(/^ctrl\+k /);
      expect(mac).toMatch(/^cmd\+k /);
    }
    expect(new Set(contributes.keybindings.map(({ key }) => key)).size).toBe(contributes.keybindings.length);
  });
});
