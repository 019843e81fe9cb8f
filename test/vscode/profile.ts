/** The profile that the screen tests start VS Code with. */

/** The user's settings, unless a test says otherwise: nothing moves or asks by itself. */
export const QUIET_SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'files.autoSave': 'off',
  'editor.wordBasedSuggestions': 'off',
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  'editor.parameterHints.enabled': false,
  'editor.hover.enabled': false,
  'editor.minimap.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'typescript.validate.enable': false,
  'javascript.validate.enable': false,
  'typescript.tsserver.enabled': false,
};

/** Keys for commands that have none by default. */
export const KEYBINDINGS = [
  { key: 'ctrl+alt+i', command: 'editor.action.inlineSuggest.trigger' },
  { key: 'ctrl+alt+o', command: 'sureline.toggle' },
  { key: 'ctrl+alt+w', command: 'editor.action.inlineSuggest.acceptNextWord' },
];

export const VIEWPORT = { width: 1280, height: 800 };
