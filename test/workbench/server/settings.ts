/** A VS Code settings.json. */
export type Settings = Readonly<Record<string, unknown>>;

/** A quiet workbench: nothing on screen that we did not put there, no network, no background work. */
export const QUIET_SETTINGS: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Dark 2026',
  'workbench.editor.useModal': 'off',
  'window.commandCenter': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'chat.disableAIFeatures': true,
  'chat.agentHost.enabled': false,
  'git.enabled': false,
  'files.autoSave': 'off', // a server's workbench saves by itself, and the sample is part of the project
  'editor.minimap.enabled': false,
  'editor.lightbulb.enabled': 'off',
  // What moves by itself is painted again and again by the processor.
  'editor.cursorBlinking': 'solid',
  'workbench.reduceMotion': 'on',
};

/** Restricted Mode: workspace trust is on, nobody is asked, so the folder is not trusted. */
export const RESTRICTED_MODE: Settings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};
