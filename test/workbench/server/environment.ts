/** Changes to an environment; `undefined` removes a variable. */
export type EnvironmentChanges = Readonly<Record<string, string | undefined>>;

/** Variables of the caller that would steer the server or its extension host: an editor we run inside, npm, the Node test runner. */
const FOREIGN = /^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$|NODE_TEST_CONTEXT$)/;

/** The caller's environment without what would change how the server runs, then with the given changes. */
export function serverEnvironment(changes: EnvironmentChanges = {}): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { EXTENSIONS_GALLERY: '{}' };
  for (const [name, value] of Object.entries({ ...process.env, ...changes })) {
    if (value === undefined || (FOREIGN.test(name) && !(name in changes))) continue;
    environment[name] = value;
  }
  return environment;
}
