/** What a workbench window opens. Paths are absolute. */
export interface WorkbenchTarget {
  /** Or a `.code-workspace` file, which names several. */
  readonly folder?: string | undefined;
  readonly file?: string | undefined;
  /** Extension under development. Like `tests`, it needs a server with the driver. */
  readonly extension?: string | undefined;
  /** A module with `run()`, started in the extension host beside the extension under development. */
  readonly tests?: string | undefined;
}

/** The page address of a workbench, with the payload that desktop VS Code takes from its command line. */
export function workbenchAddress(port: number, token: string, { folder, file, extension, tests }: WorkbenchTarget): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [['skipWelcome', 'true']];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  if (file) payload.push(['openFile', remote(file)]);
  const query = new URLSearchParams({ tkn: token });
  if (folder) query.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder);
  query.set('payload', JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query}`;
}
