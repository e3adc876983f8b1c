/** Variables the engine process needs from its parent; everything else (NODE_OPTIONS, VSCODE_*, tokens, proxies) stays behind. */
const KEPT = new Set([
  'PATH',
  'HOME',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TEMP',
  'TMP',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  // Windows cannot load system libraries without these.
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
]);

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of the engine process. Inside desktop VS Code the executable is Electron's, which behaves as Node only with
 * ELECTRON_RUN_AS_NODE; ONNX Runtime reports home unless it is told not to before it loads.
 */
export function engineEnvironment(environment: Environment, platform: string): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    // Windows does not distinguish case: PATH is usually written Path.
    const key = platform === 'win32' ? name.toUpperCase() : name;
    if (value !== undefined && (KEPT.has(key) || key.startsWith('LC_'))) kept[name] = value;
  }
  return { ...kept, ELECTRON_RUN_AS_NODE: '1', ORT_DISABLE_TELEMETRY: '1' };
}
