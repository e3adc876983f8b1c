import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BUNDLED_NODE, canHaveWorkbench, installWorkbench } from './workbenchPackage.mjs';

/**
 * Runs a TypeScript module with the Node.js from npm, which reads TypeScript as it is and is new enough for VS Code's server; the caller may be
 * Node 20. Passes the command line on, waits, and takes over the exit code.
 * @param {URL} module
 */
export async function runWithBundledNode(module) {
  if (!canHaveWorkbench()) console.error(NO_WORKBENCH);
  if (!canHaveWorkbench() || !installWorkbench()) {
    process.exitCode = 1;
    return;
  }
  const child = spawn(BUNDLED_NODE, [fileURLToPath(module), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl+C reaches the child by itself, as both share the terminal; this process only has to wait for it.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
  whenAbandoned(() => child.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/**
 * Calls back when npm, which started this process through a shell, is gone: a signal for npm reaches the shell at most, and SIGKILL nobody.
 * @param {() => void} callback
 */
function whenAbandoned(callback) {
  if (process.env['npm_execpath'] === undefined) return;
  const shell = process.ppid;
  const npm = parentOf(shell);
  const timer = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(timer);
    callback();
  }, 300).unref();
}

/** @param {number} pid @returns {number | null} null: no such process */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]);
  } catch {
    return null;
  }
}

const NO_WORKBENCH = `The VS Code workbench that comes with this project runs on Linux x64 only.

On this machine, open the folder in desktop VS Code and press F5: a second window opens with
Attention Lens and the sample text.`;
