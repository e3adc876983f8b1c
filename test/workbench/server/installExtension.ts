import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { serverEnvironment } from './environment.ts';
import { serverNode } from './server.ts';
import { prepareServerTree, serverRoot } from './serverTree.ts';

/** Installs a packaged .vsix the way a person's VS Code does; the folder can then serve any number of servers. */
export async function installExtension(vsix: string, extensionsFolder: string): Promise<void> {
  prepareServerTree();
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-install-'));
  const program = path.join(serverRoot(), 'out/server-main.js');
  const folders = ['--server-data-dir', dataFolder, '--extensions-dir', extensionsFolder];
  try {
    const { stdout, stderr } = await promisify(execFile)(
      serverNode(),
      [program, '--install-extension', vsix, ...folders, '--accept-server-license-terms', '--telemetry-level', 'off'],
      { env: serverEnvironment() },
    );
    if (!/was successfully installed/.test(stdout)) throw new Error(`The .vsix was not installed.\n${stdout}${stderr}`);
  } finally {
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
