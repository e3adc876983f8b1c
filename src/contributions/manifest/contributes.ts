import {
  COMMANDS,
  COMPACT_VIEW,
  CONTEXT_KEYS,
  CONTEXT_MENU,
  FINDINGS_VIEW,
  PANEL_VIEW_TYPE,
  PICTURE_KEY,
  SIDE_BAR,
  type CommandName,
} from '../ids.ts';
import { colorEntries } from './colors.ts';
import { commandEntries } from './commands.ts';
import { settingEntries } from './settings.ts';

/** What the list says while it is empty. */
const NOTHING_KEPT = [
  'Nothing is kept yet. Keep This stores which head of which model sees what of a word, and where, to come back to.',
  `[Explore Selection](command:${COMMANDS.exploreSelection})`,
  `[Keep This](command:${COMMANDS.keepThis})`,
].join('\n');

const NAME = 'Attention Lens';
const names = Object.keys(COMMANDS) as CommandName[];

/** The parts of package.json's `contributes` that name ids; `npm run manifest` writes them, a test compares. */
export function contributes() {
  return {
    commands: names.map(name => {
      const { title, icon, enablement } = commandEntries[name];
      return { command: COMMANDS[name], title, category: NAME, ...(icon && { icon }), ...(enablement && { enablement }) };
    }),
    keybindings: names.flatMap(name => {
      const { chord, panelKey, enablement } = commandEntries[name];
      const command = COMMANDS[name];
      const whileIn = (place: string) => [place, ...(enablement ? [enablement] : [])].join(' && ');
      return [
        ...(chord ? [{ command, key: `ctrl+k ${chord}`, mac: `cmd+k ${chord}`, when: whileIn('editorTextFocus') }] : []),
        ...(panelKey ? [{ command, key: panelKey, when: whileIn(`activeWebviewPanelId == '${PANEL_VIEW_TYPE}'`) }] : []),
      ];
    }),
    colors: colorEntries(),
    configuration: { title: NAME, properties: settingEntries() },
    viewsContainers: { activitybar: [{ id: SIDE_BAR, title: NAME, icon: 'media/lens-light.svg' }] },
    views: {
      [SIDE_BAR]: [
        // With a picture and a name of its own wherever a person moves it.
        { id: COMPACT_VIEW, name: 'At a Glance', type: 'webview', icon: 'media/lens-light.svg', contextualTitle: NAME, initialSize: 3 },
        { id: FINDINGS_VIEW, name: 'Findings', initialSize: 2 },
      ],
    },
    viewsWelcome: [{ view: FINDINGS_VIEW, contents: NOTHING_KEPT }],
    submenus: [{ id: CONTEXT_MENU, label: NAME }],
    menus: {
      'editor/context': [{ submenu: CONTEXT_MENU, group: 'navigation@90', when: `resource in ${CONTEXT_KEYS.documents}` }],
      [CONTEXT_MENU]: names
        .flatMap(name => {
          const [group, when] = commandEntries[name].menu ?? [];
          return group ? [{ command: COMMANDS[name], group, ...(when && { when }) }] : [];
        })
        .toSorted((a, b) => (a.group < b.group ? -1 : 1)),
      'view/title': names.flatMap(name => {
        const { inFindings, inCompact } = commandEntries[name];
        const of = (group: string | undefined, view: string) =>
          group ? [{ command: COMMANDS[name], group, when: `view == ${view}` }] : [];
        return [...of(inFindings, FINDINGS_VIEW), ...of(inCompact, COMPACT_VIEW)];
      }),
      'webview/context': names
        .flatMap(name => {
          const [group, ...pictures] = commandEntries[name].onPicture ?? [];
          if (group === undefined) return [];
          const kind = pictures.length === 0 ? '' : ` && ${PICTURE_KEY} =~ /^(${pictures.join('|')})$/`;
          return [{ command: COMMANDS[name], group, when: `webviewId == '${PANEL_VIEW_TYPE}' && ${PICTURE_KEY}${kind}` }];
        })
        .toSorted((a, b) => (a.group < b.group ? -1 : 1)),
      'editor/title': [{ command: COMMANDS.exploreSelection, group: 'navigation@90', when: 'editorHasSelection' }],
      commandPalette: names.flatMap(name => {
        const { inPalette } = commandEntries[name];
        return inPalette ? [{ command: COMMANDS[name], when: inPalette }] : [];
      }),
    },
  };
}
